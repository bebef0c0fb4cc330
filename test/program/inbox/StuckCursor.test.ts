import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Option, Stream, TestClock } from "effect"
import { BadAnswer } from "../../../src/http/Errors.ts"
import { type Salvaged } from "../../../src/http/wechat/WebwxSync.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { inbox } from "../../../src/program/inbox/Inbox.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { FakeWechat } from "../../support/program/FakeWechat.ts"
import {
  addMsg,
  checkKey,
  contact,
  cursor,
  notConnected,
  refused,
  session,
  syncKey,
  timedOut
} from "../../support/program/wire.ts"

const unreadable = new BadAnswer({ endpoint: "webwxsync", issue: "body is not as expected" })
const page = new BadAnswer({ endpoint: "webwxsync", issue: "body is not as expected", foreign: true })

/** What is left of an answer that cannot be read: nothing, unless said otherwise. */
const left = (what: Partial<Salvaged> = {}): Effect.Effect<Salvaged> =>
  Effect.succeed({
    messages: [],
    undecodable: 0,
    modContacts: [],
    delContacts: [],
    nickName: Option.none(),
    more: false,
    SyncKey: undefined,
    SyncCheckKey: undefined,
    whole: false,
    ...what
  })

/** An inbox whose next poll says that there is something to fetch; and the MsgIds that came out of it. */
const running = Effect.gen(function* () {
  const { started, syncCheck, webwxInit, ...wechat } = yield* FakeWechat
  const ids: Array<string> = []
  const fiber = yield* Stream.runForEach(inbox(session, yield* AddressBook.make(session)), ({ message }) =>
    Effect.sync(() => ids.push(message.MsgId))
  ).pipe(Effect.fork)
  yield* syncCheck.next(Effect.succeed({ selector: 2 }))
  return {
    ...wechat,
    ...(yield* Surroundings),
    fiber,
    ids,
    initAt: (n: number) =>
      webwxInit.always(() => started({ SyncKey: syncKey(n), SyncCheckKey: checkKey(n) })),
    syncCheck,
    webwxInit
  }
})

const keysOf = (asked: ReadonlyArray<ReadonlyArray<unknown>>) => asked.map(([, key]) => key)

