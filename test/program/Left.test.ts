import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { type Decision } from "../../src/domain/Decision.ts"
import { Messages, type Unfinished } from "../../src/layers/journal/Messages.ts"
import { SavedContacts } from "../../src/layers/journal/SavedContacts.ts"
import { facts } from "../support/domain/facts.ts"
import { fakes } from "../support/program/fakes.ts"
import { FakeWechat } from "../support/program/FakeWechat.ts"
import { running } from "../support/program/running.ts"
import { addMsg, contact, friend, received } from "../support/program/wire.ts"

const atOnce = { ROBOT_REPLY_DELAY: "0", TULING_API_KEY: "a key" }

const left = (MsgId: string, rest: Partial<Unfinished> = {}): Unfinished => {
  const { seenBefore: _, ...entry } = received(addMsg(MsgId))
  return { entry, decided: undefined, answer: undefined, ...rest }
}

const ask: Decision = { _tag: "AskChatbot", reason: "R3", question: "as decided then", trace: [] }
const decidedOf = (MsgId: string, decision: Decision = ask) => ({
  decision,
  facts: facts({ message: left(MsgId).entry.message, createdAt: 0, me: "@me" })
})
const answer = { text: "as worded then", source: "tuling", ClientMsgId: "10000000000000001" }

/** A robot whose last run left these on their way. */
const after = (...unfinished: ReadonlyArray<Unfinished>) =>
  Effect.gen(function* () {
    const { getContact } = yield* FakeWechat
    yield* getContact.always(() => Effect.succeed([contact(friend, { NickName: "Li" })]))
    return yield* Effect.updateService(running, Messages, (messages) => ({
      ...messages,
      unfinished: Effect.succeed(unfinished)
    }))
  })

describe("what the last run left on its way", () => {
  it.effect("goes on from where it was, in its order and before what comes now", () =>
    Effect.gen(function* () {
      const { chatbot, wechat } = yield* after(
        left("1", { decided: decidedOf("1"), answer }),
        left("2", { decided: decidedOf("2") }),
        left("3")
      )
      yield* wechat.push(addMsg("4", { Content: "of now" }))
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent().map(({ text }) => text)).toEqual([
        "as worded then",
        "re: as decided then",
        "re: hello",
        "re: of now"
      ])
      expect(wechat.sendMessage.asked[0]?.[1].clientMsgId).toBe(answer.ClientMsgId)
      expect(chatbot.asked.map(([{ text }]) => text)).toEqual(["as decided then", "hello", "of now"])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("is left alone when it is too old by now, and no chatbot is asked", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(301_000)
      const { chatbot, progressOf, wechat } = yield* after(
        left("1", { decided: decidedOf("1"), answer }),
        left("2", { decided: decidedOf("2") }),
        left("3")
      )
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent()).toEqual([])
      expect(chatbot.asked).toEqual([])
      for (const MsgId of ["1", "2", "3"]) {
        expect(progressOf(MsgId).at(-1)).toEqual({ _tag: "skipped", reason: "stale" })
      }
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("is decided once more: the owner may have changed the settings for it", () =>
    Effect.gen(function* () {
      const { progressOf, wechat } = yield* after(left("1", { decided: decidedOf("1"), answer }))
      yield* TestClock.adjust("10 seconds")
      expect(wechat.sent()).toEqual([])
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "denied" })
    }).pipe(Effect.provide(fakes({ ...atOnce, ROBOT_DENY: "Li" })))
  )

  it.effect("ends as it was decided where that was to keep silent", () =>
    Effect.gen(function* () {
      const skip: Decision = { _tag: "Skip", reason: "phone-active", trace: [] }
      const { progressOf } = yield* after(left("1", { decided: decidedOf("1", skip) }))
      yield* TestClock.adjust(0)
      expect(progressOf("1")).toEqual([{ _tag: "skipped", reason: "phone-active" }])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("goes to its chat under the new name when the session is another by now", () =>
    Effect.gen(function* () {
      const { getContact, started, webwxInit } = yield* FakeWechat
      yield* webwxInit.next(started({ me: { UserName: "@me-2", NickName: "" } }))
      yield* getContact.next(Effect.succeed([contact("@li-2", { NickName: "Li" })]))
      const { wechat } = yield* running.pipe(
        Effect.updateService(Messages, (messages) => ({
          ...messages,
          unfinished: Effect.succeed([left("1")])
        })),
        Effect.updateService(SavedContacts, (contacts) => ({
          ...contacts,
          knownIn: (me) =>
            Effect.succeed({
              contacts: me === "@me" ? [contact(friend, { NickName: "Li" })] : [],
              complete: true
            })
        }))
      )
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent()).toEqual([{ to: "@li-2", text: "re: hello" }])
    }).pipe(Effect.provide(fakes(atOnce)))
  )
})
