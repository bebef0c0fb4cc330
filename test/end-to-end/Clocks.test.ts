import { FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, robotAt, run } from "../support/end-to-end/program.ts"

const HOUR = 3_600
const fake = new URL("../support/end-to-end/clock.mjs", import.meta.url).href

const Line = Schema.parseJson(
  Schema.Struct({
    message: Schema.String,
    MsgId: Schema.optional(Schema.String),
    decision: Schema.optional(Schema.String),
    reason: Schema.optional(Schema.String)
  })
)
const decode = Schema.decodeSync(Line)
const lines = (stdout: string) =>
  stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => decode(line))

/** A simulator, and built robots on a machine whose clock is off by so many seconds, one life after the other. */
const machine = Effect.fnUntraced(function* (environment: Readonly<Record<string, string>> = {}) {
  const fs = yield* FileSystem.FileSystem
  const home = yield* directory
  const file = `${home}/off`
  /** Sets the clock. A file that is being written could be read empty. */
  const set = (seconds: number) =>
    Effect.zipRight(fs.writeFileString(`${file}-`, `${seconds * 1000}`), fs.rename(`${file}-`, file))
  const { control, origin } = yield* start()

  /** A life of the robot. */
  const live = Effect.gen(function* () {
    const { stop, until } = yield* run([], {
      ...robotAt(origin),
      ROBOT_DATA_DIR: `${home}/data`,
      NODE_OPTIONS: `--import=${fake}`,
      CLOCK_OFF: file,
      ...environment
    })
    yield* untilSyncing(control)
    let stdout = ""
    const became = (MsgId: string) =>
      Effect.gen(function* () {
        const ends = () =>
          lines(stdout).flatMap((line) => {
            if (line.MsgId !== MsgId) return []
            if (line.message === "sent") return ["sent"]
            return line.decision === "Skip" || line.message === "skipped" ? [line.reason] : []
          })
        yield* until((text) => {
          stdout = text.slice(0, text.lastIndexOf("\n") + 1)
          return ends().length > 0
        })
        return ends()[0]
      })
    /** What became of messages that are so many seconds old. */
    const hear = (...ages: ReadonlyArray<number>) =>
      Effect.flatMap(
        control.messages(ages.map((age) => ({ from: "lili", text: "你好", age }))),
        Effect.forEach(became)
      )
    return { became, hear, stop, stdout: () => stdout }
  })
  return { control, live, set }
})

const atOnce = { ROBOT_QUIET_PERIOD: "0" }
const wrong = "this machine's clock is wrong: the robot goes by WeChat's"

describe("the built program on a machine whose clock is wrong", () => {
  for (const [server, dated] of [
    ["a server that dates its answers", true],
    ["a server that does not", false]
  ] as const) {
    it.scopedLive.each([-3 * HOUR, 3 * HOUR])(
      `by %d seconds knows old messages from new ones, before NTP sets it and after: ${server}`,
      (off) =>
        Effect.gen(function* () {
          const { control, live, set } = yield* machine(atOnce)
          yield* control.clock({ dated })
          yield* set(off)
          const { hear, stdout, stop } = yield* live
          expect(yield* hear(HOUR, 0)).toEqual(["stale", "sent"])
          expect(lines(stdout()).filter(({ message }) => message === wrong)).toHaveLength(1)
          yield* set(0)
          expect(yield* hear(HOUR, 0)).toEqual(["stale", "sent"])
          yield* set(-off)
          expect(yield* hear(HOUR, 0)).toEqual(["stale", "sent"])
          expect(yield* stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: "" })
        }).pipe(Effect.provide(NodeFileSystem.layer))
    )
  }

  it.scopedLive.each([-400 * 24 * HOUR, 400 * 24 * HOUR])(
    "by %d seconds logs in, though by that clock every cookie has ended or not begun",
    (off) =>
      Effect.gen(function* () {
        const { control, live, set } = yield* machine(atOnce)
        yield* control.clock({ dated: false })
        yield* set(off)
        const { hear } = yield* live
        expect(yield* hear(HOUR, 0)).toEqual(["stale", "sent"])
      }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive("knows after a sleep what came meanwhile", () =>
    Effect.gen(function* () {
      const { control, live, set } = yield* machine(atOnce)
      yield* control.clock({ dated: false })
      yield* set(0)
      const { hear } = yield* live
      expect(yield* hear(0)).toEqual(["sent"])
      // of a machine that sleeps only the clock on the wall goes on
      yield* set(8 * HOUR)
      yield* control.clock({ ahead: 8 * HOUR })
      expect(yield* hear(8 * HOUR + 60)).toEqual(["stale"])
      expect(yield* hear(7 * HOUR, 0)).toEqual(["stale", "sent"])
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive.each([-3 * HOUR, 3 * HOUR])(
    "by %d seconds at the next start does not forget that the phone is in use",
    (off) =>
      Effect.gen(function* () {
        const { control, live, set } = yield* machine({ ROBOT_QUIET_PERIOD: "1 hour" })
        yield* set(0)
        const before = yield* live
        yield* control.messages([{ from: "me", to: "lili", text: "我来" }])
        expect(yield* before.hear(0)).toEqual(["phone-active"])
        yield* before.stop("SIGKILL")
        yield* set(off)
        expect(yield* (yield* live).hear(0)).toEqual(["phone-active"])
      }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive.each([-3 * HOUR, 3 * HOUR])(
    "by %d seconds at the next start keeps to the limit of a chat",
    (off) =>
      Effect.gen(function* () {
        const { live, set } = yield* machine({ ...atOnce, ROBOT_CHAT_REPLIES_PER_10_MINUTES: "1" })
        yield* set(0)
        const before = yield* live
        expect(yield* before.hear(0)).toEqual(["sent"])
        yield* before.stop("SIGKILL")
        yield* set(off)
        expect(yield* (yield* live).hear(0)).toEqual(["chat-limit"])
      }).pipe(Effect.provide(NodeFileSystem.layer))
  )
})
