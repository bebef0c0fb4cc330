import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Layer, TestClock } from "effect"
import * as PhoneActivity from "../../../src/domain/PhoneActivity.ts"
import { Pacer } from "../../../src/layers/Pacer.ts"
import { fakes } from "../../support/program/fakes.ts"
import { FakeWechat } from "../../support/program/FakeWechat.ts"
import { idsOf, inGroup, replying, robotTest, tags } from "../../support/program/replying.ts"
import { heldWords, running } from "../../support/program/running.ts"
import { addMsg, contact, friend, notConnected, refused } from "../../support/program/wire.ts"

/** No pause before a reply, and the rest as it comes. */
const atOnce = fakes({ ROBOT_REPLY_DELAY: "0" })

describe("a reply", () => {
  robotTest(
    "comes after a random pause within the range of the setting",
    fakes({ ROBOT_REPLY_DELAY: "2 seconds..3 seconds" }),
    ({ hear, wechat }) =>
      Effect.gen(function* () {
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
      })
  )
})

describe("the last look, just before the send", () => {
  robotTest(
    "keeps silent when the owner came back while the answer was made",
    fakes(),
    ({ hear, phone, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* hear("1")
        yield* phone.note((activity) => PhoneActivity.used(activity, 500))
        yield* TestClock.adjust("4 seconds")
        expect(wechat.sent()).toEqual([])
        expect(tags(progressOf("1"))).toEqual(["decided", "answered", "skipped"])
        expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "phone-active" })
      })
  )

  robotTest(
    "keeps silent when it waited for its turn until the message was old",
    atOnce,
    ({ hear, pacer, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* pacer.next(Effect.sleep("301 seconds"))
        yield* hear("1")
        yield* TestClock.adjust("301 seconds")
        expect(wechat.sent()).toEqual([])
        expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "stale" })
      })
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
      Effect.provide(Layer.merge(atOnce, Pacer.layer({ sendsPerMinute: 1, sentAt: Effect.succeed([]) })))
    )
  )

  robotTest(
    "comes after the wait for the turn, when it still may change its mind",
    atOnce,
    ({ hear, pacer, phone, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* pacer.next(Effect.sleep("60 seconds"))
        yield* hear("1")
        yield* TestClock.adjust("59 seconds")
        yield* phone.note((activity) => PhoneActivity.wrote(activity, friend, 59_000, 60_000))
        yield* TestClock.adjust("1 seconds")
        expect(wechat.sent()).toEqual([])
        expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "phone-active" })
      })
  )
})

describe("the turn to send", () => {
  robotTest("go out one at a time, all chats together", atOnce, ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.always(() => Effect.delay(Effect.succeed("slow"), "1 seconds"))
      yield* hear("1")
      yield* hear("2", inGroup("@Bai hi"))
      expect(wechat.sendMessage.asked).toHaveLength(1)
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sendMessage.asked).toHaveLength(2)
      yield* TestClock.adjust("1 seconds")
    })
  )

  robotTest("that fail leave the way free for the next", atOnce, ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.next(Effect.dieMessage("a defect"))
      yield* hear("1")
      yield* hear("2")
      expect(wechat.sendMessage.asked).toHaveLength(2)
    })
  )
})

describe("sends at the same time", () => {
  for (const [which, perMinute, atOnce] of [
    ["one, with a pace", "20", 1],
    ["sixteen, without one", "0", 16]
  ] as const) {
    robotTest(
      which,
      fakes({
        ROBOT_REPLY_DELAY: "0",
        ROBOT_SENDS_PER_MINUTE: perMinute,
        ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0"
      }),
      ({ hear, progressOf, wechat }) =>
        Effect.gen(function* () {
          const answered = yield* Deferred.make<string>()
          yield* wechat.sendMessage.always(() => Deferred.await(answered))
          const MsgIds = Array.from({ length: 20 }, (_, n) => `${n}`)
          for (const MsgId of MsgIds) yield* hear(MsgId)
          expect(wechat.sendMessage.asked).toHaveLength(atOnce)
          expect(MsgIds.filter((MsgId) => tags(progressOf(MsgId)).includes("sending"))).toHaveLength(atOnce)
          yield* Deferred.succeed(answered, "sent")
          yield* TestClock.adjust("1 second")
          expect(wechat.sendMessage.asked).toHaveLength(20)
        })
    )
  }
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

  robotTest("is tried until the message is old", atOnce, ({ hear, progressOf, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.always(() => notConnected)
      const fiber = yield* hear("1")
      yield* TestClock.adjust("4 minutes")
      expect(fiber.unsafePoll()).toBe(null)
      expect(wechat.sendMessage.asked.length).toBeGreaterThan(10)
      yield* TestClock.adjust("2 minutes")
      expect(fiber.unsafePoll()).toEqual(Exit.void)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "stale" })
    })
  )
})

describe("a stop in the middle of a send", () => {
  robotTest("waits for its outcome and notes it", atOnce, ({ hear, progressOf, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.next(Effect.delay(Effect.succeed("just so"), "2 seconds"))
      const fiber = yield* hear("1")
      const stop = yield* Effect.fork(Fiber.interrupt(fiber))
      yield* TestClock.adjust("1 seconds")
      expect(stop.unsafePoll()).toBe(null)
      yield* TestClock.adjust("1 seconds")
      expect(Exit.isInterrupted(yield* Fiber.join(stop))).toBe(true)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "sent", MsgID: "just so" })
    })
  )

  robotTest("does not wait for longer than three seconds", atOnce, ({ hear, progressOf, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.next(Effect.never)
      const fiber = yield* hear("1")
      const stop = yield* Effect.fork(Fiber.interrupt(fiber))
      yield* TestClock.adjust("2999 millis")
      expect(stop.unsafePoll()).toBe(null)
      yield* TestClock.adjust("1 millis")
      expect(Exit.isInterrupted(yield* Fiber.join(stop))).toBe(true)
      expect(tags(progressOf("1"))).toEqual(["decided", "answered", "sending", "uncertain"])
      expect(progressOf("1").at(-1)).toEqual({ _tag: "uncertain", reason: "stopped" })
    })
  )

  robotTest("is at once where nothing is being sent", atOnce, ({ hear, pacer, wechat }) =>
    Effect.gen(function* () {
      yield* pacer.always(() => Effect.never)
      const fiber = yield* hear("1")
      expect(Exit.isInterrupted(yield* Fiber.interrupt(fiber))).toBe(true)
      expect(wechat.sendMessage.asked).toEqual([])
    })
  )
})

