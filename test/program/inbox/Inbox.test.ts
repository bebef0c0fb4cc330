import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Option, Stream, TestClock } from "effect"
import { type Contact } from "../../../src/domain/Contact.ts"
import { type EndpointError } from "../../../src/http/Errors.ts"
import { Journal } from "../../../src/layers/journal/Journal.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { inbox } from "../../../src/program/inbox/Inbox.ts"
import { type Received } from "../../../src/program/inbox/WriteDown.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { FakeWechat } from "../../support/program/FakeWechat.ts"
import {
  addMsg,
  checkKey,
  contact,
  group,
  notConnected,
  refused,
  session,
  syncKey,
  timedOut
} from "../../support/program/wire.ts"

/** An inbox that runs; what came out of it, and what it told the address book. */
const running = Effect.gen(function* () {
  const out: Array<Received> = []
  const told: Array<unknown> = []
  const tell = (what: unknown) =>
    Effect.sync(() => {
      told.push(what)
    })
  const book = {
    ...(yield* AddressBook.make(session)),
    learn: (contacts: ReadonlyArray<Contact>) =>
      contacts.length === 0 ? Effect.void : tell({ learn: contacts }),
    forget: (forget: ReadonlyArray<string>) => (forget.length === 0 ? Effect.void : tell({ forget })),
    rename: (rename: string) => tell({ rename })
  }
  const fiber = yield* inbox(session, book).pipe(
    Stream.runForEach((one) => Effect.sync(() => out.push(one))),
    Effect.fork
  )
  yield* settled
  return { fiber, out, told, ids: () => out.map(({ message }) => message.MsgId) }
})

/** Everything that can happen now has happened. */
const settled = TestClock.adjust(0)

const keysOf = (asked: ReadonlyArray<ReadonlyArray<unknown>>) => asked.map(([, key]) => key)

