import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, TestClock } from "effect"
import * as Mention from "../../../src/domain/Mention.ts"
import * as PhoneActivity from "../../../src/domain/PhoneActivity.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { OwnersPhone } from "../../../src/program/inbox/OwnersPhone.ts"
import { gatherFacts, refresh } from "../../../src/program/reply/GatherFacts.ts"
import { fakes } from "../../support/program/fakes.ts"
import { FakeWechat } from "../../support/program/FakeWechat.ts"
import { inGroup } from "../../support/program/replying.ts"
import {
  addMsg,
  chat,
  contact,
  friend,
  group,
  me,
  member,
  received,
  session
} from "../../support/program/wire.ts"

/** The facts of a message, for a robot that knows a friend and a group. */
const factsOf = Effect.fnUntraced(function* (fields: Parameters<typeof addMsg>[1] = {}) {
  const book = yield* AddressBook.make(session)
  yield* book.complete
  const members = [member(me, "Bai &amp; Co"), member("@aunt")]
  yield* book.learn([contact(friend, { NickName: "Li" }), contact(group, { MemberList: members })])
  const one = received(addMsg("1", fields), { createdAt: 5 })
  return (yield* gatherFacts({ session, book }, one, yield* book.chatOf(one.message.chat))).facts
})

describe("facts", () => {
  it.scoped("are those of the message, as things stand now", () =>
    Effect.gen(function* () {
      const messages = yield* Messages
      const phone = yield* OwnersPhone
      yield* TestClock.setTime(1000)
      yield* phone.note((activity) => PhoneActivity.wrote(activity, "friend:Li", 700, 1_000))
      yield* phone.note((activity) => PhoneActivity.used(activity, 800))
      const before = received(addMsg("0"), { receivedAt: 900 })
      yield* messages.receive([before])
      const decision = { _tag: "AskChatbot", reason: "R3", question: "?", trace: [] } as const
      const facts = yield* factsOf()
      yield* messages.note("0", { _tag: "decided", decision, facts, lastingName: undefined })
      expect(yield* factsOf()).toMatchObject({
        me,
        kind: "friend",
        mention: Mention.None(),
        now: 1000,
        createdAt: 5,
        seenBefore: false,
        ownReply: false,
        answersHere: [1000],
        phone: { lastUse: 800, lastWroteHere: 700 },
        dice: { group: 0.99, media: 0.99, line: 0 }
      })
      expect(yield* factsOf(inGroup("hi"))).toMatchObject({
        kind: "group",
        answersHere: [],
        phone: { lastUse: 800, lastWroteHere: undefined }
      })
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([
    ["the display name, decoded", "@Bai & Co\u2005hi", Mention.Personal({ rest: "hi" })],
    ["the nick name", "@Xiao Bai hi", Mention.Personal({ rest: "hi" })],
    ["everybody", "@所有人\u2005hi", Mention.Everyone()],
    ["nobody", "hi Bai", Mention.None()]
  ] as const)("tell whom a group text mentions: %s", ([, text, mention]) =>
    Effect.gen(function* () {
      expect((yield* factsOf(inGroup(text))).mention).toEqual(mention)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("tell of a mention by a display name that WeChat never told of", () =>
    Effect.gen(function* () {
      const { batchGetContact } = yield* FakeWechat
      yield* batchGetContact.always(() =>
        Effect.succeed([contact(group, { MemberList: [member(me, "老白"), member("@aunt")] })])
      )
      const facts = yield* Effect.fork(factsOf(inGroup("@老白\u2005hi")))
      yield* TestClock.adjust("100 millis")
      expect((yield* Fiber.join(facts)).mention).toEqual(Mention.Personal({ rest: "hi" }))
      expect(batchGetContact.asked).toHaveLength(1)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("tell of no mention where the name is part of another member's", () =>
    Effect.gen(function* () {
      const book = yield* AddressBook.make(session)
      const lee = { UserName: "@lee", NickName: "Xiao Bai Lee", DisplayName: "" }
      yield* book.learn([contact(group, { MemberList: [member(me), member("@aunt"), lee] })])
      const message = received(addMsg("1", inGroup("@Xiao Bai Lee\u2005hi")))
      expect((yield* gatherFacts({ session, book }, message, chat(group))).facts.mention).toEqual(
        Mention.None()
      )
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("tell of no mention in what somebody quotes, and of one in what they write themselves", () =>
    Effect.gen(function* () {
      const quoting = (quoted: string, own: string) =>
        inGroup(`「三姨：${quoted}」<br/>- - - - - - - -<br/>${own}`)
      expect((yield* factsOf(quoting("@Xiao Bai\u2005明天几点", "七点好"))).mention).toEqual(Mention.None())
      expect((yield* factsOf(quoting("明天几点", "@Xiao Bai\u2005七点好"))).mention).toEqual(
        Mention.Personal({ rest: "七点好" })
      )
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("tell of no mention outside of groups, nor in the owner's own words", () =>
    Effect.gen(function* () {
      expect((yield* factsOf({ Content: "@Xiao Bai hi" })).mention).toEqual(Mention.None())
      const own = { FromUserName: me, ToUserName: group, Content: "@Xiao Bai hi" }
      expect((yield* factsOf(own)).mention).toEqual(Mention.None())
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("hold names where there is a list to look for them on", () =>
    Effect.gen(function* () {
      expect((yield* Effect.provide(factsOf(), fakes())).names).toEqual([])
      expect((yield* Effect.provide(factsOf(), fakes({ ROBOT_DENY: "Wang" }))).names).toEqual(["Li"])
      expect((yield* Effect.provide(factsOf(), fakes({ ROBOT_ALLOW: "Wang" }))).names).toEqual(["Li"])
    })
  )

  it.scoped(
    "come with the chat as it is called once WeChat told who it is, under the key it had before",
    () =>
      Effect.gen(function* () {
        const { batchGetContact } = yield* FakeWechat
        yield* batchGetContact.always(() => Effect.succeed([contact("@stranger", { NickName: "Li" })]))
        const book = yield* AddressBook.make(session)
        const one = received(addMsg("1", { FromUserName: "@stranger" }))
        const seen = yield* book.chatOf("@stranger")
        const gathered = yield* Effect.fork(gatherFacts({ session, book }, one, seen))
        yield* TestClock.adjust("100 millis")
        expect(seen).toEqual(chat("@stranger"))
        expect((yield* Fiber.join(gathered)).chat).toEqual({ ...seen, lastingName: "friend:Li" })
      }).pipe(Effect.provide(fakes()))
  )

  it.scoped("know what the owner wrote in the chat, under its UserName and under its key", () =>
    Effect.gen(function* () {
      const phone = yield* OwnersPhone
      const book = yield* AddressBook.make(session)
      const one = received(addMsg("1"))
      yield* book.learn([contact(friend, { NickName: "Li" })])
      const seen = yield* book.chatOf(friend)
      const wroteAt = Effect.fnUntraced(function* (key: string, at: number) {
        yield* phone.note((activity) => PhoneActivity.wrote(activity, key, at, 1_000))
        const { facts } = yield* gatherFacts({ session, book }, one, seen)
        expect(facts.phone.lastWroteHere).toBe(at)
        expect((yield* refresh(facts, seen)).phone.lastWroteHere).toBe(at)
      })
      yield* wroteAt(friend, 700)
      yield* wroteAt("friend:Li", 800)
      yield* wroteAt(friend, 900)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("have the time of day in the owner's zone", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2024, 0, 1, 20, 30))
      expect((yield* factsOf()).minuteOfDay).toBe(4 * 60 + 30)
    }).pipe(Effect.provide(fakes({ ROBOT_TIME_ZONE: "Asia/Shanghai" })))
  )
})
