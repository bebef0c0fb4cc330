import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, TestClock } from "effect"
import * as PhoneActivity from "../../../src/domain/PhoneActivity.ts"
import { type Answer } from "../../../src/layers/chatbots/Chatbots.ts"
import { Journal } from "../../../src/layers/journal/Journal.ts"
import { Pacer } from "../../../src/layers/Pacer.ts"
import { fakes } from "../../support/program/fakes.ts"
import { inGroup, replying } from "../../support/program/replying.ts"
import { friend, group, me, refused } from "../../support/program/wire.ts"

/** No pause before a reply: for tests that are about something else. */
const atOnce = { ROBOT_REPLY_DELAY: "0" }

const tags = (progress: ReadonlyArray<{ readonly _tag: string }>) => progress.map(({ _tag }) => _tag)

describe("the way of a message", () => {
  it.scoped("is noted step by step: decided, answered, sending, sent", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* hear("1")
      expect(wechat.sent()).toEqual([{ to: friend, text: "re: hello" }])
      const [[, sent] = []] = wechat.sendMessage.asked
      expect(sent).toMatchObject({ from: me, clientMsgId: expect.stringMatching(/^\d{17}$/) })
      expect(progressOf("1")).toEqual([
        expect.objectContaining({
          _tag: "decided",
          decision: expect.objectContaining({ _tag: "AskChatbot", reason: "R3" }),
          facts: expect.objectContaining({ kind: "friend" }),
          lastingName: "friend:Li"
        }),
        { _tag: "answered", text: "re: hello", source: "tuling", ClientMsgId: sent?.clientMsgId },
        { _tag: "sending" },
        { _tag: "sent", MsgID: "sent-1" }
      ])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.scoped("ends with the decision where that is to keep silent", () =>
    Effect.gen(function* () {
      const { chatbot, hear, progressOf, wechat } = yield* replying
      yield* hear("1", { FromUserName: "newsapp" })
      expect(progressOf("1")).toEqual([
        expect.objectContaining({ decision: expect.objectContaining({ _tag: "Skip" }) }),
        { _tag: "skipped", reason: "special-account" }
      ])
      expect(chatbot.asked).toEqual([])
      expect(wechat.sent()).toEqual([])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.scoped("does not begin again for a message that came before", () =>
    Effect.gen(function* () {
      const { hear, logs, progressOf, wechat } = yield* replying
      yield* hear("1", {}, { seenBefore: true })
      expect(progressOf("1")).toEqual([])
      expect(wechat.sent()).toEqual([])
      expect(logs).toEqual([expect.objectContaining({ level: "DEBUG", text: "decided" })])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.scoped("is told in two lines, without a word of what was said", () =>
    Effect.gen(function* () {
      const { hear, logs } = yield* replying
      yield* hear("1")
      expect(logs).toEqual([
        {
          level: "INFO",
          text: "decided",
          facts: {
            MsgId: "1",
            chat: friend,
            kind: "Text",
            length: 5,
            ageMillis: 0,
            decision: "AskChatbot",
            reason: "R3",
            rule: "a friend's text",
            saw: expect.any(String)
          }
        },
        { level: "INFO", text: "sent", facts: { MsgId: "1", MsgID: "sent-1", source: "tuling", length: 9 } }
      ])
      expect(JSON.stringify(logs)).not.toContain("hello")
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.scoped("goes on for the others when one goes wrong", () =>
    Effect.gen(function* () {
      const { chatbot, hear, logs, progressOf, wechat } = yield* replying
      yield* chatbot.next(Effect.dieMessage("a defect"))
      const fiber = yield* hear("1")
      expect(Exit.isSuccess(yield* Fiber.await(fiber))).toBe(true)
      expect(logs.at(-2)).toMatchObject({
        level: "ERROR",
        text: "a message was given up",
        facts: { MsgId: "1" }
      })
      expect(progressOf("1").at(-1)).toEqual({ _tag: "failed", reason: "defect" })
      yield* hear("2")
      expect(wechat.sent()).toHaveLength(1)
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.scoped("keeps its end when the same message comes again and goes wrong", () =>
    Effect.gen(function* () {
      const { hear, logs, progressOf } = yield* replying
      yield* hear("1")
      yield* Effect.updateService(hear("1", {}, { seenBefore: true }), Journal, (journal) => ({
        ...journal,
        history: () => Effect.dieMessage("a defect")
      }))
      expect(logs.at(-1)).toMatchObject({ level: "ERROR", text: "a message was given up" })
      expect(progressOf("1").at(-1)).toMatchObject({ _tag: "sent" })
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.scoped("in a dry run ends before the send, at once", () =>
    Effect.gen(function* () {
      const { chatbot, hear, progressOf, wechat } = yield* replying
      yield* hear("1")
      expect(tags(progressOf("1"))).toEqual(["decided", "answered", "would-send"])
      expect(chatbot.asked).toHaveLength(1)
      expect(wechat.sent()).toEqual([])
    }).pipe(Effect.provide(fakes({ ROBOT_DRY_RUN: "true" })))
  )
})

describe("an answer", () => {
  it.scoped.each([
    ["a friend", { FromUserName: friend }, friend],
    ["a group, not to who spoke", inGroup("@Bai\u2005hi"), group],
    ["oneself", { FromUserName: me, ToUserName: me }, me],
    ["文件传输助手", { FromUserName: me, ToUserName: "filehelper" }, "filehelper"]
  ] as const)("goes to the chat it came from: %s", ([, fields, to]) =>
    Effect.gen(function* () {
      const { hear, wechat } = yield* replying
      yield* hear("1", fields)
      expect(wechat.sent().map((sent) => sent.to)).toEqual([to])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.scoped("never goes to another chat, however many are answered at the same time", () =>
    Effect.gen(function* () {
      const { hear, wechat } = yield* replying
      yield* hear("1", { Content: "one" })
      yield* hear("2", inGroup("@Bai two"))
      yield* hear("3", { FromUserName: me, ToUserName: "filehelper", Content: "three" })
      yield* TestClock.adjust("4 seconds")
      expect(new Set(wechat.sent())).toEqual(
        new Set([
          { to: friend, text: "re: one" },
          { to: group, text: "re: two" },
          { to: "filehelper", text: "re: three" }
        ])
      )
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("has the prefix in front", () =>
    Effect.gen(function* () {
      const { hear, wechat } = yield* replying
      yield* hear("1")
      expect(wechat.sent()).toEqual([{ to: friend, text: "[robot] re: hello" }])
    }).pipe(Effect.provide(fakes({ ...atOnce, ROBOT_REPLY_PREFIX: "[robot] " })))
  )

  it.scoped("comes after a random pause within the range of the setting", () =>
    Effect.gen(function* () {
      const { hear, wechat } = yield* replying
      const pauses: Array<number> = []
      yield* wechat.sendMessage.always(() =>
        Effect.map(TestClock.currentTimeMillis, (now) => `at ${pauses.push(now)}`)
      )
      const fibers = yield* Effect.forEach(["1", "2", "3", "4", "5"], (MsgId) => hear(MsgId))
      yield* TestClock.adjust("1999 millis")
      expect(pauses).toEqual([])
      yield* TestClock.adjust("1001 millis")
      yield* Fiber.joinAll(fibers)
      expect(new Set(pauses).size).toBe(5)
    }).pipe(Effect.provide(fakes({ ROBOT_REPLY_DELAY: "2 seconds..3 seconds" })))
  )
})

describe("the away line", () => {
  it.scoped("counts once it reached its chat, and not when it came to nothing", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.next(refused(1204))
      yield* Effect.forEach(["1", "2", "3"], (MsgId) => hear(MsgId))
      expect(["1", "2", "3"].map((MsgId) => progressOf(MsgId).at(-1)?._tag)).toEqual([
        "failed",
        "sent",
        "skipped"
      ])
      expect(progressOf("3").at(-1)).toEqual({ _tag: "skipped", reason: "away-line-told" })
    }).pipe(Effect.provide(fakes(atOnce, [])))
  )

  it.scoped("is not said twice when the robot dies while it is being sent", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.next(Effect.delay(refused(1204), "1 minute"))
      yield* hear("1")
      expect(progressOf("1").at(-1)).toEqual({ _tag: "sending" })
      // the next one finds the journal as the first left it
      const next = yield* replying
      yield* next.hear("2")
      expect(progressOf("2").at(-1)).toEqual({ _tag: "skipped", reason: "away-line-told" })
      yield* TestClock.adjust("1 minute")
    }).pipe(Effect.provide(fakes(atOnce, [])))
  )
})

describe("the fallback line", () => {
  const told = { _tag: "skipped", reason: "fallback-line-told" }
  const settings = { ...atOnce, ROBOT_FALLBACK_REPLY: "what?" }

  /** A robot whose chatbots answer so, whatever they are asked. */
  const replyingWith = (answer: Answer) =>
    Effect.tap(replying, ({ chatbot }) => chatbot.always(() => Effect.succeed(answer)))

  it.scoped("reaches a chat once in ten minutes of an outage", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replyingWith({ _tag: "Unavailable" })
      yield* hear("1")
      yield* TestClock.adjust("599 seconds")
      yield* hear("2")
      yield* hear("3", inGroup("@Bai hello"))
      expect(wechat.sent()).toEqual([
        { to: friend, text: "what?" },
        { to: group, text: "what?" }
      ])
      expect(progressOf("2").at(-1)).toEqual(told)
      yield* TestClock.adjust("1 seconds")
      yield* hear("4")
      expect(progressOf("4").at(-1)?._tag).toBe("sent")
    }).pipe(Effect.provide(fakes(settings)))
  )

  it.scoped("reaches it each time that a chatbot works and has no answer", () =>
    Effect.gen(function* () {
      const { hear, wechat } = yield* replyingWith({ _tag: "NoWords" })
      yield* hear("1")
      yield* hear("2")
      expect(wechat.sent()).toHaveLength(2)
    }).pipe(Effect.provide(fakes(settings)))
  )

  it.scoped("of an outage is not said twice when the robot dies while it is being sent", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replyingWith({ _tag: "Unavailable" })
      yield* wechat.sendMessage.next(Effect.delay(refused(1204), "1 minute"))
      yield* hear("1")
      expect(progressOf("1").at(-1)).toEqual({ _tag: "sending" })
      // the next one finds the journal as the first left it
      const next = yield* replying
      yield* next.hear("2")
      expect(progressOf("2").at(-1)).toEqual(told)
      yield* TestClock.adjust("1 minute")
    }).pipe(Effect.provide(fakes(settings)))
  )
})

describe("the last look, just before the send", () => {
  it.scoped("keeps silent when the owner came back while the answer was made", () =>
    Effect.gen(function* () {
      const { hear, journal, progressOf, wechat } = yield* replying
      yield* hear("1")
      yield* journal.notePhone((activity) => PhoneActivity.used(activity, 500))
      yield* TestClock.adjust("4 seconds")
      expect(wechat.sent()).toEqual([])
      expect(tags(progressOf("1"))).toEqual(["decided", "answered", "skipped"])
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "phone-active" })
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("keeps silent when it waited for its turn until the message was old", () =>
    Effect.gen(function* () {
      const { hear, pacer, progressOf, wechat } = yield* replying
      yield* pacer.next(Effect.sleep("301 seconds"))
      yield* hear("1")
      yield* TestClock.adjust("301 seconds")
      expect(wechat.sent()).toEqual([])
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "stale" })
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.scoped("spends nothing of the pace on what nobody wants any more", () =>
    Effect.gen(function* () {
      const { hear, wechat } = yield* replying
      yield* Effect.forEach(
        Array.from({ length: 9 }, (_, n) => `${n}`),
        (MsgId) => hear(MsgId)
      )
      yield* TestClock.adjust("5 minutes")
      expect(wechat.sent()).toHaveLength(6)
      yield* hear("fresh", { Content: "fresh" })
      yield* TestClock.adjust("1 minute")
      expect(wechat.sent().map(({ text }) => text)).toEqual([
        ...Array.from({ length: 6 }, () => "re: hello"),
        "re: fresh"
      ])
    }).pipe(
      Effect.provide(
        Layer.merge(fakes(atOnce), Pacer.layer({ sendsPerMinute: 1, sentAt: Effect.succeed([]) }))
      )
    )
  )

  it.scoped("comes after the wait for the turn, when it still may change its mind", () =>
    Effect.gen(function* () {
      const { hear, journal, pacer, progressOf, wechat } = yield* replying
      yield* pacer.next(Effect.sleep("60 seconds"))
      yield* hear("1")
      yield* TestClock.adjust("59 seconds")
      yield* journal.notePhone((activity) => PhoneActivity.wrote(activity, friend, 59_000, 60_000))
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent()).toEqual([])
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "phone-active" })
    }).pipe(Effect.provide(fakes(atOnce)))
  )
})
