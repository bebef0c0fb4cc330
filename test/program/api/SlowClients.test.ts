import { connect } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { Timing } from "../../../src/domain/Timing.ts"
import { Surroundings } from "../../support/program/fakes.ts"
import { request, running, sent, statusOf, surroundings } from "../../support/program/served.ts"

/** The limits of the door, as short as they may be where others get an answer in time. */
const short = Effect.map(Timing, (usual) => ({
  ...usual,
  requestHead: Duration.millis(200),
  wholeRequest: Duration.millis(400)
}))

const login = "POST /api/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"

/** Says the beginning at once, and one more letter after each answer that another client gets: until it is cut off. */
const slowly = Effect.fnUntraced(function* (port: number, beginning: string, letter: string) {
  const socket = connect(port, "127.0.0.1", () => socket.write(beginning))
  const others: Array<number> = []
  const cutOff = Effect.async<string>((resume) => {
    let answer = ""
    socket.setEncoding("utf8").on("data", (piece: string) => (answer += piece))
    socket.on("error", () => {})
    socket.on("close", () => resume(Effect.succeed(answer)))
  })
  const drip = Effect.gen(function* () {
    others.push(statusOf(yield* sent(port, request("GET /health"))))
    socket.write(letter)
  })
  const answer = yield* Effect.raceFirst(cutOff, Effect.forever(drip))
  return { answer, others }
})

describe("a client that takes its time is cut off, and holds up no other", () => {
  it.scoped.each([
    ["saying nothing", "", ""],
    ["with half a header", "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ", "x"],
    ["with a body letter by letter", `${login}Content-Length: 16000\r\n\r\n`, " "]
  ] as const)("%s", ([, beginning, letter]) =>
    Effect.gen(function* () {
      const { port } = yield* Effect.provideServiceEffect(running, Timing, short)
      // the first request loads what answers, which takes its time
      yield* sent(port, request("GET /health"))
      const { answer, others } = yield* slowly(port, beginning, letter)
      expect(answer).toMatch(/^$|^HTTP\/1\.1 408 /)
      expect(new Set(others)).toEqual(new Set([200]))
      const { logs } = yield* Surroundings
      expect(logs.filter(({ level }) => level === "ERROR")).toEqual([])
    }).pipe(Effect.provide(surroundings()))
  )
})
