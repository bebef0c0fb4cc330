import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, TestClock } from "effect"
import { fakes } from "../../support/program/fakes.ts"
import { FakeWechat } from "../../support/program/FakeWechat.ts"
import { heldWords, running } from "../../support/program/running.ts"
import { addMsg, contact, friend, refused } from "../../support/program/wire.ts"

const atOnce = { ROBOT_REPLY_DELAY: "0", TULING_API_KEY: "a key" }

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
    }).pipe(Effect.provide(fakes(atOnce)))
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
    }).pipe(Effect.provide(fakes(atOnce)))
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
    }).pipe(Effect.provide(fakes(atOnce)))
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
    }).pipe(Effect.provide(fakes(atOnce)))
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
    }).pipe(Effect.provide(fakes(atOnce)))
  )
})
