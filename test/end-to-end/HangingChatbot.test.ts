import { expect, it } from "@effect/vitest"
import { Console, Context, Effect, Fiber, Layer } from "effect"
import { robot } from "../../src/program/Robot.ts"
import type { Control } from "../../src/simulator/control/Control.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, hasty, modelAt, robotAt, until, untilSyncing } from "../support/end-to-end/inProcess.ts"

const OTHERS = Array.from({ length: 20 }, (_, n) => `friend-${n}`)

/** A robot that polls, and a chatbot that hangs at the next question. */
const beforeAHang = Effect.fnUntraced(function* (
  endpoint: "chat/completions" | "openapi/api/v2",
  environment: Readonly<Record<string, string>>
) {
  const { control, origin } = yield* start({ pollHold: "1 second" })
  yield* Effect.forEach(OTHERS, (name) => control.person({ name }))
  const settings = { ROBOT_QUIET_PERIOD: "0", ROBOT_FALLBACK_REPLY: "fallback", ...modelAt(origin) }
  const context = yield* Layer.build(robotAt(origin, { ...settings, ...environment }, hasty))
  yield* Effect.forkScoped(Effect.provide(robot, context))
  yield* untilSyncing(control)
  yield* control.faults([{ kind: "hang", endpoint, when: "after", times: 1 }])
  return { control, endings: Context.get(context, Endings) }
})

const untilItHangs = (control: Control) =>
  until(control, ({ faults }) => faults.some(({ hits }) => hits === 1))

const textsTo = (control: Control, name: string) =>
  Effect.map(control.sent(), (all) => all.filter(({ to }) => to === name).map(({ text }) => text))

it.scopedLive.each([
  ["a model", "chat/completions", { ROBOT_CHATBOTS: "openai", OPENAI_TIMEOUT: "0" }],
  ["Tuling", "openapi/api/v2", { ROBOT_CHATBOTS: "tuling", ROBOT_CHATBOT_TIMEOUT: "0" }]
] as const)("%s that hangs holds up its own chat and nobody else", ([, endpoint, environment]) =>
  Effect.gen(function* () {
    const { control, endings } = yield* beforeAHang(endpoint, environment)
    const ofHeldUp = yield* control.messages(["你好", "再见"].map((text) => ({ from: "lili", text })))
    yield* untilItHangs(control)
    const heldUp = yield* Effect.fork(Effect.forEach(ofHeldUp, endings.of))
    // without a time-out the hang has no end, so that others who wait for it would wait for ever
    const MsgIds = yield* control.messages(OTHERS.map((from) => ({ from, text: "你好" })))
    const ended = yield* Effect.forEach(MsgIds, endings.of)
    expect(ended.map(({ _tag }) => _tag)).toEqual(OTHERS.map(() => "sent"))
    const answered = new Set((yield* control.sent()).map(({ to }) => to))
    yield* Console.log(`while a question of one chat hung, ${answered.size} other chats were answered`)
    expect(answered).toEqual(new Set(OTHERS))
    // its connection is reset
    yield* control.clearFaults()
    yield* Fiber.join(heldUp)
    expect(yield* textsTo(control, "lili")).toEqual(["你好呀，很高兴见到你", "再见，有空常来聊"])
  })
)

it.scopedLive(
  "a model that hangs is given up after its time-out: the chat gets the fallback line, once",
  () =>
    Effect.gen(function* () {
      const { control, endings } = yield* beforeAHang("chat/completions", {
        ROBOT_CHATBOTS: "openai",
        // which the other question keeps, or else it is not answered
        OPENAI_TIMEOUT: "2 seconds"
      })
      const MsgIds = yield* control.messages(["你好", "再见"].map((text) => ({ from: "lili", text })))
      yield* Effect.forEach(MsgIds, endings.of)
      expect(yield* textsTo(control, "lili")).toEqual(["fallback", "再见，有空常来聊"])
      expect(MsgIds.map((MsgId) => endings.askedFor(MsgId))).toEqual([
        [expect.objectContaining({ came: "transient", code: "timed out" })],
        [expect.objectContaining({ came: "words" })]
      ])
      expect(yield* control.prompted()).toHaveLength(2)
    })
)

it.scopedLive("a Tuling that hangs is given up after its time-out: the model answers in its place", () =>
  Effect.gen(function* () {
    const { control, endings } = yield* beforeAHang("openapi/api/v2", {
      ROBOT_CHATBOTS: "tuling,openai",
      ROBOT_CHATBOT_TIMEOUT: "1 second",
      OPENAI_TIMEOUT: "0"
    })
    const [MsgId = ""] = yield* control.messages([{ from: "lili", text: "你好" }])
    yield* endings.of(MsgId)
    expect(yield* textsTo(control, "lili")).toEqual(["你好呀，很高兴见到你"])
    expect(endings.askedFor(MsgId)).toEqual([
      expect.objectContaining({ chatbot: "tuling", came: "transient", code: "timed out" }),
      expect.objectContaining({ chatbot: "openai", came: "words" })
    ])
    expect([yield* control.asked(), yield* control.prompted()].map(({ length }) => length)).toEqual([1, 1])
  })
)
