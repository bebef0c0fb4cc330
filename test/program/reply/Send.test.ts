import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, TestClock } from "effect"
import { BadAnswer, type EndpointError } from "../../../src/http/Errors.ts"
import { fakes } from "../../support/program/fakes.ts"
import { inGroup, replying } from "../../support/program/replying.ts"
import { notConnected, refused, timedOut } from "../../support/program/wire.ts"

const unreadable = new BadAnswer({ endpoint: "fake", issue: "body is not as expected" })
const tooLarge = new BadAnswer({ endpoint: "fake", issue: "body of more than 16777216 bytes" })
const notFound = new BadAnswer({ endpoint: "fake", issue: "status 404", foreign: true })
const page = new BadAnswer({ endpoint: "fake", issue: "a page", foreign: true })

/** No pause before a reply, and the rest as it comes. */
const atOnce = fakes({ ROBOT_REPLY_DELAY: "0" })

const tags = (progress: ReadonlyArray<{ readonly _tag: string }>) => progress.map(({ _tag }) => _tag)

/** The ClientMsgIds of all tries. */
const idsOf = (asked: ReadonlyArray<readonly [unknown, { readonly clientMsgId: string }]>) =>
  asked.map(([, { clientMsgId }]) => clientMsgId)

describe("a send without an answer", () => {
  it.scoped("is repeated at once with the same ClientMsgId, twice, and then uncertain for good", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.always(() => timedOut)
      yield* hear("1")
      yield* TestClock.adjust("1 hour")
      const ids = idsOf(wechat.sendMessage.asked)
      expect(ids).toHaveLength(3)
      expect(new Set(ids).size).toBe(1)
      expect(tags(progressOf("1"))).toEqual(["decided", "answered", "sending", "uncertain"])
    }).pipe(Effect.provide(atOnce))
  )

  it.scoped("is sent when a repetition is taken", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.next(timedOut, timedOut)
      yield* hear("1")
      expect(wechat.sendMessage.asked).toHaveLength(3)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "sent", MsgID: "sent-1" })
    }).pipe(Effect.provide(atOnce))
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
        expect(progressOf("1").at(-1)).toEqual({ _tag: "uncertain" })
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
        expect(progressOf("2").at(-1)).toEqual({ _tag: "uncertain" })
      }).pipe(Effect.provide(atOnce))
  )

  it.scoped("ends the repetitions when it is the answer to one", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.next(timedOut, unreadable)
      yield* hear("1")
      yield* TestClock.adjust("1 hour")
      expect(wechat.sendMessage.asked).toHaveLength(2)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "uncertain" })
    }).pipe(Effect.provide(atOnce))
  )
})

describe("a send that came back before its answer", () => {
  /** The echo comes while the send is under way; then the answer. */
  const answered = (answer: EndpointError) =>
    Effect.gen(function* () {
      const { journal, wechat, ...rest } = yield* replying
      yield* wechat.sendMessage.next(Effect.zipRight(journal.echoed("1", "echo"), Effect.fail(answer)))
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

describe("a send that was certainly not taken", () => {
  it.scoped.each([notConnected, refused(-1), refused(-2)])(
    "is tried again with back-off and the same ClientMsgId: $message",
    (failure) =>
      Effect.gen(function* () {
        const { hear, pacer, progressOf, wechat } = yield* replying
        yield* wechat.sendMessage.next(failure, failure)
        yield* hear("1")
        expect(wechat.sendMessage.asked).toHaveLength(1)
        yield* TestClock.adjust("2 seconds")
        const ids = idsOf(wechat.sendMessage.asked)
        expect(ids).toHaveLength(3)
        expect(new Set(ids).size).toBe(1)
        expect(pacer.asked).toHaveLength(3)
        expect(tags(progressOf("1"))).toEqual([
          "decided",
          "answered",
          "sending",
          "answered",
          "sending",
          "answered",
          "sending",
          "sent"
        ])
      }).pipe(Effect.provide(atOnce))
  )

  it.scoped("is tried until the message is old", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.always(() => notConnected)
      const fiber = yield* hear("1")
      yield* TestClock.adjust("4 minutes")
      expect(fiber.unsafePoll()).toBe(null)
      expect(wechat.sendMessage.asked.length).toBeGreaterThan(10)
      yield* TestClock.adjust("2 minutes")
      expect(fiber.unsafePoll()).toEqual(Exit.void)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "stale" })
    }).pipe(Effect.provide(atOnce))
  )
})

