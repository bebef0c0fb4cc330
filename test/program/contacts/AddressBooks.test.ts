import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { AddressBooks } from "../../../src/program/contacts/AddressBooks.ts"
import { fakes } from "../../support/program/fakes.ts"
import { contact, friend, session } from "../../support/program/wire.ts"

const li = contact(friend, { NickName: "Li" })

/** The key that a chat has in the book of a session, once its name is known there. */
const keyIn = Effect.fnUntraced(function* (me: string, book: "of" | "ofEarlier" = "of") {
  const books = yield* AddressBooks
  const { chatOf, learn } = yield* books[book]({ ...session, me: { UserName: me, NickName: "Bai" } })
  yield* learn([li])
  return (yield* chatOf(friend)).key
})

/** A chat without a name is seen in the first book. */
const seen = Effect.gen(function* () {
  const { of } = yield* AddressBooks
  const { chatOf } = yield* of(session)
  expect((yield* chatOf(friend)).key).toBe(friend)
})

describe("the keys of chats", () => {
  it.scoped("stay through a resumed session: what waits in a lane goes on there", () =>
    Effect.gen(function* () {
      yield* seen
      expect(yield* keyIn(session.me.UserName)).toBe(friend)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("are new after a log-in, which gives new UserNames", () =>
    Effect.gen(function* () {
      yield* seen
      expect(yield* keyIn("@me-again")).toBe("friend:Li")
      // and those of before are forgotten
      expect(yield* keyIn(session.me.UserName)).toBe("friend:Li")
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("are its own in the book of an earlier session", () =>
    Effect.gen(function* () {
      yield* seen
      expect(yield* keyIn("@me-before", "ofEarlier")).toBe("friend:Li")
      expect(yield* keyIn(session.me.UserName)).toBe(friend)
    }).pipe(Effect.provide(fakes()))
  )
})