describe("an answer that stays unreadable", () => {
  it.scoped("is asked for five times, then what can be read of it is taken, and the rest told as lost", () =>
    Effect.gen(function* () {
      const { ids, logs, salvage, states, syncCheck, webwxInit, webwxSync } = yield* running
      yield* webwxSync.always(() => unreadable)
      yield* salvage.next(
        left({
          messages: [addMsg("1"), addMsg("3")],
          undecodable: 1,
          SyncKey: syncKey(7),
          SyncCheckKey: checkKey(7)
        })
      )
      yield* TestClock.adjust("20 seconds")
      expect(ids).toEqual(["1", "3"])
      expect(keysOf(webwxSync.asked)).toEqual(Array.from({ length: 5 }, () => syncKey(0)))
      expect(keysOf(salvage.asked)).toEqual([syncKey(0)])
      expect(keysOf(syncCheck.asked)).toEqual([checkKey(0), checkKey(7)])
      expect(webwxInit.asked).toEqual([])
      expect(states()).toEqual(["reconnecting", "starting"])
      expect(logs.filter(({ level, text }) => level === "WARN" && text !== "connection")).toMatchObject([
        {
          text: "an answer of webwxsync cannot be read: going on with what can be read of it",
          facts: { read: 2, lost: 1 }
        }
      ])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("is not taken apart while there is hope: the fifth may be readable", () =>
    Effect.gen(function* () {
      const { changes, ids, salvage, warnings, webwxSync } = yield* running
      yield* webwxSync.next(unreadable, unreadable, page, unreadable, changes({ messages: [addMsg("1")] }))
      yield* TestClock.adjust("20 seconds")
      expect(ids).toEqual(["1"])
      expect(salvage.asked).toEqual([])
      expect(warnings()).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([timedOut, notConnected])(
    "is not taken for one when it does not come at all: $reason",
    (failure) =>
      Effect.gen(function* () {
        const { salvage, webwxInit, webwxSync } = yield* running
        yield* webwxSync.always(() => failure)
        yield* TestClock.adjust("1 hour")
        expect(webwxSync.asked.length).toBeGreaterThan(100)
        expect(salvage.asked).toEqual([])
        expect(webwxInit.asked).toEqual([])
      }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([left(), unreadable, page])(
    "is left behind when nothing can be read of it, but webwxinit tells where WeChat is now",
    (nothing) =>
      Effect.gen(function* () {
        const { changes, ids, initAt, salvage, syncCheck, warnings, webwxInit, webwxSync } = yield* running
        yield* initAt(9)
        yield* salvage.always(() => nothing)
        yield* webwxSync.always((_, key) =>
          key.List[0]?.Val === 0 ? unreadable : changes({ messages: [addMsg("later")] })
        )
        yield* TestClock.adjust("20 seconds")
        expect(ids).toEqual([])
        expect(webwxInit.asked).toHaveLength(1)
        // once before webwxinit and once after it
        expect(keysOf(salvage.asked)).toEqual([syncKey(0), syncKey(0)])
        expect(keysOf(syncCheck.asked).at(-1)).toEqual(checkKey(9))
        expect(warnings()).toEqual(["webwxsync leads no further: messages may be lost"])
        yield* syncCheck.next(Effect.succeed({ selector: 2 }))
        yield* TestClock.adjust("20 seconds")
        expect(keysOf(webwxSync.asked).at(-1)).toEqual(syncKey(9))
        expect(ids).toEqual(["later"])
      }).pipe(Effect.provide(fakes()))
  )

  it.scoped("gives what can be read of it, though its own cursor cannot", () =>
    Effect.gen(function* () {
      const { ids, initAt, salvage, syncCheck, webwxSync } = yield* running
      yield* initAt(9)
      yield* webwxSync.always(() => unreadable)
      yield* salvage.always(() => left({ messages: [addMsg("1")], undecodable: 2, SyncKey: syncKey(0) }))
      yield* TestClock.adjust("20 seconds")
      expect(ids).toEqual(["1"])
      expect(keysOf(syncCheck.asked).at(-1)).toEqual(checkKey(9))
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([
    ["as a whole", left({ whole: true, messages: [addMsg("1")], ...cursor(3) }), 3, []],
    ["as a whole, where it stays at its cursor", left({ whole: true, messages: [addMsg("1")] }), 0, []],
    [
      "in part",
      left({ messages: [addMsg("1")], ...cursor(3) }),
      3,
      ["an answer of webwxsync cannot be read: going on with what can be read of it"]
    ]
  ] as const)("is not left behind when it can be read after all, %s", ([, answer, at, warned]) =>
    Effect.gen(function* () {
      const { ids, initAt, salvage, syncCheck, warnings, webwxSync } = yield* running
      yield* initAt(9)
      yield* webwxSync.always(() => unreadable)
      yield* salvage.next(left(), answer)
      yield* TestClock.adjust("20 seconds")
      expect(ids).toEqual(["1"])
      expect(keysOf(syncCheck.asked).at(-1)).toEqual(checkKey(at))
      expect(warnings()).toEqual(warned)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([page, unreadable, timedOut])(
    "skips nothing while webwxinit has no answer of WeChat's either: in a hotel, in an outage",
    (nothing) =>
      Effect.gen(function* () {
        const { changes, ids, salvage, warnings, webwxInit, webwxSync } = yield* running
        yield* webwxSync.always(() => page)
        yield* salvage.always(() => page)
        yield* webwxInit.always(() => nothing)
        yield* TestClock.adjust("1 hour")
        // each time once, after 30 s at most
        expect(webwxInit.asked.length).toBeGreaterThan(100)
        expect(webwxInit.asked.length).toBeLessThan(160)
        expect(salvage.asked).toHaveLength(webwxInit.asked.length)
        expect(webwxSync.asked).toHaveLength(5)
        expect(warnings()).toEqual([])
        yield* salvage.always(() =>
          Effect.map(changes({ messages: [addMsg("1")] }), (changes) => ({ ...changes, whole: true }))
        )
        yield* TestClock.adjust("30 seconds")
        expect(ids).toEqual(["1"])
        expect(keysOf(salvage.asked).at(-1)).toEqual(syncKey(0))
        expect(warnings()).toEqual([])
      }).pipe(Effect.provide(fakes()))
  )

  it.scoped("is asked for on and on when webwxinit gives the same cursor: no way around it is known", () =>
    Effect.gen(function* () {
      const { ids, initAt, salvage, warnings, webwxInit, webwxSync } = yield* running
      yield* initAt(0)
      yield* webwxSync.always(() => unreadable)
      yield* salvage.always(() => left())
      yield* TestClock.adjust("1 hour")
      expect(webwxInit.asked.length).toBeGreaterThan(100)
      expect(warnings()).toEqual([])
      yield* salvage.always(() => left({ messages: [addMsg("1")], SyncKey: syncKey(1) }))
      yield* TestClock.adjust("30 seconds")
      expect(ids).toEqual(["1"])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("ends with the session when webwxinit says that this ended", () =>
    Effect.gen(function* () {
      const { fiber, salvage, webwxInit, webwxSync } = yield* running
      yield* webwxSync.always(() => unreadable)
      yield* salvage.always(() => left())
      yield* webwxInit.always(() => refused(1101))
      yield* TestClock.adjust("20 seconds")
      expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({
        _tag: "SessionEnded",
        code: 1101,
        cursor: { SyncKey: syncKey(0) }
      })
    }).pipe(Effect.provide(fakes()))
  )
})

describe("an answer that comes again and again, at a cursor that does not move,", () => {
  const same = { messages: [addMsg("1")], modContacts: [contact("@a")] }
  for (const [name, SyncKey] of [
    ["of Count 0", { Count: 0, List: [] }],
    ["that is the same", syncKey(0)],
    ["that is missing", undefined]
  ] as const) {
    it.scoped(`${name}: is left behind for the cursor of webwxinit`, () =>
      Effect.gen(function* () {
        const { changes, ids, initAt, salvage, syncCheck, warnings, webwxInit, webwxSync } = yield* running
        yield* initAt(9)
        yield* syncCheck.always(() => Effect.succeed({ selector: 2 }))
        yield* webwxSync.always((_, key) =>
          key.List[0]?.Val === 0
            ? changes({ ...same, SyncKey, SyncCheckKey: SyncKey })
            : changes({ messages: [addMsg("2")] })
        )
        yield* salvage.always(() => left({ ...same, SyncKey, whole: true }))
        yield* TestClock.adjust("1 minute")
        expect([...new Set(ids)]).toEqual(["1", "2"])
        expect(webwxInit.asked).toHaveLength(1)
        expect(warnings()).toEqual(["webwxsync leads no further: messages may be lost"])
      }).pipe(Effect.provide(fakes()))
    )
  }

  it.scoped("is no flood, and loses nothing, where webwxinit knows no other", () =>
    Effect.gen(function* () {
      const { changes, ids, initAt, salvage, syncCheck, warnings, webwxSync } = yield* running
      yield* initAt(0)
      yield* syncCheck.always(() => Effect.succeed({ selector: 2 }))
      yield* webwxSync.always(() => changes({ ...same, SyncKey: syncKey(0) }))
      yield* salvage.always(() => left({ ...same, SyncKey: syncKey(0), whole: true }))
      yield* TestClock.adjust("10 minutes")
      expect(webwxSync.asked.length + salvage.asked.length).toBeLessThan(40)
      yield* salvage.always(() =>
        left({ messages: [addMsg("1"), addMsg("2")], SyncKey: syncKey(0), whole: true })
      )
      yield* TestClock.adjust("30 seconds")
      expect([...new Set(ids)]).toEqual(["1", "2"])
      expect(warnings()).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([unreadable, timedOut, refused(-1)])(
    "loses nothing either where webwxinit does not help: $message",
    (failure) =>
      Effect.gen(function* () {
        const { changes, fiber, ids, syncCheck, warnings, webwxInit, webwxSync } = yield* running
        yield* webwxInit.always(() => failure)
        yield* syncCheck.always(() => Effect.succeed({ selector: 2 }))
        yield* webwxSync.always(() => changes({ ...same, SyncKey: syncKey(0) }))
        yield* TestClock.adjust("10 minutes")
        expect(webwxInit.asked.length).toBeGreaterThan(10)
        expect(webwxSync.asked.length + webwxInit.asked.length).toBeLessThan(60)
        yield* webwxSync.next(changes({ messages: [addMsg("1"), addMsg("2")], SyncKey: syncKey(0) }))
        yield* TestClock.adjust("30 seconds")
        expect([...new Set(ids)]).toEqual(["1", "2"])
        expect(warnings()).toEqual([])
        yield* webwxInit.always(() => refused(1102))
        yield* TestClock.adjust("3 minutes")
        expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({ _tag: "SessionEnded", code: 1102 })
      }).pipe(Effect.provide(fakes()))
  )

  it.scoped("is welcome as long as it brings something new", () =>
    Effect.gen(function* () {
      const { changes, ids, syncCheck, webwxInit, webwxSync } = yield* running
      let count = 0
      yield* syncCheck.next(...Array.from({ length: 20 }, () => Effect.succeed({ selector: 2 })))
      yield* webwxSync.always(() =>
        changes({ messages: [addMsg(String(++count))], SyncKey: undefined, SyncCheckKey: undefined })
      )
      yield* TestClock.adjust("1 minute")
      expect(ids).toHaveLength(21)
      expect(webwxInit.asked).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("is no sign of anything while it is empty: a selector may stick", () =>
    Effect.gen(function* () {
      const { changes, syncCheck, webwxInit, webwxSync } = yield* running
      yield* syncCheck.always(() => Effect.succeed({ selector: 2 }))
      yield* webwxSync.always(() => changes({ SyncKey: undefined, SyncCheckKey: undefined }))
      yield* TestClock.adjust("10 minutes")
      expect(webwxSync.asked.length).toBeGreaterThan(20)
      expect(webwxInit.asked).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("a poll that stays unreadable", () => {
  it.scoped(
    "makes the robot fetch without it, no faster than a selector that sticks, until it can be read",
    () =>
      Effect.gen(function* () {
        const { changes, ids, states, syncCheck, warnings, webwxSync } = yield* running
        yield* syncCheck.always(() => unreadable)
        yield* webwxSync.next(changes({}), changes({ messages: [addMsg("1")] }))
        yield* webwxSync.always(() => changes({}))
        yield* TestClock.adjust("1 minute")
        expect(ids).toEqual(["1"])
        expect(syncCheck.asked.length).toBeLessThan(20)
        expect(states()).toEqual(["reconnecting", "starting"])
        expect(warnings()).toEqual(["synccheck cannot be read: fetching without it"])
        yield* syncCheck.always(() => Effect.never)
        yield* TestClock.adjust("1 minute")
        const { length } = webwxSync.asked
        yield* TestClock.adjust("1 hour")
        expect(webwxSync.asked).toHaveLength(length)
      }).pipe(Effect.provide(fakes()))
  )
})
