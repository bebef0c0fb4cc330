import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { robot } from "../../src/program/Robot.ts"
import type { FaultInput, MessageInput } from "../../src/simulator/control/ControlInput.ts"
import type { SimulatorOptions } from "../../src/simulator/world/Options.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, robotAt, until, untilSyncing } from "../support/end-to-end/inProcess.ts"

/** A robot at work at a simulator; `say` delivers a message and tells how the robot was done with it. */
const working = Effect.fnUntraced(function* (
  environment: Readonly<Record<string, string>> = {},
  options: SimulatorOptions = {},
  faults: ReadonlyArray<FaultInput> = []
) {
  const { control, origin } = yield* start(options)
  yield* control.faults(faults)
  const context = yield* Layer.build(robotAt(origin, environment))
  yield* Effect.forkScoped(Effect.provide(robot, context))
  yield* untilSyncing(control)
  const endings = Context.get(context, Endings)
  return {
    control,
    endings,
    say: (input: MessageInput) =>
      Effect.flatMap(control.messages([input]), ([MsgId = ""]) => endings.of(MsgId)),
    sent: Effect.map(control.sent(), (all) => all.map(({ text, to }) => ({ to, text })))
  }
})

const skipped = (reason: string) => ({ _tag: "skipped", reason })

describe("replies over HTTP", () => {
  it.scopedLive("go to friends, to groups that mention the owner, and to oneself; each to its own chat", () =>
    Effect.gen(function* () {
      const { control, say, sent } = yield* working({ ROBOT_QUIET_PERIOD: "0" })
      yield* say({ from: "lili", text: "你好" })
      yield* say({ from: "passer-by", group: "work", mention: true, text: "早上好" })
      yield* say({ from: "sun", group: "family", mention: true, text: "晚安" })
      yield* say({ from: "me", text: "再见" })
      yield* say({ from: "me", to: "filehelper", text: "谢谢" })
      expect(yield* sent).toEqual([
        { to: "lili", text: "你好呀，很高兴见到你" },
        { to: "work", text: "早上好，今天也要开心" },
        { to: "family", text: "晚安，做个好梦" },
        { to: "me", text: "再见，有空常来聊" },
        { to: "filehelper", text: "不客气 ^_^" }
      ])
      const asked = yield* control.asked()
      expect(asked.map(({ text }) => text)).toEqual(["你好", "早上好", "晚安", "再见", "谢谢"])
      expect(asked.map(({ code }) => code)).toEqual(asked.map(() => 10_004))
    })
  )

  it.scopedLive.each(["garbage", "empty", "html", "half"] as const)(
    "go on when the address book cannot be read (%s): it is asked for six times, and only remarks are surely friends",
    (kind) =>
      Effect.gen(function* () {
        const environment = { ROBOT_QUIET_PERIOD: "0", ROBOT_ALLOW: "李莉（同事）,王伟" }
        const { control, say } = yield* working(environment, {}, [{ kind, endpoint: "webwxgetcontact" }])
        yield* until(control, ({ requests }) => requests["webwxgetcontact"] === 6)
        expect(yield* say({ from: "lili", text: "你好" })).toMatchObject({ _tag: "sent" })
        expect(yield* say({ from: "wang", text: "你好" })).toEqual(skipped("not-allowed"))
        expect(yield* say({ from: "lili", text: "再见" })).toMatchObject({ _tag: "sent" })
        expect((yield* control.state()).requests["webwxgetcontact"]).toBe(6)
      })
  )

  it.scopedLive("do not go to accounts, to groups by bad luck, or to what is no text for a chatbot", () =>
    Effect.gen(function* () {
      const { control, say, sent } = yield* working({
        ROBOT_GROUP_REPLY_PROBABILITY: "0",
        ROBOT_MEDIA_REPLY_PROBABILITY: "0"
      })
      expect(yield* say({ from: "shop", text: "你好" })).toEqual(skipped("official-account"))
      expect(yield* say({ from: "newsapp", text: "你好" })).toEqual(skipped("special-account"))
      expect(yield* say({ from: "lili", group: "family", text: "你好" })).toEqual(skipped("group-not-chosen"))
      expect(yield* say({ from: "lili", group: "family", mention: "all", text: "hi" })).toEqual(
        skipped("mention-all")
      )
      expect(yield* say({ from: "lili", kind: "picture" })).toEqual(skipped("not-chosen"))
      expect(yield* say({ from: "lili", kind: "link", text: "你好" })).toEqual(skipped("app-message"))
      expect(yield* say({ from: "lili", kind: "system", text: "你好" })).toEqual(skipped("control-message"))
      expect(yield* say({ from: "lili", text: "你好", age: 301 })).toEqual(skipped("stale"))
      expect(yield* say({ from: "me", to: "lili", text: "你好" })).toEqual(skipped("sent-by-self"))
      expect(yield* sent).toEqual([])
      expect(yield* control.asked()).toEqual([])
    })
  )

  it.scopedLive.each([{ action: "open", chat: "tom" }, { action: "selector7" }] as const)(
    "do not come while the owner is at the phone, but to oneself: $action",
    (phone) =>
      Effect.gen(function* () {
        const { control, say, sent } = yield* working()
        yield* control.phone(phone)
        expect(yield* say({ from: "lili", text: "你好" })).toEqual(skipped("phone-active"))
        yield* say({ from: "me", text: "你好" })
        expect(yield* sent).toEqual([{ to: "me", text: "你好呀，很高兴见到你" }])
      })
  )

  it.scopedLive("are known again when they come back as messages, and never answered", () =>
    Effect.gen(function* () {
      const { control, endings, say, sent } = yield* working({}, { echoSends: true })
      expect(yield* say({ from: "me", text: "你好" })).toMatchObject({ _tag: "sent" })
      const [{ MsgId } = { MsgId: "" }] = yield* control.sent()
      expect(yield* endings.of(MsgId)).toEqual(skipped("own-reply"))
      expect(yield* say({ from: "lili", text: "你好" })).toEqual(skipped("phone-active"))
      expect(yield* sent).toHaveLength(1)
    })
  )

  it.scopedLive("say nothing of Tuling's trouble", () =>
    Effect.gen(function* () {
      const { control, say, sent } = yield* working({ ROBOT_FALLBACK_REPLY: "what?" })
      yield* control.tuling({
        answers: [{ status: 500 }, { status: 500 }, { code: 4007, text: "apikey不合法" }]
      })
      expect(yield* say({ from: "lili", text: "你好" })).toMatchObject({ _tag: "sent" })
      expect(yield* say({ from: "lili", text: "你好" })).toEqual({
        ...skipped("chatbots-barred"),
        asked: [{ chatbot: "tuling", came: "configuration", code: "4007", millis: expect.any(Number) }]
      })
      expect(yield* sent).toEqual([{ to: "lili", text: "what?" }])
    })
  )

  it.scopedLive("that WeChat refuses are given up", () =>
    Effect.gen(function* () {
      const { say, sent } = yield* working({}, { selfChat: false })
      expect(yield* say({ from: "me", text: "你好" })).toMatchObject({
        _tag: "failed",
        reason: "refused",
        detail: expect.stringContaining("1204")
      })
      yield* say({ from: "me", to: "filehelper", text: "你好" })
      expect(yield* sent).toHaveLength(1)
    })
  )

  it.scopedLive("go on after the session ended and a new log-in, under the new UserNames", () =>
    Effect.gen(function* () {
      const { control, say, sent } = yield* working()
      yield* say({ from: "lili", text: "你好" })
      const before = yield* control.sent()
      yield* control.session({ retcode: 1101 })
      yield* until(control, ({ holding, sessions }) => sessions.length === 2 && holding.synccheck > 0)
      yield* say({ from: "lili", text: "晚安" })
      const after = yield* control.sent({ after: 1 })
      expect(yield* sent).toEqual([
        { to: "lili", text: "你好呀，很高兴见到你" },
        { to: "lili", text: "晚安，做个好梦" }
      ])
      expect(after[0]?.ToUserName).not.toBe(before[0]?.ToUserName)
    })
  )
})
