import { describe, expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, TestClock } from "effect"
import { Messages } from "../../src/layers/journal/Messages.ts"
import * as AddressBook from "../../src/program/contacts/AddressBook.ts"
import { CurrentSession } from "../../src/program/session/CurrentSession.ts"
import { reply } from "../../src/program/reply/Reply.ts"
import { nameSpelling } from "../support/domain/names.ts"
import { fakes } from "../support/program/fakes.ts"
import { FakeWechat } from "../support/program/FakeWechat.ts"
import { inGroup } from "../support/program/replying.ts"
import { addMsg, contact, friend, group, me, member, received, session } from "../support/program/wire.ts"

const other = "@other"

/** The chats that get a reply when all say something: a friend and a group of these names, and a friend called Other. */
const answered = (
  friendNames: { readonly NickName: string; readonly RemarkName: string },
  groupName: string
) =>
  Effect.gen(function* () {
    const messages = yield* Messages
    const book = yield* AddressBook.make(session)
    const members = [member(me, "Bai"), member("@aunt")]
    yield* book.enlist([
      contact(friend, friendNames),
      contact(group, { NickName: groupName, MemberList: members }),
      contact(other, { NickName: "Other" })
    ])
    yield* book.complete
    const open = { session, book }
    yield* (yield* CurrentSession).begin(open)
    const wire = [
      addMsg("1", { FromUserName: friend }),
      addMsg("2", inGroup("@Bai\u2005hi")),
      addMsg("3", { FromUserName: other })
    ]
    for (const message of wire) {
      const one = received(message)
      yield* messages.receive([one])
      const chat = yield* book.chatOf(one.message.chat)
      yield* Effect.fork(reply({ open, received: one, left: undefined, chat }))
    }
    yield* TestClock.adjust("1 minutes")
    return (yield* FakeWechat).sent().map(({ to }) => to)
  })

describe("a deny list", () => {
  it.scoped.prop(
    "keeps every chat out that bears a listed name, however the wire spells it",
    [nameSpelling, fc.boolean()],
    ([{ name, wire }, isRemark]) =>
      Effect.gen(function* () {
        const names = isRemark ? { NickName: "Li", RemarkName: wire } : { NickName: wire, RemarkName: "" }
        expect(yield* answered(names, wire)).toEqual([other])
      }).pipe(Effect.provide(fakes({ ROBOT_DENY: `Nobody,${name}` })))
  )

  it.scoped("keeps nobody out whom it does not name", () =>
    Effect.gen(function* () {
      const names = { NickName: 'Heart<span class="emoji emoji2764"></span>', RemarkName: "" }
      expect((yield* answered(names, "family")).toSorted()).toEqual([friend, group, other].toSorted())
    }).pipe(Effect.provide(fakes({ ROBOT_DENY: "Heart" })))
  )

  it.scoped.each(["Heart\u2764\uFE0F", "Heart\u2764", "\u200BHeart\u2764 "])(
    "keeps Heart\u2764 out by %j",
    (name) =>
      Effect.gen(function* () {
        const names = { NickName: 'Heart<span class="emoji emoji2764"></span>', RemarkName: "" }
        expect((yield* answered(names, "family")).toSorted()).toEqual([group, other].toSorted())
      }).pipe(Effect.provide(fakes({ ROBOT_DENY: name })))
  )
})

describe("an emoji that cannot be read", () => {
  const names = { NickName: 'Ann<span class="emoji emojie415"></span>', RemarkName: "" }

  it.scoped("keeps out whom a deny list may mean", () =>
    Effect.gen(function* () {
      expect((yield* answered(names, "family")).toSorted()).toEqual([group, other].toSorted())
    }).pipe(Effect.provide(fakes({ ROBOT_DENY: "Ann\u{1FAE0}" })))
  )

  it.scoped("lets nobody in", () =>
    Effect.gen(function* () {
      expect(yield* answered(names, "family")).toEqual([])
    }).pipe(Effect.provide(fakes({ ROBOT_ALLOW: "Ann\u{1FAE0}" })))
  )
})

describe("an allow list", () => {
  it.scoped.prop("lets in whom it names, however the wire spells it", [nameSpelling], ([{ name, wire }]) =>
    Effect.gen(function* () {
      const names = { NickName: "Li", RemarkName: wire }
      expect(yield* answered(names, "family")).toEqual([friend])
    }).pipe(Effect.provide(fakes({ ROBOT_ALLOW: name })))
  )
})