describe("the cursor", () => {
  it.scoped("is two keys, each for its own call", () =>
    Effect.gen(function* () {
      const { push, syncCheck, webwxSync } = yield* FakeWechat
      const { ids } = yield* running
      yield* push(addMsg("1"), addMsg("2"))
      yield* push(addMsg("3"))
      yield* settled
      expect(keysOf(syncCheck.asked)).toEqual([checkKey(0), checkKey(1), checkKey(2)])
      expect(keysOf(webwxSync.asked)).toEqual([syncKey(0), syncKey(1)])
      expect(ids()).toEqual(["1", "2", "3"])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("is SyncKey alone where no SyncCheckKey comes", () =>
    Effect.gen(function* () {
      const { changes, syncCheck, webwxSync } = yield* FakeWechat
      yield* running
      yield* webwxSync.next(changes({ SyncCheckKey: undefined }))
      yield* syncCheck.next(Effect.succeed({ selector: 2 }))
      yield* settled
      expect(keysOf(syncCheck.asked)).toEqual([checkKey(0), syncKey(1)])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("stays where it is when one of Count 0 comes", () =>
    Effect.gen(function* () {
      const { changes, push, syncCheck, webwxSync } = yield* FakeWechat
      yield* running
      const none = { Count: 0, List: [] }
      yield* webwxSync.next(changes({ SyncKey: none, SyncCheckKey: none }))
      yield* syncCheck.next(Effect.succeed({ selector: 2 }))
      yield* push(addMsg("1"))
      yield* settled
      expect(keysOf(webwxSync.asked)).toEqual([syncKey(0), syncKey(0)])
      expect(keysOf(syncCheck.asked)).toEqual([checkKey(0), checkKey(0), checkKey(2)])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("moves, and messages come out, only when the journal has them", () =>
    Effect.gen(function* () {
      const { push, syncCheck } = yield* FakeWechat
      const written = yield* Deferred.make<void>()
      const { ids } = yield* Effect.updateService(running, Journal, (journal) => ({
        ...journal,
        together: (writes) => Effect.zipRight(Deferred.await(written), journal.together(writes))
      }))
      yield* push(addMsg("1"))
      yield* settled
      expect(keysOf(syncCheck.asked)).toEqual([checkKey(0)])
      expect(ids()).toEqual([])
      yield* Deferred.succeed(written, undefined)
      yield* settled
      expect(keysOf(syncCheck.asked)).toEqual([checkKey(0), checkKey(1)])
      expect(ids()).toEqual(["1"])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([timedOut, notConnected, refused(-1)])(
    "stays where it is when a fetch fails: %s",
    (failure) =>
      Effect.gen(function* () {
        const { push, syncCheck, webwxSync } = yield* FakeWechat
        const { ids } = yield* running
        yield* webwxSync.next(failure, failure)
        yield* syncCheck.always(() => Effect.succeed({ selector: 2 }))
        yield* push(addMsg("1"))
        yield* TestClock.adjust("3 seconds")
        expect(keysOf(webwxSync.asked).slice(0, 3)).toEqual([syncKey(0), syncKey(0), syncKey(0)])
        expect(ids()).toEqual(["1"])
        expect((yield* Surroundings).states()).toEqual(["reconnecting", "starting"])
      }).pipe(Effect.provide(fakes()))
  )
})

describe("polling", () => {
  it.scoped.each([2, 3, 4, 6, 7, 99])("fetches on selector %i", (selector) =>
    Effect.gen(function* () {
      const { changes, syncCheck, webwxSync } = yield* FakeWechat
      const { ids } = yield* running
      yield* webwxSync.next(changes({ messages: [addMsg("1")] }))
      yield* syncCheck.next(Effect.succeed({ selector }))
      yield* settled
      expect(ids()).toEqual(["1"])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("polls again at once on selector 0, and fetches nothing", () =>
    Effect.gen(function* () {
      const { syncCheck, webwxSync } = yield* FakeWechat
      yield* running
      yield* syncCheck.next(Effect.succeed({ selector: 0 }), Effect.succeed({ selector: 0 }))
      yield* settled
      expect(syncCheck.asked).toHaveLength(3)
      expect(webwxSync.asked).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([
    ["a selector that sticks", 2],
    ["polls that are not held", 0]
  ] as const)("slows down for %s, and is quick again when something comes", ([, selector]) =>
    Effect.gen(function* () {
      const { changes, syncCheck, webwxSync } = yield* FakeWechat
      yield* webwxSync.always(() => changes({}))
      yield* syncCheck.always(() => Effect.succeed({ selector }))
      const { ids } = yield* running
      yield* TestClock.adjust("10 minutes")
      // 3 at once, after 1, 2, 4, 8 and 16 s, then each 30 s
      expect(syncCheck.asked.length).toBeLessThan(30)
      expect(syncCheck.asked.length).toBeGreaterThan(20)
      yield* webwxSync.next(changes({ messages: [addMsg("1")] }))
      yield* syncCheck.next(Effect.succeed({ selector: 2 }))
      yield* TestClock.adjust("30 seconds")
      expect(ids()).toEqual(["1"])
      const soFar = syncCheck.asked.length
      yield* settled
      expect(syncCheck.asked.length - soFar).toBeLessThan(4)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("fetches on without a poll while ContinueFlag says that more is waiting", () =>
    Effect.gen(function* () {
      const { changes, syncCheck, webwxSync } = yield* FakeWechat
      const { ids } = yield* running
      yield* webwxSync.next(
        changes({ messages: [addMsg("1")], more: true }),
        changes({ messages: [addMsg("2")], more: true }),
        changes({ messages: [addMsg("3")] })
      )
      yield* syncCheck.next(Effect.succeed({ selector: 2 }))
      yield* settled
      expect(ids()).toEqual(["1", "2", "3"])
      expect(keysOf(webwxSync.asked)).toEqual([syncKey(0), syncKey(1), syncKey(2)])
      expect(keysOf(syncCheck.asked)).toEqual([checkKey(0), checkKey(3)])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("goes on after polls without an answer, with growing pauses", () =>
    Effect.gen(function* () {
      const { syncCheck } = yield* FakeWechat
      yield* syncCheck.always(() => timedOut)
      yield* running
      yield* TestClock.adjust("8 seconds")
      // after 0.5, 1, 2 and 4 seconds, each up to a fifth longer or shorter
      expect(syncCheck.asked).toHaveLength(5)
      yield* TestClock.adjust("1 hour")
      const before = syncCheck.asked.length
      yield* TestClock.adjust("5 minutes")
      expect(syncCheck.asked.length - before).toBeGreaterThanOrEqual(8)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([1100, 1101, 1102, -14])("ends with the session on %i, from either call", (code) =>
    Effect.gen(function* () {
      const { syncCheck, webwxSync } = yield* FakeWechat
      const polling = yield* running
      yield* syncCheck.next(refused(code))
      expect(yield* Effect.flip(Fiber.join(polling.fiber))).toMatchObject({ _tag: "SessionEnded", code })
      const fetching = yield* running
      yield* syncCheck.next(Effect.succeed({ selector: 2 }))
      yield* webwxSync.next(refused(code))
      expect(yield* Effect.flip(Fiber.join(fetching.fiber))).toMatchObject({ _tag: "SessionEnded", code })
    }).pipe(Effect.provide(fakes()))
  )
})

describe("the end of a session", () => {
  const ends = (...polls: ReadonlyArray<Effect.Effect<{ readonly selector: number }, EndpointError>>) =>
    Effect.gen(function* () {
      const { syncCheck } = yield* FakeWechat
      const { fiber } = yield* running
      yield* syncCheck.next(...polls)
      yield* TestClock.adjust("3 seconds")
      return yield* Effect.flip(Fiber.join(fiber))
    })
  const nothing = Effect.succeed({ selector: 0 })
  const something = Effect.succeed({ selector: 2 })

  it.scoped.each([
    ["the first poll", [refused(1101)]],
    ["a poll after one without an answer", [timedOut, refused(-14)]],
    ["a poll after one that was refused", [refused(-1), refused(1101)]]
  ] as const)("comes without a poll that lived: %s", ([, polls]) =>
    Effect.gen(function* () {
      expect(yield* ends(...polls)).toMatchObject({ _tag: "SessionEnded", lived: false })
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([
    ["nothing to fetch before", [nothing, refused(1101)]],
    ["a fetch that worked before", [something, refused(-14)]],
    ["a failure in between", [nothing, timedOut, refused(1101)]]
  ] as const)("comes after a poll that lived: %s", ([, polls]) =>
    Effect.gen(function* () {
      const { changes, webwxSync } = yield* FakeWechat
      yield* webwxSync.next(changes({}))
      expect(yield* ends(...polls)).toMatchObject({ _tag: "SessionEnded", lived: true })
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped(
    "comes without one where the fetch that the poll announced ends it, or it would be looked at for ever",
    () =>
      Effect.gen(function* () {
        const { webwxSync } = yield* FakeWechat
        yield* webwxSync.next(refused(1101))
        expect(yield* ends(something)).toMatchObject({ _tag: "SessionEnded", lived: false })
      }).pipe(Effect.provide(fakes()))
  )

  it.scoped("is told of each inbox by itself: what lived before a look does not count after it", () =>
    Effect.gen(function* () {
      expect(yield* ends(nothing, refused(1101))).toMatchObject({ lived: true })
      expect(yield* ends(refused(1101))).toMatchObject({ lived: false })
    }).pipe(Effect.provide(fakes()))
  )
})

describe("what a fetch brings", () => {
  it.scoped("marks what came before, in this answer or an earlier one", () =>
    Effect.gen(function* () {
      const { push } = yield* FakeWechat
      const { out } = yield* running
      yield* push(addMsg("1"), addMsg("1"), addMsg("2"))
      yield* push(addMsg("2"), addMsg("3"))
      yield* settled
      expect(out.map(({ message, seenBefore }) => [message.MsgId, seenBefore])).toEqual([
        ["1", false],
        ["1", true],
        ["2", false],
        ["2", true],
        ["3", false]
      ])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("counts what cannot be read, and loses nothing else by it", () =>
    Effect.gen(function* () {
      const { changes, syncCheck, webwxSync } = yield* FakeWechat
      const { ids } = yield* running
      yield* webwxSync.next(changes({ messages: [addMsg("1")], undecodable: 2 }))
      yield* syncCheck.next(Effect.succeed({ selector: 2 }))
      yield* settled
      expect(ids()).toEqual(["1"])
      const { logs } = yield* Surroundings
      expect(logs).toEqual([{ level: "WARN", text: "messages that cannot be read", facts: { count: 2 } }])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("tells the address book what changed, before the messages come out", () =>
    Effect.gen(function* () {
      const { changes, syncCheck, webwxSync } = yield* FakeWechat
      const { told } = yield* running
      const known = contact(group)
      yield* webwxSync.next(
        changes({ modContacts: [known], delContacts: ["@gone"], nickName: Option.some("Da Bai") })
      )
      yield* syncCheck.next(Effect.succeed({ selector: 4 }))
      yield* settled
      expect(told).toEqual([{ learn: [known] }, { rename: "Da Bai" }, { forget: ["@gone"] }])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped(
    "is dated by the server on the robot's clock, never in the future, now when it does not say",
    () =>
      Effect.gen(function* () {
        const { push } = yield* FakeWechat
        yield* TestClock.setTime(100_000)
        const { out } = yield* running
        yield* push(
          addMsg("past", { CreateTime: 90 }),
          addMsg("future", { CreateTime: 101 }),
          addMsg("not said", { CreateTime: 0 })
        )
        yield* settled
        expect(out.map(({ createdAt, receivedAt }) => [createdAt, receivedAt])).toEqual([
          [90_000, 100_000],
          [100_000, 100_000],
          [100_000, 100_000]
        ])
      }).pipe(Effect.provide(fakes()))
  )
})

describe("the ceiling of requests", () => {
  /** How many of a thousand turns an inbox makes at once whose n-th fetch brings this. */
  const turnsAtOnce = (brought: (n: number) => Parameters<FakeWechat["changes"]>[0]) =>
    Effect.gen(function* () {
      const { changes, syncCheck, webwxSync } = yield* FakeWechat
      for (let n = 1; n <= 1_000; n++) {
        yield* webwxSync.next(changes(brought(n)))
        yield* syncCheck.next(Effect.succeed({ selector: 2 }))
      }
      yield* running
      return webwxSync.asked.length
    }).pipe(Effect.provide(fakes()))

  it.scoped("costs nothing what brings messages", () =>
    Effect.gen(function* () {
      expect(yield* turnsAtOnce((n) => ({ messages: [addMsg(`${n}`)] }))).toBe(1_000)
    })
  )

  it.scoped.each([
    ["what is no news", () => ({ messages: [addMsg("1")] })],
    ["what nobody wrote", (n: number) => ({ messages: [addMsg(`${n}`, { MsgType: 51 })] })],
    ["contacts", () => ({ modContacts: [contact("@li")] })]
  ] as const)("holds for turns that bring %s", ([, brought]) =>
    Effect.gen(function* () {
      // two calls a turn, and as many as in a second before it binds
      expect(yield* turnsAtOnce(brought)).toBeLessThanOrEqual(12)
    })
  )
})
