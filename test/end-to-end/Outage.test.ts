import { describe, expect, it } from "@effect/vitest"
import { Context, Duration, Effect, Layer, Record } from "effect"
import { Timing } from "../../src/domain/Timing.ts"
import { robot } from "../../src/program/Robot.ts"
import type { FaultInput } from "../../src/simulator/control/ControlInput.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { portToClose } from "../support/simulator/port.ts"
import { Endings, robotAt, until, untilSyncing } from "../support/end-to-end/inProcess.ts"

/** The robot's own time limits and pauses, fifty times as fast. */
const scaled = Effect.map(Timing, (usual) => ({
  ...usual,
  ...Record.map(
    {
      call: usual.call,
      contacts: usual.contacts,
      longPoll: usual.longPoll,
      heldPoll: usual.heldPoll,
      fruitless: usual.fruitless,
      backoff: usual.backoff,
      backoffLimit: usual.backoffLimit,
      chatbotRetry: usual.chatbotRetry
    },
    (time) => Duration.times(time, 1 / 50)
  )
}))

/** What an outage of 20 seconds is at that speed, where nobody but a clock can end it. */
const LASTS = 400

interface Outage {
  readonly name: string
  readonly fault: FaultInput
  /** It is over after so many failed calls, so many of which are sends; or by itself. */
  readonly calls: number
  readonly sends: number
  /** What becomes of a reply that is sent into it: sent after it, unless nobody knows of the tries. */
  readonly reply: "sent" | "uncertain"
}

describe("an outage", () => {
  it.scopedLive.each<Outage>([
    { name: "reset", fault: { kind: "reset", endpoint: "wechat" }, calls: 8, sends: 3, reply: "uncertain" },
    {
      name: "status 502",
      fault: { kind: "status", status: 502, endpoint: "wechat" },
      calls: 6,
      sends: 1,
      reply: "sent"
    },
    { name: "hang", fault: { kind: "hang", endpoint: "wechat" }, calls: 2, sends: 1, reply: "sent" },
    {
      name: "refused",
      fault: { kind: "refused", endpoint: "*", lasts: LASTS },
      calls: 0,
      sends: 0,
      reply: "sent"
    }
  ])("loses no message: $name", ({ calls, fault, reply, sends }) =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ pollHold: "500 millis", port: yield* portToClose })
      const environment = { ROBOT_QUIET_PERIOD: "0", ROBOT_CHATBOT_TIMEOUT: "2 seconds" }
      const context = yield* Layer.build(robotAt(origin, environment, yield* scaled))
      yield* Effect.forkScoped(Effect.provide(robot, context))
      const say = (text: string) =>
        Effect.map(control.messages([{ from: "lili", text }]), ([MsgId = ""]) => MsgId)
      yield* untilSyncing(control)

      // the answer is waited for when the outage begins, so that it is sent into it
      yield* control.faults([{ kind: "hang", endpoint: "tuling", times: 1 }])
      const first = yield* say("你好")
      const { faults } = yield* until(control, ({ faults }) => faults.some(({ hits }) => hits > 0))
      const [outage] = yield* control.faults([fault])
      const second = yield* say("再见")
      yield* Effect.forEach(faults, ({ order }) => control.clearFaults({ order }))
      const struck = yield* until(
        control,
        ({ faults, listening, requests }) =>
          listening && faults.every(({ hits }) => hits >= calls) && (requests["webwxsendmsg"] ?? 0) >= sends
      )
      expect(struck.faults.every(({ hits }) => hits < 60)).toBe(true)
      yield* control.clearFaults({ order: outage?.order ?? 0 })
      const third = yield* say("晚安")

      const endings = yield* Effect.forEach([first, second, third], Context.get(context, Endings).of)
      expect(endings.map(({ _tag }) => _tag)).toEqual([reply, "sent", "sent"])
      const delivered = (yield* control.sent()).filter((one) => one.delivered)
      expect(delivered).toHaveLength(reply === "sent" ? 3 : 2)
    })
  )
})
