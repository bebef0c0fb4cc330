import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Option, TestClock } from "effect"
import { BadAnswer } from "../../../src/http/Errors.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { FakeWechat } from "../../support/program/FakeWechat.ts"
import {
  chat,
  contact,
  friend,
  group,
  me,
  member,
  noSpeaker,
  refused,
  session,
  timedOut
} from "../../support/program/wire.ts"

/** An empty address book, and those who were asked for at WeChat, call by call. */
const empty = Effect.gen(function* () {
  const { batchGetContact } = yield* FakeWechat
  const book = yield* AddressBook.make(session)
  return { ...book, batchGetContact, calls: () => batchGetContact.asked.map(([, names]) => names) }
})

const strangers = (count: number) => Array.from({ length: count }, (_, index) => `@stranger${index}`)

describe("a chat", () => {
  it.scoped("is called as it is by now, and keeps the key it had first, whatever is learnt meanwhile", () =>
    Effect.gen(function* () {
      const { batchGetContact, chatOf, learn } = yield* empty
      yield* learn([contact(friend, { NickName: "Li" })])
      expect(yield* chatOf(friend)).toEqual(chat(friend, "friend:Li"))
      expect(yield* chatOf(me)).toEqual({ ...chat(me), key: "self" })
      expect(yield* chatOf("@@unsaved")).toEqual(chat("@@unsaved"))
      yield* learn([contact("@@unsaved", { NickName: "family" }), contact(friend, { NickName: "Lei" })])
      expect(yield* chatOf("@@unsaved")).toEqual({ ...chat("@@unsaved"), lastingName: "group:family" })
      expect(yield* chatOf(friend)).toEqual({ ...chat(friend, "friend:Li"), lastingName: "friend:Lei" })
      expect(batchGetContact.asked).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("finding somebody", () => {
  it.scoped("gathers strangers for 100 ms into one call, and tells all who asked", () =>
    Effect.gen(function* () {
      const { batchGetContact, calls, find } = yield* empty
      yield* batchGetContact.always((_, names) => Effect.succeed(names.map((name) => contact(name))))
      const first = yield* Effect.fork(find("@a", noSpeaker))
      yield* TestClock.adjust("60 millis")
      const second = yield* Effect.fork(find("@b", noSpeaker))
      yield* TestClock.adjust("39 millis")
      expect(calls()).toEqual([])
      yield* TestClock.adjust("1 millis")
      expect(calls()).toEqual([["@a", "@b"]])
      expect(yield* Fiber.join(first)).toEqual(contact("@a"))
      expect(yield* Fiber.join(second)).toEqual(contact("@b"))
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("puts the 51st into another call", () =>
    Effect.gen(function* () {
      const { calls, find } = yield* empty
      yield* Effect.fork(
        Effect.forEach(strangers(51), (name) => find(name, noSpeaker), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("200 millis")
      expect(calls().map((names) => names.length)).toEqual([50, 1])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("waits for the answer for three seconds, and learns what comes later", () =>
    Effect.gen(function* () {
      const { batchGetContact, find } = yield* empty
      yield* batchGetContact.always((_, names) =>
        Effect.delay(Effect.succeed(names.map((name) => contact(name))), "10 seconds")
      )
      const fiber = yield* Effect.fork(find("@a", noSpeaker))
      yield* TestClock.adjust("2999 millis")
      expect(fiber.unsafePoll()).toBe(null)
      yield* TestClock.adjust("1 millis")
      expect(yield* Fiber.join(fiber)).toBe(undefined)
      yield* TestClock.adjust("8 seconds")
      expect(yield* find("@a", noSpeaker)).toEqual(contact("@a"))
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("does not ask again for ten minutes who WeChat does not tell", () =>
    Effect.gen(function* () {
      const { calls, find } = yield* empty
      const ask = Effect.gen(function* () {
        const fiber = yield* Effect.fork(find("@a", noSpeaker))
        yield* TestClock.adjust("100 millis")
        return yield* Fiber.join(fiber)
      })
      expect(yield* ask).toBe(undefined)
      yield* TestClock.adjust("599 seconds")
      expect(yield* ask).toBe(undefined)
      expect(calls()).toHaveLength(1)
      yield* TestClock.adjust("1 seconds")
      expect(yield* ask).toBe(undefined)
      expect(calls()).toHaveLength(2)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("asks again at once when no answer comes, since a message waits", () =>
    Effect.gen(function* () {
      const { batchGetContact, calls, find } = yield* empty
      yield* batchGetContact.next(timedOut, timedOut, Effect.succeed([contact("@a")]))
      const asking = yield* Effect.fork(find("@a", noSpeaker))
      yield* TestClock.adjust("2 seconds")
      expect(yield* Fiber.join(asking)).toEqual(contact("@a"))
      expect(calls()).toHaveLength(3)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("asks again a minute after a failure, for that says nothing about anybody", () =>
    Effect.gen(function* () {
      const { batchGetContact, calls, find } = yield* empty
      yield* batchGetContact.next(refused(-1), Effect.succeed([contact("@a")]))
      const first = yield* Effect.fork(find("@a", noSpeaker))
      yield* TestClock.adjust("100 millis")
      expect(yield* Fiber.join(first)).toBe(undefined)
      expect((yield* Surroundings).warnings()).toEqual(["strangers stay unknown for now"])
      expect(yield* find("@a", noSpeaker)).toBe(undefined)
      expect(calls()).toHaveLength(1)
      yield* TestClock.adjust("1 minute")
      const second = yield* Effect.fork(find("@a", noSpeaker))
      yield* TestClock.adjust("100 millis")
      expect(yield* Fiber.join(second)).toEqual(contact("@a"))
      expect(calls()).toHaveLength(2)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("asks for each half when one name spoils the question", () =>
    Effect.gen(function* () {
      const { batchGetContact, calls, find } = yield* empty
      yield* batchGetContact.always((_, names) =>
        names.includes("@bad") ? refused(1) : Effect.succeed(names.map((name) => contact(name)))
      )
      const asked = yield* Effect.forEach(["@a", "@b", "@bad"], (name) => Effect.fork(find(name, noSpeaker)))
      yield* TestClock.adjust("1 second")
      const found = yield* Effect.forEach(asked, Fiber.join)
      expect(found).toEqual([contact("@a"), contact("@b"), undefined])
      expect(calls()).toEqual([["@a", "@b", "@bad"], ["@a", "@b"], ["@bad"]])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("asks for nobody who is known, special, or the owner", () =>
    Effect.gen(function* () {
      const { calls, find, learn } = yield* empty
      yield* learn([contact(friend)])
      expect(yield* find(friend, noSpeaker)).toEqual(contact(friend))
      expect(yield* find("filehelper", noSpeaker)).toBe(undefined)
      expect(yield* find(me, noSpeaker)).toBe(undefined)
      expect(calls()).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("asks for a group without members, whoever speaks", () =>
    Effect.gen(function* () {
      const { calls, find, learn } = yield* empty
      yield* learn([contact(group)])
      yield* Effect.fork(find(group, noSpeaker))
      yield* TestClock.adjust("100 millis")
      expect(calls()).toEqual([[group]])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("asks for a group without members, and for one whose speaker is not known", () =>
    Effect.gen(function* () {
      const { batchGetContact, calls, find, learn } = yield* empty
      const known = contact(group, { MemberList: [member(me), member("@aunt")] })
      const grown = contact(group, { MemberList: [member(me), member("@aunt"), member("@new")] })
      yield* learn([contact(group)])
      yield* batchGetContact.next(Effect.succeed([known]))
      const first = yield* Effect.fork(find(group, Option.some("@aunt")))
      yield* TestClock.adjust("100 millis")
      expect(yield* Fiber.join(first)).toEqual(known)
      expect(yield* find(group, Option.some("@aunt"))).toEqual(known)
      expect(yield* find(group, noSpeaker)).toEqual(known)
      expect(calls()).toHaveLength(1)
      yield* TestClock.adjust("10 minutes")
      yield* batchGetContact.next(Effect.succeed([grown]))
      const second = yield* Effect.fork(find(group, Option.some("@new")))
      yield* TestClock.adjust("100 millis")
      expect(yield* Fiber.join(second)).toEqual(grown)
      expect(calls()).toEqual([[group], [group]])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("learning", () => {
  it.scoped("an update keeps what it does not tell, and who is gone is forgotten", () =>
    Effect.gen(function* () {
      const { batchGetContact, find, forget, learn } = yield* empty
      yield* learn([contact(friend, { NickName: "Li", RemarkName: "boss" })])
      yield* learn([contact(friend, { NickName: "Li Li" })])
      // WeChat is asked whether the remark is gone, and does not tell
      const found = yield* Effect.fork(find(friend, noSpeaker))
      yield* TestClock.adjust("100 millis")
      expect(yield* Fiber.join(found)).toEqual(contact(friend, { NickName: "Li Li", RemarkName: "boss" }))
      expect(batchGetContact.asked).toHaveLength(1)
      yield* forget([friend])
      yield* TestClock.adjust("10 minutes")
      yield* Effect.fork(find(friend, noSpeaker))
      yield* TestClock.adjust("100 millis")
      expect(batchGetContact.asked).toHaveLength(2)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped(
    "a remark that an update leaves out is asked for when its friend speaks, and goes when it is gone",
    () =>
      Effect.gen(function* () {
        const { batchGetContact, calls, find, learn } = yield* empty
        yield* batchGetContact.always((_, names) =>
          Effect.succeed(names.map((name) => contact(name, { NickName: "Li" })))
        )
        yield* learn([contact(friend, { NickName: "Li", RemarkName: "boss" })])
        yield* learn([contact(friend, { NickName: "Li" })])
        expect(calls()).toEqual([])
        const found = yield* Effect.fork(find(friend, noSpeaker))
        yield* TestClock.adjust("100 millis")
        expect(yield* Fiber.join(found)).toEqual(contact(friend, { NickName: "Li" }))
        expect(yield* find(friend, noSpeaker)).toEqual(contact(friend, { NickName: "Li" }))
        expect(calls()).toEqual([[friend]])
      }).pipe(Effect.provide(fakes()))
  )

  it.scoped(
    "the address book replaces what was known, but for the members of groups, which it does not tell",
    () =>
      Effect.gen(function* () {
        const { enlist, find, learn } = yield* empty
        const members = [member("@aunt", "三姨")]
        yield* learn([
          contact(friend, { NickName: "Li", RemarkName: "boss" }),
          contact(group, { NickName: "family", MemberList: members })
        ])
        yield* enlist([contact(friend, { NickName: "Li" }), contact(group, { NickName: "relatives" })])
        expect(yield* find(friend, noSpeaker)).toEqual(contact(friend, { NickName: "Li" }))
        expect(yield* find(group, noSpeaker)).toEqual(
          contact(group, { NickName: "relatives", MemberList: members })
        )
      }).pipe(Effect.provide(fakes()))
  )

  it.scoped("members without any name are no knowledge, and take no name away", () =>
    Effect.gen(function* () {
      const { batchGetContact, calls, find, learn } = yield* empty
      const nameless = { UserName: "@aunt", NickName: "", DisplayName: " " }
      yield* batchGetContact.always(() =>
        Effect.succeed([contact(group, { MemberList: [member("@aunt", "三姨")] })])
      )
      yield* learn([contact(group, { NickName: "family", MemberList: [nameless] })])
      for (const speaker of [noSpeaker, Option.some("@aunt")]) {
        const found = yield* Effect.fork(find(group, speaker))
        yield* TestClock.adjust("100 millis")
        expect((yield* Fiber.join(found))?.MemberList).toEqual([member("@aunt", "三姨")])
      }
      expect(calls()).toEqual([[group]])
      yield* learn([contact(group, { MemberList: [nameless, member("@uncle")] })])
      expect((yield* find(group, Option.some("@aunt")))?.MemberList).toEqual([
        member("@aunt", "三姨"),
        member("@uncle")
      ])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("a group is asked for once more at most once in ten minutes, each by itself", () =>
    Effect.gen(function* () {
      const { calls, findAgain } = yield* empty
      const again = (userName: string) =>
        Effect.zipRight(Effect.fork(findAgain(contact(userName))), TestClock.adjust("100 millis"))
      yield* again(group)
      yield* again(group)
      yield* again("@@work")
      yield* TestClock.adjust("9 minutes")
      yield* again(group)
      expect(calls()).toEqual([[group], ["@@work"]])
      yield* TestClock.adjust("1 minutes")
      yield* again(group)
      expect(calls()).toEqual([[group], ["@@work"], [group]])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("a group that was told just now is not asked for again at once", () =>
    Effect.gen(function* () {
      const { calls, find, findAgain } = yield* empty
      yield* Effect.fork(find(group, noSpeaker))
      yield* TestClock.adjust("100 millis")
      yield* Effect.fork(findAgain(contact(group)))
      yield* TestClock.adjust("100 millis")
      expect(calls()).toEqual([[group]])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("who spoils the answer is found out, and the others are learnt", () =>
    Effect.gen(function* () {
      const { batchGetContact, find } = yield* empty
      yield* batchGetContact.always((_, names) =>
        names.includes("@bad")
          ? new BadAnswer({ endpoint: "fake", issue: "body is not as expected" })
          : Effect.succeed(names.map((name) => contact(name)))
      )
      yield* Effect.fork(
        Effect.forEach(["@a", "@bad", "@b"], (name) => find(name, noSpeaker), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("30 seconds")
      expect(yield* find("@a", noSpeaker)).toEqual(contact("@a"))
      expect(yield* find("@b", noSpeaker)).toEqual(contact("@b"))
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("nobody is looked for at length where each answer is spoilt", () =>
    Effect.gen(function* () {
      const { batchGetContact, calls, find } = yield* empty
      yield* batchGetContact.always(() => new BadAnswer({ endpoint: "fake", issue: "body is not JSON" }))
      yield* Effect.fork(
        Effect.forEach(strangers(50), (name) => find(name, noSpeaker), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("30 seconds")
      // three times all of them, then each of 20 halvings asks twice
      expect(calls()).toHaveLength(43)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("the owner's nick name is that of the log-in until it changes", () =>
    Effect.gen(function* () {
      const { ownNickName, rename } = yield* empty
      expect(yield* ownNickName).toBe("Xiao Bai")
      yield* rename("Da Bai")
      expect(yield* ownNickName).toBe("Da Bai")
    }).pipe(Effect.provide(fakes()))
  )
})

describe("the names for the allow and deny lists", () => {
  const wang = contact("@wang", { NickName: "王伟 &amp; Co" })
  const namesake = contact("@wang2", { NickName: "王伟 &amp; Co", RemarkName: "plumber" })

  it.scoped("are the remark and the nick name, decoded; the remark alone is surely its own", () =>
    Effect.gen(function* () {
      const { complete, learn, namesOf } = yield* empty
      yield* complete
      yield* learn([wang])
      expect(yield* namesOf(wang)).toEqual({ names: ["王伟 & Co"], ownNames: ["王伟 & Co"] })
      const remarked = contact("@b", { NickName: "B", RemarkName: "&lt;B&gt;" })
      expect(yield* namesOf(remarked)).toEqual({ names: ["<B>", "B"], ownNames: ["<B>"] })
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("a nick name that another friend has, as nick name or remark, is nobody's own", () =>
    Effect.gen(function* () {
      const { complete, count, learn, namesOf } = yield* empty
      yield* complete
      yield* learn([wang, namesake])
      expect(yield* namesOf(wang)).toEqual({ names: ["王伟 & Co"], ownNames: [] })
      expect(yield* namesOf(namesake)).toEqual({ names: ["plumber", "王伟 & Co"], ownNames: ["plumber"] })
      expect(yield* count("王伟 & Co", "names")).toBe(2)
      expect(yield* count("王伟 & Co", "ownNames")).toBe(0)
      expect(yield* count("plumber", "ownNames")).toBe(1)
      const jealous = contact("@jealous", { NickName: "plumber" })
      yield* learn([jealous])
      expect((yield* namesOf(jealous)).ownNames).toEqual([])
      expect((yield* namesOf(namesake)).ownNames).toEqual(["plumber"])
      expect(yield* count("nobody", "names")).toBe(0)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("a friend who takes the name of a group gains nothing by it", () =>
    Effect.gen(function* () {
      const { complete, learn, namesOf } = yield* empty
      yield* complete
      yield* learn([wang, contact(group, { NickName: wang.NickName })])
      expect((yield* namesOf(wang)).ownNames).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("are not disputed by an official account of the same name", () =>
    Effect.gen(function* () {
      const { complete, learn, namesOf } = yield* empty
      yield* complete
      yield* learn([wang, contact("@shop", { NickName: wang.NickName, VerifyFlag: 8 })])
      expect((yield* namesOf(wang)).ownNames).toEqual(["王伟 & Co"])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("wait for the address book, which may hold a namesake, but for 3 seconds only", () =>
    Effect.gen(function* () {
      const { complete, learn, namesOf } = yield* empty
      yield* learn([wang])
      const patient = yield* Effect.fork(namesOf(wang))
      yield* TestClock.adjust("2 seconds")
      yield* learn([namesake])
      yield* complete
      expect((yield* Fiber.join(patient)).ownNames).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("do not wait longer for an address book that does not come", () =>
    Effect.gen(function* () {
      const { learn, namesOf } = yield* empty
      yield* learn([wang])
      const patient = yield* Effect.fork(namesOf(wang))
      yield* TestClock.adjust("3 seconds")
      expect((yield* Fiber.join(patient)).names).toEqual(["王伟 & Co"])
    }).pipe(Effect.provide(fakes()))
  )
})
