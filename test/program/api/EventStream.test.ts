import { connect } from "node:net"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Activity } from "../../../src/layers/activity/Activity.ts"
import { request, running, surroundings } from "../../support/program/served.ts"

/** The first frame of a stream of events, after which its reader is cut off. */
const firstFrame = (port: number, headers: Readonly<Record<string, string>>) =>
  Effect.async<string>((resume) => {
    let answer = ""
    const socket = connect(port, "127.0.0.1", () => socket.write(request("GET /api/events", headers)))
    socket.setEncoding("utf8").on("data", (piece: string) => {
      answer += piece
      const [, frame] = /(retry: 2000\n[^]*)\n\n/.exec(answer) ?? []
      if (frame !== undefined) resume(Effect.succeed(frame))
    })
    socket.on("error", () => {})
    return Effect.sync(() => socket.destroy())
  })

it.scoped("who is cut off before the first event goes on from there", () =>
  Effect.gen(function* () {
    const { port, token } = yield* running
    const { happenings } = yield* Activity
    const own = { Authorization: `Bearer ${token}` }
    happenings.tell({ _tag: "switches" })
    const [, id = ""] = /^id: (\w+-\d+)$/m.exec(yield* firstFrame(port, own)) ?? []
    expect(id).toMatch(/^\w+-[1-9]/)
    happenings.tell({ _tag: "switches" })
    expect(yield* firstFrame(port, { ...own, "Last-Event-ID": id })).toBe(`retry: 2000\nid: ${id}`)
  }).pipe(Effect.provide(surroundings()))
)
