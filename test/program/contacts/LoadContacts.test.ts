import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, TestClock } from "effect"
import { BadAnswer, type EndpointError } from "../../../src/http/Errors.ts"
import { GetContact, type Page } from "../../../src/http/wechat/GetContact.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { loadContacts } from "../../../src/program/contacts/LoadContacts.ts"
import { SavedContacts } from "../../../src/layers/journal/SavedContacts.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { contact, noSpeaker, notConnected, refused, session } from "../../support/program/wire.ts"

const unreadable = new BadAnswer({ endpoint: "webwxgetcontact", issue: "body is not as expected" })
const tooLarge = new BadAnswer({ endpoint: "webwxgetcontact", issue: "body of more than 67108864 bytes" })

/** A page with one friend, named after its number, and the next page's number. */
const page = (seq: number, next: number): Page => ({
  contacts: [contact(`@${seq}`, { NickName: `friend ${seq}` })],
  seq: next
})

/** Loads the book from a fake; which pages were asked for, and by which call. */
const loading = Effect.fnUntraced(function* (
  answer: (seq: number) => Effect.Effect<Page, EndpointError>,
  salvaged: (seq: number) => Effect.Effect<Page, EndpointError>
) {
  const asked: Array<string> = []
  const getContact = new GetContact({
    page: (_, seq) => Effect.suspend(() => (asked.push(`page ${seq}`), answer(seq))),
    salvage: (_, seq) =>
      Effect.suspend(
        () => (asked.push(`salvage ${seq}`), Effect.map(salvaged(seq), (page) => ({ ...page, whole: false })))
      )
  })
  const book = yield* AddressBook.make(session)
  const fiber = yield* Effect.fork(Effect.provideService(loadContacts(session, book), GetContact, getContact))
  yield* TestClock.adjust("1 minute")
  return { asked, book, fiber, ...(yield* Surroundings) }
})

const five = (text: string) => Array.from({ length: 5 }, () => text)

describe("the address book", () => {
  it.scoped("goes on with the next page after one that stays unreadable, and does not begin anew", () =>
    Effect.gen(function* () {
      const { asked, book, fiber, logs, warnings } = yield* loading(
        (seq) => (seq === 5 ? unreadable : Effect.succeed(page(seq, seq === 0 ? 5 : 0))),
        () => Effect.succeed({ contacts: [], seq: 9 })
      )
      expect(asked).toEqual(["page 0", ...five("page 5"), "salvage 5", "page 9"])
      expect(fiber.unsafePoll()).not.toBe(null)
      expect((yield* book.find("@9", noSpeaker))?.NickName).toBe("friend 9")
      expect(warnings()).toEqual([
        "the address book did not come, trying again",
        "a part of the address book cannot be read and is left out"
      ])
      expect(logs.map(({ text }) => text)).not.toContain("address book loaded")
      yield* TestClock.adjust("1 day")
      expect(asked).toHaveLength(8)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([unreadable, tooLarge])("ends where nobody can tell the next page: $issue", (failure) =>
    Effect.gen(function* () {
      const { asked, fiber } = yield* loading(
        () => failure,
        () => failure
      )
      yield* TestClock.adjust("1 day")
      expect(asked).toEqual([...five("page 0"), "salvage 0"])
      expect(fiber.unsafePoll()).not.toBe(null)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("is waited for, page by page, while WeChat cannot be reached or is in trouble", () =>
    Effect.gen(function* () {
      let calls = 0
      const { asked, logs } = yield* loading(
        (seq) => {
          calls++
          if (seq === 5 && calls < 10) return calls % 2 === 0 ? notConnected : refused(-1)
          return Effect.succeed(page(seq, seq === 0 ? 5 : 0))
        },
        () => unreadable
      )
      yield* TestClock.adjust("5 minutes")
      expect(asked.filter((one) => one === "page 0")).toHaveLength(1)
      expect(asked).toHaveLength(10)
      expect(logs.map(({ text }) => text)).toContain("address book loaded")
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("is left to the next log-in when the session ends", () =>
    Effect.gen(function* () {
      const { asked, fiber } = yield* loading(
        () => refused(1101),
        () => unreadable
      )
      expect(asked).toEqual(["page 0"])
      expect(fiber.unsafePoll()).not.toBe(null)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("with a page missing keeps nobody waiting, and does not say that it is whole", () =>
    Effect.gen(function* () {
      const whole: Array<string> = []
      const load = loading(
        () => unreadable,
        () => unreadable
      )
      const { book, logs } = yield* Effect.updateService(load, SavedContacts, (saved) => ({
        ...saved,
        learntAll: (me) => Effect.sync(() => whole.push(me))
      }))
      const li = contact("@li", { NickName: "Li" })
      const boss = contact("@boss", { NickName: "Boss", RemarkName: "the boss" })
      yield* book.learn([li, boss])
      const names = yield* Effect.fork(Effect.forEach([li, boss], book.namesOf))
      const called = yield* Effect.fork(book.called("friend:Li"))
      yield* TestClock.adjust(0)
      expect(names.unsafePoll()).not.toBe(null)
      expect(called.unsafePoll()).not.toBe(null)
      expect(yield* Fiber.join(names)).toEqual([
        // on a page that is missing somebody may be called Li, too
        { names: ["Li"], ownNames: [] },
        { names: ["the boss", "Boss"], ownNames: ["the boss"] }
      ])
      expect(yield* Fiber.join(called)).toBe(undefined)
      expect(yield* book.ownLastingNameOf("@li")).toBe(undefined)
      expect(whole).toEqual([])
      expect(logs.filter(({ text }) => text.startsWith("a listed name"))).toEqual([])
    }).pipe(Effect.provide(fakes({ ROBOT_ALLOW: "nobody" })))
  )
})