describe("sends", () => {
  it.scoped("that are refused for good fail, and are not repeated", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.next(refused(1204))
      yield* hear("1")
      yield* TestClock.adjust("1 hour")
      expect(wechat.sendMessage.asked).toHaveLength(1)
      expect(progressOf("1").at(-1)).toMatchObject({
        _tag: "failed",
        reason: expect.stringContaining("1204")
      })
    }).pipe(Effect.provide(atOnce))
  )

  it.scoped("of different replies carry different ClientMsgIds", () =>
    Effect.gen(function* () {
      const { hear, wechat } = yield* replying
      yield* Effect.forEach(["1", "2", "3"], (MsgId) => hear(MsgId))
      expect(new Set(idsOf(wechat.sendMessage.asked)).size).toBe(3)
    }).pipe(Effect.provide(atOnce))
  )

  it.scoped("go out one at a time, all chats together", () =>
    Effect.gen(function* () {
      const { hear, wechat } = yield* replying
      yield* wechat.sendMessage.always(() => Effect.delay(Effect.succeed("slow"), "1 seconds"))
      yield* hear("1")
      yield* hear("2", inGroup("@Bai hi"))
      expect(wechat.sendMessage.asked).toHaveLength(1)
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sendMessage.asked).toHaveLength(2)
      yield* TestClock.adjust("1 seconds")
    }).pipe(Effect.provide(atOnce))
  )

  it.scoped("that fail leave the way free for the next", () =>
    Effect.gen(function* () {
      const { hear, wechat } = yield* replying
      yield* wechat.sendMessage.next(Effect.dieMessage("a defect"))
      yield* hear("1")
      yield* hear("2")
      expect(wechat.sendMessage.asked).toHaveLength(2)
    }).pipe(Effect.provide(atOnce))
  )
})

describe("a stop in the middle of a send", () => {
  it.scoped("waits for its outcome and notes it", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.next(Effect.delay(Effect.succeed("just so"), "2 seconds"))
      const fiber = yield* hear("1")
      const stop = yield* Effect.fork(Fiber.interrupt(fiber))
      yield* TestClock.adjust("1 seconds")
      expect(stop.unsafePoll()).toBe(null)
      yield* TestClock.adjust("1 seconds")
      expect(Exit.isInterrupted(yield* Fiber.join(stop))).toBe(true)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "sent", MsgID: "just so" })
    }).pipe(Effect.provide(atOnce))
  )

  it.scoped("does not wait for longer than three seconds", () =>
    Effect.gen(function* () {
      const { hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.next(Effect.never)
      const fiber = yield* hear("1")
      const stop = yield* Effect.fork(Fiber.interrupt(fiber))
      yield* TestClock.adjust("2999 millis")
      expect(stop.unsafePoll()).toBe(null)
      yield* TestClock.adjust("1 millis")
      expect(Exit.isInterrupted(yield* Fiber.join(stop))).toBe(true)
      expect(tags(progressOf("1"))).toEqual(["decided", "answered", "sending", "uncertain"])
    }).pipe(Effect.provide(atOnce))
  )

  it.scoped("is at once where nothing is being sent", () =>
    Effect.gen(function* () {
      const { hear, pacer, wechat } = yield* replying
      yield* pacer.always(() => Effect.never)
      const fiber = yield* hear("1")
      expect(Exit.isInterrupted(yield* Fiber.interrupt(fiber))).toBe(true)
      expect(wechat.sendMessage.asked).toEqual([])
    }).pipe(Effect.provide(atOnce))
  )
})
