import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { BadAnswer, type EndpointError } from "../../../src/http/Errors.ts"
import { fakes } from "../../support/program/fakes.ts"
import { idsOf, replying, robotTest, tags } from "../../support/program/replying.ts"
import { notConnected, refused, timedOut } from "../../support/program/wire.ts"

const unreadable = new BadAnswer({ endpoint: "fake", issue: "body is not as expected" })
const tooLarge = new BadAnswer({ endpoint: "fake", issue: "body of more than 16777216 bytes" })
const notFound = new BadAnswer({ endpoint: "fake", issue: "status 404", foreign: true })
const page = new BadAnswer({ endpoint: "fake", issue: "a page", foreign: true })

/** No pause before a reply, and the rest as it comes. */
const atOnce = fakes({ ROBOT_REPLY_DELAY: "0" })

describe("a send without an answer", () => {
  robotTest(
    "is repeated at once with the same ClientMsgId, twice, and then uncertain for good",
    atOnce,
    ({ hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.always(() => timedOut)
        yield* hear("1")
        yield* TestClock.adjust("1 hour")
        const ids = idsOf(wechat.sendMessage.asked)
        expect(ids).toHaveLength(3)
        expect(new Set(ids).size).toBe(1)
        expect(tags(progressOf("1"))).toEqual(["decided", "answered", "sending", "uncertain"])
        expect(progressOf("1").at(-1)).toEqual({ _tag: "uncertain", reason: "no-answer" })
      })
  )

  robotTest("is sent when a repetition is taken", atOnce, ({ hear, progressOf, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.next(timedOut, timedOut)
      yield* hear("1")
      expect(wechat.sendMessage.asked).toHaveLength(3)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "sent", MsgID: "sent-1" })
    })
  )

  it.scoped.each([notConnected, refused(-1), refused(1204)])(
    "stays uncertain when a repetition fails otherwise, for the first may have arrived: $message",
    (failure) =>
      Effect.gen(function* () {
        const { hear, progressOf, wechat } = yield* replying
        yield* wechat.sendMessage.next(timedOut, failure, failure)
        yield* hear("1")
        yield* TestClock.adjust("1 hour")
        expect(wechat.sendMessage.asked).toHaveLength(3)
        expect(progressOf("1").at(-1)).toEqual({ _tag: "uncertain", reason: "no-answer" })
      }).pipe(Effect.provide(atOnce))
  )
})

describe("an answer to a send that cannot be read", () => {
  it.scoped.each([unreadable, tooLarge])(
    "says that it arrived: uncertain at once, nothing is repeated: $issue",
    (failure) =>
      Effect.gen(function* () {
        const { hear, progressOf, wechat } = yield* replying
        yield* wechat.sendMessage.always(() => failure)
        yield* hear("1")
        yield* TestClock.adjust("1 hour")
        expect(wechat.sendMessage.asked).toHaveLength(1)
        expect(tags(progressOf("1"))).toEqual(["decided", "answered", "sending", "uncertain"])
        expect(progressOf("1").at(-1)).toEqual({ _tag: "uncertain", reason: "unreadable-answer" })
      }).pipe(Effect.provide(atOnce))
  )

  it.scoped.each([notFound, page])(
    "is none of WeChat's when somebody else made it, and repeated as without one: $issue",
    (failure) =>
      Effect.gen(function* () {
        const { hear, progressOf, wechat } = yield* replying
        yield* wechat.sendMessage.next(failure, failure)
        yield* hear("1")
        expect(new Set(idsOf(wechat.sendMessage.asked)).size).toBe(1)
        expect(wechat.sendMessage.asked).toHaveLength(3)
        expect(progressOf("1").at(-1)).toEqual({ _tag: "sent", MsgID: "sent-1" })
        yield* wechat.sendMessage.always(() => failure)
        yield* hear("2")
        yield* TestClock.adjust("1 hour")
        expect(wechat.sendMessage.asked).toHaveLength(6)
        expect(progressOf("2").at(-1)).toEqual({ _tag: "uncertain", reason: "no-answer" })
      }).pipe(Effect.provide(atOnce))
  )

  robotTest("ends the repetitions when it is the answer to one", atOnce, ({ hear, progressOf, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.next(timedOut, unreadable)
      yield* hear("1")
      yield* TestClock.adjust("1 hour")
      expect(wechat.sendMessage.asked).toHaveLength(2)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "uncertain", reason: "unreadable-answer" })
    })
  )
})

describe("a send that came back before its answer", () => {
  /** The echo comes while the send is under way; then the answer. */
  const answered = (answer: EndpointError) =>
    Effect.gen(function* () {
      const { messages, wechat, ...rest } = yield* replying
      yield* wechat.sendMessage.next(Effect.zipRight(messages.echoed("1", "echo"), Effect.fail(answer)))
      yield* rest.hear("1")
      yield* TestClock.adjust("1 hour")
      return { ...rest, wechat }
    })

  it.scoped.each([timedOut, unreadable, notConnected, page, refused(-1), refused(1204)])(
    "is sent, whatever that is, and not sent again: $message",
    (answer) =>
      Effect.gen(function* () {
        const { progressOf, warnings, wechat } = yield* answered(answer)
        expect(wechat.sendMessage.asked).toHaveLength(1)
        expect(progressOf("1").at(-1)).toEqual({ _tag: "sent", MsgID: "echo" })
        expect(warnings()).toEqual([])
      }).pipe(Effect.provide(atOnce))
  )
})

describe("sends", () => {
  robotTest(
    "that are refused for good fail, and are not repeated",
    atOnce,
    ({ hear, logs, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.next(refused(1204))
        yield* hear("1")
        yield* TestClock.adjust("1 hour")
        expect(wechat.sendMessage.asked).toHaveLength(1)
        expect(progressOf("1").at(-1)).toEqual({
          _tag: "failed",
          reason: "refused",
          detail: expect.stringContaining("1204")
        })
        expect(logs.find(({ text }) => text === "failed")?.facts).toMatchObject({
          reason: "refused",
          detail: expect.stringContaining("1204")
        })
      })
  )

  robotTest("of different replies carry different ClientMsgIds", atOnce, ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* Effect.forEach(["1", "2", "3"], (MsgId) => hear(MsgId))
      expect(new Set(idsOf(wechat.sendMessage.asked)).size).toBe(3)
    })
  )
})
