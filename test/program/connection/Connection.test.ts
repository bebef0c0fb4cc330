import { describe, expect, it } from "@effect/vitest"
import { Chunk, Effect, Exit, Fiber, Stream, TestClock } from "effect"
import { type EndpointError } from "../../../src/http/Errors.ts"
import { Connection } from "../../../src/program/connection/Connection.ts"
import * as FakeCall from "../../support/program/FakeCall.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { notConnected, refused, timedOut } from "../../support/program/wire.ts"

/** A call that works unless told otherwise. */
const call = FakeCall.make<[], string, EndpointError>(() => Effect.succeed("done"))

const make = Effect.gen(function* () {
  return { call: yield* call, connection: yield* Connection, ...(yield* Surroundings) }
})

describe("the state of the connection", () => {
  it.effect("is told once for each change, with why and what to do", () =>
    Effect.gen(function* () {
      const { connection, logs } = yield* make
      yield* connection.become("waiting-for-scan", "a code")
      yield* connection.become("waiting-for-scan", "another code")
      yield* connection.become("syncing", "logged in")
      expect(logs.map(({ facts, level }) => ({ level, ...facts }))).toEqual([
        {
          level: "WARN",
          state: "waiting-for-scan",
          why: "a code",
          todo: "scan the code with WeChat on the phone"
        },
        { level: "INFO", state: "syncing", why: "logged in" }
      ])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("is a value that others follow: since when, and why now", () =>
    Effect.gen(function* () {
      const { connection } = yield* make
      const following = yield* Effect.fork(Stream.runCollect(Stream.take(connection.changes, 3)))
      yield* TestClock.adjust("5 seconds")
      yield* connection.become("syncing", "logged in")
      yield* TestClock.adjust("5 seconds")
      yield* connection.become("syncing", "still")
      expect(Chunk.toReadonlyArray(yield* Fiber.join(following))).toEqual([
        { state: "starting", since: 0, why: "the robot was started" },
        { state: "syncing", since: 5_000, why: "logged in" },
        { state: "syncing", since: 5_000, why: "still" }
      ])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("a call that the robot cannot do without", () => {
  it.effect("is tried until it works: one line down, one line up", () =>
    Effect.gen(function* () {
      const { call, connection, logs, states } = yield* make
      yield* connection.become("syncing", "logged in")
      yield* call.next(notConnected, timedOut, refused(-1), refused(1101))
      const fiber = yield* Effect.fork(connection.persist(call.call()))
      yield* TestClock.adjust("10 seconds")
      expect(yield* Fiber.join(fiber)).toBe("done")
      expect(call.asked).toHaveLength(5)
      expect(states()).toEqual(["syncing", "reconnecting", "syncing"])
      expect(logs.filter(({ level }) => level === "WARN")).toHaveLength(1)
      expect(logs.find(({ level }) => level === "WARN")?.facts).toMatchObject({ why: notConnected.message })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("says nothing when it works at once", () =>
    Effect.gen(function* () {
      const { call, connection, logs } = yield* make
      expect(yield* connection.persist(call.call())).toBe("done")
      expect(logs).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([1100, 1101, 1102, -14])("ends with its session on %i", (code) =>
    Effect.gen(function* () {
      const { call, connection, states } = yield* make
      yield* call.next(refused(code))
      expect(yield* Effect.exit(connection.persistInSession(call.call()))).toEqual(Exit.fail(refused(code)))
      expect(states()).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([-1, -2, 1, 1205, 4711])("ends with its session after ten refusals in a row: %i", (code) =>
    Effect.gen(function* () {
      const { call, connection } = yield* make
      const refusals = (count: number) => Array.from({ length: count }, () => refused(code))
      // what comes in between begins the row anew
      yield* call.next(...refusals(9), timedOut, ...refusals(10))
      const fiber = yield* Effect.fork(connection.persistInSession(call.call()))
      yield* TestClock.adjust("1 hour")
      expect(yield* Fiber.await(fiber)).toEqual(Exit.fail(refused(code)))
      expect(call.asked).toHaveLength(20)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("is given up after a minute, whatever it hangs in, and tried again alone", () =>
    Effect.gen(function* () {
      const { call, connection, states } = yield* make
      yield* call.next(Effect.uninterruptible(Effect.never))
      const fiber = yield* Effect.fork(connection.persist(call.call()))
      yield* TestClock.adjust("59999 millis")
      expect(call.asked).toHaveLength(1)
      expect(yield* connection.tickedAt).toBe(0)
      yield* TestClock.adjust("2 seconds")
      expect(yield* Fiber.join(fiber)).toBe("done")
      expect(call.asked).toHaveLength(2)
      expect(states()).toEqual(["reconnecting", "starting"])
      expect(yield* connection.tickedAt).toBeGreaterThanOrEqual(60_000)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("ticks at the end of each attempt, good or bad", () =>
    Effect.gen(function* () {
      const { call, connection } = yield* make
      yield* TestClock.adjust("7 seconds")
      yield* call.next(Effect.never)
      const fiber = yield* Effect.fork(connection.persist(call.call()))
      yield* TestClock.adjust("7 seconds")
      expect(yield* connection.tickedAt).toBe(0)
      yield* Fiber.interrupt(fiber)
      yield* connection.persist(call.call())
      expect(yield* connection.tickedAt).toBe(14_000)
    }).pipe(Effect.provide(fakes()))
  )
})
