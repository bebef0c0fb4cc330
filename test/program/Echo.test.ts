import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { BadAnswer } from "../../src/http/Errors.ts"
import { Messages } from "../../src/layers/journal/Messages.ts"
import { fakes } from "../support/program/fakes.ts"
import { FakeWechat } from "../support/program/FakeWechat.ts"
import { leftFor, phone } from "../support/program/kept.ts"
import { running } from "../support/program/running.ts"
import { addMsg, contact, friend, group, me, timedOut } from "../support/program/wire.ts"

/* Sends whose outcome nobody knows, and the owner's phone: WeChat brings back what arrived. */

const unreadable = new BadAnswer({ endpoint: "webwxsendmsg", issue: "body is not as expected" })

/** Where the clock stands when the robot starts, in milliseconds: seconds are whole. */
const START = 1_500_000_000_000

/** A robot that has sent "re: hello" to the friend, once for each message, without learning whether it arrived. */
const uncertain = (...MsgIds: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(START)
    const { getContact, sendMessage } = yield* FakeWechat
    yield* getContact.always(() => Effect.succeed([contact(friend, { NickName: "Li" }), contact("@wang")]))
    yield* sendMessage.always(() => unreadable)
    const robot = yield* running
    yield* robot.wechat.push(...MsgIds.map((MsgId) => addMsg(MsgId)))
    yield* TestClock.adjust("1 seconds")
    const messages = yield* Messages
    return {
      ...robot,
      messages,
      unsure: Effect.map(messages.unsure(friend), (all) => all.map(({ MsgId }) => MsgId))
    }
  })

/** The robot's words in the owner's name, so many seconds after the start. */
const mine = (MsgId: string, after: number, fields: Parameters<typeof addMsg>[1] = {}) =>
  addMsg(MsgId, {
    FromUserName: me,
    ToUserName: friend,
    Content: "re: hello",
    CreateTime: START / 1000 + after,
    ...fields
  })

const cameBack = "a send came back: it arrived"
const settings = { ROBOT_REPLY_DELAY: "0", ROBOT_QUIET_PERIOD: "0", TULING_API_KEY: "a key" }

describe("an uncertain send", () => {
  it.effect("is sent when it comes back, and its echo is nobody's phone use", () =>
    Effect.gen(function* () {
      const { logs, messages, progressOf, unsure, wechat } = yield* uncertain("1")
      expect(yield* unsure).toEqual(["1"])
      yield* wechat.push(mine("echo", 0))
      yield* TestClock.adjust("1 seconds")
      expect(yield* unsure).toEqual([])
      expect(yield* messages.isOwnSend("echo")).toBe(true)
      expect(logs.filter(({ text }) => text === cameBack)).toEqual([
        { level: "INFO", text: cameBack, facts: { MsgId: "1", echo: "echo" } }
      ])
      expect(JSON.stringify(logs)).not.toContain("re: hello")
      expect(yield* leftFor(phone)).toEqual({ lastUse: undefined, lastWrote: new Map() })
      expect(progressOf("echo").at(-1)).toEqual({ _tag: "skipped", reason: "own-reply" })
      expect(wechat.sendMessage.asked).toHaveLength(1)
    }).pipe(Effect.provide(fakes(settings)))
  )

  it.effect("is sent when it comes back late, for it was written in time", () =>
    Effect.gen(function* () {
      const { unsure, wechat } = yield* uncertain("1")
      yield* TestClock.adjust("3 hours")
      yield* wechat.push(mine("echo", 2))
      yield* TestClock.adjust("1 seconds")
      expect(yield* unsure).toEqual([])
      expect((yield* leftFor(phone)).lastUse).toBe(undefined)
    }).pipe(Effect.provide(fakes(settings)))
  )

  it.effect("is one for each echo, in one answer or in two; then the owner says the same", () =>
    Effect.gen(function* () {
      const { logs, unsure, wechat } = yield* uncertain("1", "2", "3")
      expect(yield* unsure).toEqual(["1", "2", "3"])
      yield* wechat.push(mine("echo-1", 0), mine("echo-2", 0))
      yield* TestClock.adjust("1 seconds")
      expect(yield* unsure).toEqual(["3"])
      // the same echo again
      yield* wechat.push(mine("echo-2", 0))
      yield* TestClock.adjust("1 seconds")
      expect(yield* unsure).toEqual(["3"])
      yield* wechat.push(mine("echo-3", 1), mine("owner", 3))
      yield* TestClock.adjust("10 seconds")
      expect(yield* unsure).toEqual([])
      expect(logs.filter(({ text }) => text === cameBack).map(({ facts }) => facts)).toEqual([
        { MsgId: "1", echo: "echo-1" },
        { MsgId: "2", echo: "echo-2" },
        { MsgId: "3", echo: "echo-3" }
      ])
      expect((yield* leftFor(phone)).lastUse).toBe(START + 3_000)
    }).pipe(Effect.provide(fakes(settings)))
  )

  it.effect("is not sent for what the owner said before it, though that comes again", () =>
    Effect.gen(function* () {
      const { unsure, wechat } = yield* uncertain()
      const earlier = mine("earlier", 1)
      yield* wechat.push(earlier)
      yield* wechat.push(addMsg("1"))
      yield* wechat.push(earlier)
      yield* TestClock.adjust("1 seconds")
      expect(yield* unsure).toEqual(["1"])
    }).pipe(Effect.provide(fakes(settings)))
  )

  it.effect.each([
    ["in another chat", mine("other", 0, { ToUserName: "@wang" })],
    ["in a group", mine("other", 0, { ToUserName: group })],
    ["with other words", mine("other", 0, { Content: "re: hello!" })],
    ["more than a minute later", mine("other", 62)],
    ["more than a minute before", mine("other", -62)],
    ["from the friend", mine("other", 0, { FromUserName: friend, ToUserName: me })],
    ["as a picture", mine("other", 0, { MsgType: 3 })]
  ] as const)("is not sent for what the owner or others say %s", ([, other]) =>
    Effect.gen(function* () {
      const { logs, unsure, wechat } = yield* uncertain("1")
      yield* TestClock.adjust("2 minutes")
      yield* wechat.push(other)
      yield* TestClock.adjust("1 seconds")
      expect(yield* unsure).toContain("1")
      expect(logs.filter(({ text }) => text === cameBack)).toEqual([])
    }).pipe(Effect.provide(fakes(settings)))
  )
})

describe("a send under way", () => {
  it.effect("that comes back before its answer is sent, and not repeated", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(START)
      const { getContact, sendMessage } = yield* FakeWechat
      yield* getContact.always(() => Effect.succeed([contact(friend)]))
      yield* sendMessage.next(Effect.delay(timedOut, "15 seconds"))
      const { progressOf, warnings, wechat } = yield* running
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust("1 seconds")
      yield* wechat.push(mine("echo", 0))
      yield* TestClock.adjust("1 minute")
      expect(wechat.sendMessage.asked).toHaveLength(1)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "sent", MsgID: "echo" })
      expect((yield* leftFor(phone)).lastUse).toBe(undefined)
      expect(warnings().join()).not.toContain("uncertain")
    }).pipe(Effect.provide(fakes(settings)))
  )
})
