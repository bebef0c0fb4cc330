import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { directory, run } from "../../support/end-to-end/program.ts"
import { RealFiles } from "../../support/layers/files.ts"
import { addressIn } from "../../support/program/addressIn.ts"
import { request, sent, statusOf } from "../../support/program/served.ts"

const portIn = (text: string) => Number(/http:\/\/127\.0\.0\.1:(\d+)\//.exec(text)?.[1])

const post = (port: number, path: string, what: object) => {
  const body = JSON.stringify(what)
  const headers = { "Content-Type": "application/json", "Content-Length": String(body.length) }
  return sent(port, request(`POST ${path}`, headers, body))
}

/** Asks until the answer is so. */
const asking = (port: number, path: string, isSo: (answer: string) => boolean) =>
  sent(port, request(`GET ${path}`)).pipe(Effect.filterOrFail(isSo), Effect.eventually)

/** Watches the chats until they are so. */
const watching = (port: number, isSo: RegExp) => asking(port, "/demo/view", (answer) => isSo.test(answer))

/** The demo that stays, at once, with the directory in which its robot keeps its data. */
const staying = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const temporary = yield* directory
  const demo = yield* run(["demo", "--stay", "--skip"], { PATH: "", TMPDIR: temporary })
  let printed = ""
  yield* demo.until((stdout) => {
    printed = stdout
    return stdout.includes("Ctrl-C")
  })
  const left = Effect.map(fs.readDirectory(temporary), (names) => names.map((name) => `${temporary}/${name}`))
  const [data = "none"] = yield* left
  return { ...demo, data, left, port: portIn(printed), printed }
})

describe("the demo that stays", () => {
  it.scopedLive("serves a robot and its chats until it is stopped, then nothing of it is left", () =>
    Effect.gen(function* () {
      const { data, left, port, printed, stop } = yield* staying
      const robot = yield* addressIn(data)
      expect(printed).toContain("Play with the robot yourself")
      yield* post(port, "/demo/messages", {
        as: "lili",
        chat: "lili",
        kind: "text",
        text: "hello",
        quotes: null,
        mention: false
      })
      const answers = yield* Effect.forEach(
        ["/", "/demo.js", "/page.css", "/demo.css", "/icon.svg", "/api/status", "/api/settings"],
        (path) => sent(port, request(`GET ${path}`))
      )
      expect(answers.map(statusOf)).toEqual(answers.map(() => 200))
      yield* watching(port, /"byRobot":true,"answers":"\d+"/)
      const messages = yield* sent(port, request("GET /api/messages"))
      expect(messages).toContain('"text":"hello"')
      const ended = yield* stop("SIGINT")
      expect(ended).toMatchObject({ exitCode: 0, stderr: "" })
      expect([...answers, messages, ended.stdout].filter((text) => text.includes(robot.token))).toEqual([])
      expect(yield* left).toEqual([])
      // nobody listens any more
      expect(yield* sent(port, request("GET /"))).toBe("")
      expect(yield* sent(robot.port, request("GET /"))).toBe("")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("starts its robot again for a new day, and lets the player scan after a lost session", () =>
    Effect.gen(function* () {
      const { data, port, stop } = yield* staying
      const first = yield* addressIn(data)
      const isIn = (answer: string) => answer.includes('"state":"syncing"')
      yield* post(port, "/demo/day", { spent: true })
      yield* post(port, "/demo/day", { spent: false })
      yield* asking(first.port, "/", (answer) => answer === "")
      yield* asking(port, "/api/status", isIn)
      yield* post(port, "/demo/log-in", { action: "end" })
      yield* watching(port, /"login":"waiting"/)
      yield* post(port, "/demo/log-in", { action: "scan" })
      yield* watching(port, /"login":"scanned"/)
      yield* post(port, "/demo/log-in", { action: "confirm" })
      yield* watching(port, /"login":"in"/)
      yield* asking(port, "/api/status", isIn)
      expect((yield* stop("SIGTERM")).exitCode).toBe(0)
    }).pipe(Effect.provide(RealFiles))
  )
})
