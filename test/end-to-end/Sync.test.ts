import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Queue, Stream } from "effect"
import * as AddressBook from "../../src/program/contacts/AddressBook.ts"
import { inbox } from "../../src/program/inbox/Inbox.ts"
import { type Received } from "../../src/program/inbox/WriteDown.ts"
import { OwnersPhone } from "../../src/program/inbox/OwnersPhone.ts"
import { login } from "../../src/program/session/Login.ts"
import type { Control } from "../../src/simulator/control/Control.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { hasty, robotAt, until, untilSyncing } from "../support/end-to-end/inProcess.ts"

/** Logs in and keeps an inbox; gives what comes out of it, but for the status notifies of every log-in. */
const syncing = Effect.gen(function* () {
  const session = yield* login()
  const book = yield* AddressBook.make(session)
  const messages = yield* Queue.unbounded<Received>()
  const fiber = yield* inbox(session, book).pipe(
    Stream.filter(({ message }) => message.body._tag !== "StatusNotify"),
    Stream.runForEach((received) => Queue.offer(messages, received)),
    Effect.fork
  )
  return { book, fiber, messages, session }
})

describe("sync over HTTP", () => {
  it.scopedLive("brings every message once and in order, also when they fill more than one answer", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start()
      yield* Effect.gen(function* () {
        const { messages } = yield* syncing
        yield* untilSyncing(control)
        const texts = Array.from({ length: 120 }, (_, index) => `text ${index}`)
        const MsgIds = yield* control.messages(texts.map((text) => ({ from: "lili", text })))
        const received = yield* Queue.takeN(messages, 120)
        expect([...received].map(({ message }) => message.MsgId)).toEqual(MsgIds)
        expect([...received].map(({ message }) => message.body)).toEqual(
          texts.map((text) => ({ _tag: "Text", text }))
        )
        expect([...received].filter(({ seenBefore }) => seenBefore)).toEqual([])
        yield* untilSyncing(control)
        const { pending, requests } = yield* control.state()
        expect(pending).toBe(0)
        // the cursor is not stuck: one more poll, and it is held
        expect(requests["webwxsync"]).toBeLessThan(10)
      }).pipe(Effect.provide(robotAt(origin)))
    })
  )

  it.scopedLive(
    "learns of the phone through a status notify, and through selector 7, which does not get stuck",
    () =>
      Effect.gen(function* () {
        const { control, origin } = yield* start()
        yield* Effect.gen(function* () {
          const { activity } = yield* OwnersPhone
          const { messages } = yield* syncing
          yield* untilSyncing(control)
          expect((yield* activity).lastUse).toBe(undefined)
          yield* control.phone({ action: "selector7" })
          yield* control.messages([{ from: "lili", text: "after" }])
          yield* Queue.take(messages)
          const atSelector = (yield* activity).lastUse
          expect(atSelector).toBeGreaterThan(0)
          yield* untilSyncing(control)
          yield* control.phone({ action: "open", chat: "lili" })
          yield* control.messages([{ from: "lili", text: "after that" }])
          yield* Queue.take(messages)
          expect((yield* activity).lastUse).toBeGreaterThanOrEqual(atSelector ?? Infinity)
        }).pipe(Effect.provide(robotAt(origin)))
      })
  )

  it.scopedLive("knows a new friend and a changed group before their messages come", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start()
      yield* Effect.gen(function* () {
        const { book, messages } = yield* syncing
        yield* untilSyncing(control)
        yield* control.person({ name: "newcomer", remarkName: "new & <nice>" })
        yield* control.messages([{ from: "newcomer", text: "hi" }])
        const { message } = yield* Queue.take(messages)
        const { requests } = yield* control.state()
        yield* book.complete
        const contact = yield* book.find(message.chat, message.speaker)
        const { names } = contact === undefined ? { names: [] } : yield* book.namesOf(contact)
        expect(names).toEqual(["new & <nice>", "newcomer"])
        expect((yield* control.state()).requests).toEqual(requests)
      }).pipe(Effect.provide(robotAt(origin)))
    })
  )

  it.scopedLive.each([1100, 1101, 1102] as const)("ends with the session on %i", (retcode) =>
    Effect.gen(function* () {
      const { control, origin } = yield* start()
      yield* Effect.gen(function* () {
        const { fiber } = yield* syncing
        yield* untilSyncing(control)
        yield* control.session({ retcode })
        expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({ _tag: "SessionEnded", code: retcode })
      }).pipe(Effect.provide(robotAt(origin)))
    })
  )

  const texts = (received: Iterable<Received>) =>
    Array.from(received, ({ message: { body } }) => (body._tag === "Text" ? body.text : body._tag))

  /** The next messages, once so many calls of an endpoint were hit by the faults. */
  const untilHit = (control: Control, times: number) =>
    until(control, ({ faults }) => faults.some(({ hits }) => hits >= times))

  it.scopedLive("goes on from now when an answer stays unreadable, and only what that held is lost", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ pollHold: "1 second" })
      yield* Effect.gen(function* () {
        const { messages } = yield* syncing
        yield* untilSyncing(control)
        yield* control.faults([{ kind: "garbage", endpoint: "webwxsync" }])
        yield* control.messages([{ from: "lili", text: "lost" }])
        // five in vain, one before webwxinit and one after it; then from its cursor nothing is left to fetch
        yield* untilHit(control, 7)
        yield* until(control, ({ requests }) => (requests["webwxinit"] ?? 0) === 2)
        yield* untilSyncing(control)
        yield* control.clearFaults()
        yield* control.messages([{ from: "lili", text: "after" }])
        expect(texts([yield* Queue.take(messages)])).toEqual(["after"])
        expect((yield* control.state()).requests["webwxinit"]).toBe(2)
      }).pipe(Effect.provide(robotAt(origin, {}, hasty)))
    })
  )

  it.scopedLive("takes of half an answer the messages that are whole", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ pollHold: "1 second" })
      yield* Effect.gen(function* () {
        const { messages } = yield* syncing
        yield* untilSyncing(control)
        yield* control.faults([{ kind: "half", endpoint: "webwxsync" }])
        yield* control.messages(["one", "two", "three", "four"].map((text) => ({ from: "lili", text })))
        const first = yield* Queue.take(messages)
        yield* control.clearFaults()
        yield* control.messages([{ from: "lili", text: "after" }])
        const rest = yield* Stream.runCollect(
          Stream.takeUntil(Stream.fromQueue(messages), (one) => texts([one])[0] === "after")
        )
        const said = texts([first, ...rest])
        expect(said.length).toBeGreaterThan(2)
        expect(said.slice(0, -1)).toEqual(["one", "two", "three", "four"].slice(0, said.length - 1))
      }).pipe(Effect.provide(robotAt(origin, {}, hasty)))
    })
  )

  it.scopedLive("skips nothing while a page stands in the place of every answer, as in a hotel", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ pollHold: "1 second" })
      yield* Effect.gen(function* () {
        const { messages } = yield* syncing
        yield* untilSyncing(control)
        yield* control.faults([{ kind: "html", endpoint: "wechat" }])
        yield* control.messages([{ from: "lili", text: "meanwhile" }])
        yield* untilHit(control, 50)
        yield* control.clearFaults()
        expect(texts([yield* Queue.take(messages)])).toEqual(["meanwhile"])
      }).pipe(Effect.provide(robotAt(origin, {}, hasty)))
    })
  )
})
