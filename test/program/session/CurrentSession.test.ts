import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Redacted, TestClock } from "effect"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { addressOf, CurrentSession } from "../../../src/program/session/CurrentSession.ts"
import { fakes } from "../../support/program/fakes.ts"
import { contact, friend, group, me, session } from "../../support/program/wire.ts"

const li = { NickName: "Li" }

/** A session in which the owner goes by a name, and knows these. */
const live = Effect.fnUntraced(function* (
  UserName: string,
  ...known: ReadonlyArray<ReturnType<typeof contact>>
) {
  const own = { ...session, me: { UserName, NickName: "Xiao Bai" } }
  const book = yield* AddressBook.make(own)
  yield* book.enlist(known)
  yield* book.complete
  return { session: own, book }
})

describe("the session of now", () => {
  it.scoped("is waited for while there is none", () =>
    Effect.gen(function* () {
      const current = yield* CurrentSession
      const first = yield* live("@me-1")
      const second = yield* live("@me-2")
      const waiting = yield* Effect.fork(current.get)
      yield* TestClock.adjust("1 day")
      expect(waiting.unsafePoll()).toBeNull()
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* current.begin(first)
          expect(yield* Fiber.join(waiting)).toBe(first)
          expect(yield* current.get).toBe(first)
        })
      )
      const waitingAgain = yield* Effect.fork(current.get)
      yield* TestClock.adjust("1 day")
      expect(waitingAgain.unsafePoll()).toBeNull()
      yield* current.begin(second)
      expect(yield* Fiber.join(waitingAgain)).toBe(second)
    }).pipe(Effect.provide(fakes()))
  )
})

describe("a chat in a later session", () => {
  const now = live(
    "@me-2",
    contact("@li-2", li),
    contact("@@family-2", { NickName: "family" }),
    contact("@wang-2", { NickName: "Wang", RemarkName: "boss" }),
    contact("@twin-2", { NickName: "Twin" }),
    contact("@other-twin-2", { NickName: "Twin" })
  )

  const chats: ReadonlyArray<readonly [who: string, then: string, now: string | undefined]> = [
    ["the owner's own", me, "@me-2"],
    ["the file helper", "filehelper", "filehelper"],
    ["a friend by nick name", friend, "@li-2"],
    ["a friend by remark", "@wang", "@wang-2"],
    ["a group by its name", group, "@@family-2"],
    ["one that is called as another is now", "@twin", undefined],
    ["one that was called as another then", "@clone", undefined],
    ["a friend who is called as a group", "@family", undefined],
    ["a group that is not saved, for it may have a namesake", "@@unsaved", undefined],
    ["one that nobody knew", "@stranger", undefined]
  ]
  it.scoped.each(chats)("goes by its new name: %s", ([, chat, expected]) =>
    Effect.gen(function* () {
      const earlier = yield* live(
        me,
        contact(friend, li),
        contact(group, { NickName: "family" }),
        contact("@wang", { NickName: "W.", RemarkName: "boss" }),
        contact("@twin", { NickName: "Twin" }),
        contact("@clone", { NickName: "Zhang" }),
        contact("@clone-2", { NickName: "Zhang" }),
        contact("@family", { NickName: "family too" })
      )
      yield* earlier.book.learn([contact("@@unsaved", { NickName: "unsaved" })])
      const later = yield* now
      yield* later.book.learn([contact("@zhang", { NickName: "Zhang" })])
      yield* later.book.learn([contact("@@family-too", { NickName: "family too" })])
      yield* later.book.learn([contact("@@unsaved-2", { NickName: "unsaved" })])
      expect(yield* addressOf(chat, earlier, later)).toBe(expected)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("of another account is nobody's", () =>
    Effect.gen(function* () {
      const earlier = yield* live(me, contact(friend, li))
      const { book, session: own } = yield* live("@me-2", contact("@li-2", li))
      const credentials = { ...own.credentials, wxuin: Redacted.make("100000002") }
      const later = { session: { ...own, credentials }, book }
      for (const chat of [friend, me, "filehelper"]) {
        expect(yield* addressOf(chat, earlier, later)).toBe(undefined)
      }
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("keeps its name where the owner kept theirs", () =>
    Effect.gen(function* () {
      const earlier = yield* live(me)
      const later = yield* live(me)
      expect(yield* addressOf("@anybody", earlier, later)).toBe("@anybody")
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("waits some minutes for the address book, and is unknown without it", () =>
    Effect.gen(function* () {
      const earlier = yield* live(me, contact(friend, li))
      const own = { ...session, me: { UserName: "@me-2", NickName: "" } }
      const book = yield* AddressBook.make(own)
      yield* book.learn([contact("@li-2", li)])
      const later = { session: own, book }
      const asking = yield* Effect.fork(addressOf(friend, earlier, later))
      yield* TestClock.adjust("1 minute")
      expect(asking.unsafePoll()).toBeNull()
      yield* book.learn([contact("@li-the-other", li)])
      yield* book.complete
      expect(yield* Fiber.join(asking)).toBe(undefined)
      const impatient = yield* AddressBook.make(own)
      yield* impatient.learn([contact("@li-2", li)])
      const askingAgain = yield* Effect.fork(addressOf(friend, earlier, { session: own, book: impatient }))
      yield* TestClock.adjust("3 minutes")
      // the only Li so far, but there may be another one
      expect(yield* Fiber.join(askingAgain)).toBe(undefined)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("is unknown when not all were known who may have been called the same", () =>
    Effect.gen(function* () {
      const later = yield* live("@me-2", contact("@li-2", li))
      const book = yield* AddressBook.make(session)
      yield* book.learn([contact(friend, li)])
      const earlier = { session, book }
      expect(yield* addressOf(friend, earlier, later)).toBe(undefined)
      const known = { contacts: [contact(friend, li)], complete: true }
      const fromBefore = { session, book: yield* AddressBook.make(session, known) }
      expect(yield* addressOf(friend, fromBefore, later)).toBe("@li-2")
    }).pipe(Effect.provide(fakes()))
  )
})
