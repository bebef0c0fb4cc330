import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, TestClock } from "effect"
import { type ChatbotResult } from "../../../src/layers/chatbots/Chatbots.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { fakes } from "../../support/program/fakes.ts"
import { inGroup, replying, robotTest, tags } from "../../support/program/replying.ts"
import { restarted } from "../../support/program/restarted.ts"
import { contact, friend, group, me, refused } from "../../support/program/wire.ts"

/** No pause before a reply: for tests that are about something else. */
const atOnce = { ROBOT_REPLY_DELAY: "0" }

describe("the way of a message", () => {
  robotTest(
    "is noted step by step: decided, answered, sending, sent",
    fakes(atOnce),
    ({ hear, progressOf, wechat }) =>
      Effect.gen(function* () {
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
          {
            _tag: "answered",
            text: "re: hello",
            source: "tuling",
            ClientMsgId: sent?.clientMsgId,
            asked: []
          },
          { _tag: "sending" },
          { _tag: "sent", MsgID: "sent-1" }
        ])
      })
  )

  robotTest(
    "is noted with what a stranger is called, once WeChat told who that is",
    fakes(atOnce),
    ({ hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.batchGetContact.next(Effect.succeed([contact("@wang", { NickName: "Wang" })]))
        yield* hear("1", { FromUserName: "@wang" })
        yield* TestClock.adjust("1 seconds")
        expect(progressOf("1")[0]).toMatchObject({ _tag: "decided", lastingName: "friend:Wang" })
      })
  )

  robotTest(
    "ends with the decision where that is to keep silent",
    fakes(atOnce),
    ({ chatbot, hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* hear("1", { FromUserName: "newsapp" })
        expect(progressOf("1")).toEqual([
          expect.objectContaining({ decision: expect.objectContaining({ _tag: "Skip" }) }),
          { _tag: "skipped", reason: "special-account" }
        ])
        expect(chatbot.asked).toEqual([])
        expect(wechat.sent()).toEqual([])
      })
  )

  robotTest(
    "does not begin again for a message that came before",
    fakes(atOnce),
    ({ hear, logs, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* hear("1", {}, { seenBefore: true })
        expect(progressOf("1")).toEqual([])
        expect(wechat.sent()).toEqual([])
        expect(logs).toEqual([expect.objectContaining({ level: "DEBUG", text: "decided" })])
      })
  )

  robotTest("is told in two lines, without a word of what was said", fakes(atOnce), ({ hear, logs }) =>
    Effect.gen(function* () {
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
    })
  )

  robotTest(
    "goes on for the others when one goes wrong",
    fakes(atOnce),
    ({ chatbot, hear, logs, progressOf, wechat }) =>
      Effect.gen(function* () {
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
      })
  )

  robotTest(
    "keeps its end when the same message comes again and goes wrong",
    fakes(atOnce),
    ({ hear, logs, progressOf }) =>
      Effect.gen(function* () {
        yield* hear("1")
        yield* Effect.updateService(hear("1", {}, { seenBefore: true }), Messages, (messages) => ({
          ...messages,
          history: () => Effect.dieMessage("a defect")
        }))
        expect(logs.at(-1)).toMatchObject({ level: "ERROR", text: "a message was given up" })
        expect(progressOf("1").at(-1)).toMatchObject({ _tag: "sent" })
      })
  )

  robotTest(
    "in a dry run ends before the send, at once",
    fakes({ ROBOT_DRY_RUN: "true" }),
    ({ chatbot, hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* hear("1")
        expect(tags(progressOf("1"))).toEqual(["decided", "answered", "would-send"])
        expect(chatbot.asked).toHaveLength(1)
        expect(wechat.sent()).toEqual([])
      })
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

  robotTest(
    "never goes to another chat, however many are answered at the same time",
    fakes(),
    ({ hear, wechat }) =>
      Effect.gen(function* () {
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
      })
  )

  robotTest(
    "has the prefix in front",
    fakes({ ...atOnce, ROBOT_REPLY_PREFIX: "[robot] " }),
    ({ hear, wechat }) =>
      Effect.gen(function* () {
        yield* hear("1")
        expect(wechat.sent()).toEqual([{ to: friend, text: "[robot] re: hello" }])
      })
  )
})

describe("the away line", () => {
  robotTest(
    "counts once it reached its chat, and not when it came to nothing",
    fakes(atOnce, []),
    ({ hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.next(refused(1204))
        yield* Effect.forEach(["1", "2", "3"], (MsgId) => hear(MsgId))
        expect(["1", "2", "3"].map((MsgId) => progressOf(MsgId).at(-1)?._tag)).toEqual([
          "failed",
          "sent",
          "skipped"
        ])
        expect(progressOf("3").at(-1)).toEqual({ _tag: "skipped", reason: "away-line-told" })
      })
  )

  robotTest(
    "is not said twice when the robot dies while it is being sent",
    fakes(atOnce, []),
    ({ hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.next(Effect.delay(refused(1204), "1 minute"))
        yield* hear("1")
        expect(progressOf("1").at(-1)).toEqual({ _tag: "sending" })
        // the next one finds the journal as the first left it
        yield* restarted(Effect.flatMap(replying, (next) => next.hear("2")))
        expect(progressOf("2").at(-1)).toEqual({ _tag: "skipped", reason: "away-line-told" })
        yield* TestClock.adjust("1 minute")
      })
  )
})

describe("the fallback line", () => {
  const told = { _tag: "skipped", reason: "fallback-line-told", asked: [] }
  const settings = { ...atOnce, ROBOT_FALLBACK_REPLY: "what?" }

  /** A robot whose chatbots answer so, whatever they are asked. */
  const replyingWith = (answer: ChatbotResult) =>
    Effect.tap(replying, ({ chatbot }) => chatbot.always(() => Effect.succeed(answer)))

  it.scoped("of an outage is not said twice when the robot dies while it is being sent", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replyingWith({ _tag: "Unavailable" })
      yield* wechat.sendMessage.next(Effect.delay(refused(1204), "1 minute"))
      yield* hear("1")
      expect(progressOf("1").at(-1)).toEqual({ _tag: "sending" })
      // the next one finds the journal as the first left it
      yield* restarted(Effect.flatMap(replying, (next) => next.hear("2")))
      expect(progressOf("2").at(-1)).toEqual(told)
      yield* TestClock.adjust("1 minute")
    }).pipe(Effect.provide(fakes(settings)))
  )
})
