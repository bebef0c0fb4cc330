import { describe, expect, it } from "@effect/vitest"
import { Effect, LogLevel, Option } from "effect"
import { isLast, readLine } from "../../src/demo/RobotLog.ts"
import { logging } from "../../src/layers/Logging.ts"
import { recording } from "../layers/output.ts"

/** What a log event is read as, on its way through the robot's own JSON. */
const read = (message: string, facts: Record<string, unknown>) => {
  const output = recording()
  return Effect.logInfo(message).pipe(
    Effect.annotateLogs(facts),
    Effect.provide(logging({ level: LogLevel.Info, format: "json", output, environment: {} })),
    Effect.map(() => readLine(output.text().trimEnd()))
  )
}

const decision = { MsgId: "7", reason: "R3", rule: "a friend's text", saw: "Text" }

describe("the robot's log", () => {
  it.effect("tells decisions", () =>
    Effect.gen(function* () {
      const event = yield* read("decided", { ...decision, decision: "AskChatbot", length: 3 })
      expect(event).toEqual(Option.some({ message: "decided", ...decision, decision: "AskChatbot" }))
      expect(Option.map(event, isLast)).toEqual(Option.some(false))
      const skip = yield* read("decided", { ...decision, decision: "Skip" })
      expect(Option.map(skip, isLast)).toEqual(Option.some(true))
    })
  )

  it.effect("tells how an answer ended", () =>
    Effect.gen(function* () {
      const sent = yield* read("sent", { MsgId: "7", MsgID: "8" })
      expect(sent).toEqual(Option.some({ message: "sent", MsgId: "7", MsgID: "8" }))
      expect(Option.map(sent, isLast)).toEqual(Option.some(true))
      expect(yield* read("skipped", { MsgId: "7", reason: "stale" })).toEqual(
        Option.some({ message: "skipped", MsgId: "7", reason: "stale" })
      )
      expect(yield* read("uncertain", { MsgId: "7" })).toEqual(
        Option.some({ message: "uncertain", MsgId: "7", reason: "" })
      )
    })
  )

  it.effect("says much else", () =>
    Effect.gen(function* () {
      expect(yield* read("logged in", { host: "wx2.qq.com" })).toEqual(Option.none())
      expect(readLine("Segmentation fault")).toEqual(Option.none())
    })
  )
})
