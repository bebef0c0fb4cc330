import { describe, expect, it } from "@effect/vitest"
import { Effect, LogLevel, Option } from "effect"
import { isConnection, isLast, readLine, type RobotEvent } from "../../src/demo/RobotLog.ts"
import * as Logging from "../../src/layers/logs/Logging.ts"
import { recording } from "../support/layers/output.ts"

/** What a log event is read as, on its way through the robot's own JSON. */
const read = (message: string, facts: Record<string, unknown>) => {
  const output = recording()
  return Effect.logInfo(message).pipe(
    Effect.annotateLogs(facts),
    Effect.provide(Logging.layer({ level: LogLevel.Info, format: "json", output, environment: {} })),
    Effect.map(() => readLine(output.text().trimEnd()))
  )
}

/** Whether the event of a message is its last one; none for other events. */
const isMessagesLast = (event: Option.Option<RobotEvent>) =>
  Option.flatMap(event, (event) => (isConnection(event) ? Option.none() : Option.some(isLast(event))))

const decision = { MsgId: "7", reason: "R3", rule: "a friend's text", saw: "Text" }

describe("the robot's log", () => {
  it.effect("tells decisions", () =>
    Effect.gen(function* () {
      const event = yield* read("decided", { ...decision, decision: "AskChatbot", length: 3 })
      expect(event).toEqual(Option.some({ message: "decided", ...decision, decision: "AskChatbot" }))
      expect(isMessagesLast(event)).toEqual(Option.some(false))
      const skip = yield* read("decided", { ...decision, decision: "Skip" })
      expect(isMessagesLast(skip)).toEqual(Option.some(true))
    })
  )

  it.effect("tells how an answer ended", () =>
    Effect.gen(function* () {
      const sent = yield* read("sent", { MsgId: "7", MsgID: "8" })
      expect(sent).toEqual(Option.some({ message: "sent", MsgId: "7", MsgID: "8" }))
      expect(isMessagesLast(sent)).toEqual(Option.some(true))
      expect(yield* read("skipped", { MsgId: "7", reason: "stale" })).toEqual(
        Option.some({ message: "skipped", MsgId: "7", reason: "stale" })
      )
      expect(yield* read("uncertain", { MsgId: "7" })).toEqual(
        Option.some({ message: "uncertain", MsgId: "7", reason: "" })
      )
    })
  )

  it.effect("tells of the connection, and what a person has to do", () =>
    Effect.gen(function* () {
      const facts = { state: "reconnecting", why: "synccheck: no answer" }
      const event = yield* read("connection", facts)
      expect(event).toEqual(Option.some({ message: "connection", ...facts, todo: "" }))
      expect(Option.map(event, isConnection)).toEqual(Option.some(true))
      const todo = "scan the code with WeChat on the phone"
      expect(yield* read("connection", { ...facts, todo })).toEqual(
        Option.some({ message: "connection", ...facts, todo })
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