/** A robot that knows Li, and a way to end its session: in the next all have other names. */
const losing = Effect.gen(function* () {
  const { getContact, started, webwxInit } = yield* FakeWechat
  yield* getContact.next(Effect.succeed([contact(friend, { NickName: "Li" })]))
  const robot = yield* running
  const lose = Effect.gen(function* () {
    yield* webwxInit.next(refused(1101), started({ me: { UserName: "@me-2", NickName: "" } }))
    yield* robot.wechat.syncCheck.next(refused(1101))
    yield* TestClock.adjust(0)
  })
  return {
    ...robot,
    lose,
    knownNow: (...known: ReadonlyArray<ReturnType<typeof contact>>) => getContact.next(Effect.succeed(known))
  }
})

const addresses = (
  asked: ReadonlyArray<readonly [unknown, { readonly from: string; readonly to: string }]>
) => asked.map(([, { from, to }]) => ({ from, to }))

describe("a reply that waits while the session changes", () => {
  it.effect("goes to the same chat under its new name", () =>
    Effect.gen(function* () {
      const { chatbot, knownNow, lose, wechat } = yield* losing
      const words = yield* heldWords(chatbot)
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust(0)
      yield* knownNow(contact("@wang-2", { NickName: "Wang" }), contact("@li-2", { NickName: "Li" }))
      yield* lose
      yield* Deferred.succeed(words, "late")
      yield* TestClock.adjust("1 seconds")
      expect(addresses(wechat.sendMessage.asked)).toEqual([{ from: "@me-2", to: "@li-2" }])
    }).pipe(Effect.provide(atOnce))
  )

  it.effect("waits for the new session when the old one ended at its send, as the same reply", () =>
    Effect.gen(function* () {
      const { knownNow, lose, progressOf, wechat } = yield* losing
      yield* wechat.sendMessage.next(refused(1101))
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust(0)
      yield* knownNow(contact("@li-2", { NickName: "Li" }))
      yield* lose
      yield* TestClock.adjust("1 seconds")
      expect(addresses(wechat.sendMessage.asked)).toEqual([
        { from: "@me", to: friend },
        { from: "@me-2", to: "@li-2" }
      ])
      expect(new Set(wechat.sendMessage.asked.map(([, { clientMsgId }]) => clientMsgId)).size).toBe(1)
      expect(progressOf("1").at(-1)).toMatchObject({ _tag: "sent" })
    }).pipe(Effect.provide(atOnce))
  )

  it.effect("is addressed anew when the session changes while it waits for its turn", () =>
    Effect.gen(function* () {
      const { knownNow, lose, pacer, wechat } = yield* losing
      yield* pacer.next(Effect.sleep("10 seconds"))
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust(0)
      yield* knownNow(contact("@li-2", { NickName: "Li" }))
      yield* lose
      yield* TestClock.adjust("1 minute")
      expect(addresses(wechat.sendMessage.asked)).toEqual([{ from: "@me-2", to: "@li-2" }])
    }).pipe(Effect.provide(atOnce))
  )

  it.effect("comes before the replies to what the chat says in the new session", () =>
    Effect.gen(function* () {
      const { chatbot, knownNow, lose, wechat } = yield* losing
      const words = yield* heldWords(chatbot)
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust(0)
      yield* knownNow(contact("@li-2", { NickName: "Li" }))
      yield* lose
      yield* wechat.push(addMsg("2", { FromUserName: "@li-2", ToUserName: "@me-2", Content: "second" }))
      yield* TestClock.adjust("10 seconds")
      expect(wechat.sent()).toEqual([])
      yield* Deferred.succeed(words, "re: first")
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent()).toEqual([
        { to: "@li-2", text: "re: first" },
        { to: "@li-2", text: "re: second" }
      ])
    }).pipe(Effect.provide(atOnce))
  )

  it.effect("is given up when the chat cannot be told from others any more, and nobody else gets it", () =>
    Effect.gen(function* () {
      const { knownNow, lose, progressOf, wechat } = yield* losing
      yield* wechat.sendMessage.next(refused(1101))
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust(0)
      yield* knownNow(contact("@li-2", { NickName: "Li" }), contact("@li-3", { NickName: "Li" }))
      yield* lose
      yield* TestClock.adjust("1 minute")
      expect(wechat.sendMessage.asked).toHaveLength(1)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "failed", reason: "chat-unknown-after-log-in" })
    }).pipe(Effect.provide(atOnce))
  )

  it.effect("is not sent when the log-in took too long", () =>
    Effect.gen(function* () {
      const { knownNow, lose, progressOf, wechat } = yield* losing
      yield* wechat.sendMessage.next(refused(1101))
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust(0)
      yield* wechat.loginPoll.always(() => Effect.never)
      yield* knownNow(contact("@li-2", { NickName: "Li" }))
      yield* lose
      yield* TestClock.adjust("6 minutes")
      expect(wechat.sendMessage.asked).toHaveLength(1)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "stale" })
    }).pipe(Effect.provide(atOnce))
  )
})
