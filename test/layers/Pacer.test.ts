import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect, FastCheck as fc, Fiber, TestClock } from "effect"
import { Pacer } from "../../src/layers/Pacer.ts"
import { pacerLive } from "../../src/layers/PacerLive.ts"

const MINUTE = 60_000

/** Calls at the given times. Gives the calls whose turn came, in that order, each with its place in the line. */
const turnsOf = (calls: ReadonlyArray<{ readonly at: number; readonly givesUpAfter?: number }>) =>
  Effect.gen(function* () {
    const { turn } = yield* Pacer
    const turns: Array<{ readonly call: number; readonly place: number; readonly at: number }> = []
    let asked = 0
    const ask = (call: number) =>
      Effect.suspend(() => {
        const place = asked++
        return Effect.zipRight(
          turn,
          Effect.map(Clock.currentTimeMillis, (at) => turns.push({ call, place, at }))
        )
      })
    yield* Effect.forEach(
      calls,
      ({ at, givesUpAfter }, call) => {
        const waiting: Effect.Effect<unknown> =
          givesUpAfter === undefined ? ask(call) : Effect.timeoutOption(ask(call), givesUpAfter)
        return Effect.fork(Effect.delay(waiting, at))
      },
      { discard: true }
    )
    yield* TestClock.adjust("1 day")
    return turns
  })

const call = fc.record(
  { at: fc.integer({ min: 0, max: 5 * MINUTE }), givesUpAfter: fc.integer({ min: 1, max: 2 * MINUTE }) },
  { requiredKeys: ["at"] }
)
describe("the pace", () => {
  it.effect.prop(
    "never lets more than N through in a minute, keeps the order, and loses nobody who stays",
    { calls: fc.array(call, { maxLength: 40 }), limit: fc.integer({ min: 1, max: 5 }) },
    ({ calls, limit }) =>
      Effect.gen(function* () {
        const turns = yield* turnsOf(calls)
        const times = turns.map(({ at }) => at)
        times.forEach((at, index) =>
          expect((times[index + limit] ?? Infinity) - at).toBeGreaterThanOrEqual(MINUTE)
        )
        const places = turns.map(({ place }) => place)
        expect(places).toEqual(places.toSorted((left, right) => left - right))
        const stayed = calls.flatMap(({ givesUpAfter }, index) => (givesUpAfter === undefined ? [index] : []))
        expect(turns.map(({ call }) => call)).toEqual(expect.arrayContaining(stayed))
      }).pipe(Effect.provide(pacerLive({ sendsPerMinute: limit, sentAt: [] })))
  )
})

describe("turns", () => {
  const many = (count: number) => Array.from({ length: count }, () => ({ at: 0 }))
  const paced = (sendsPerMinute: number, sentAt: ReadonlyArray<number> = []) =>
    Effect.provide(pacerLive({ sendsPerMinute, sentAt }))

  it.effect("come at once while the minute has room, then as early as the limit allows", () =>
    Effect.gen(function* () {
      const turns = yield* turnsOf([
        { at: 0 },
        { at: 10_000 },
        { at: 20_000 },
        { at: 20_000 },
        { at: 65_000 }
      ])
      expect(turns.map(({ at }) => at)).toEqual([0, 10_000, 60_000, 70_000, 120_000])
    }).pipe(paced(2))
  )

  it.effect("have no limit at 0", () =>
    Effect.gen(function* () {
      expect(new Set((yield* turnsOf(many(1000))).map(({ at }) => at))).toEqual(new Set([0]))
    }).pipe(paced(0))
  )

  it.effect("that are given up cost nobody a place", () =>
    Effect.gen(function* () {
      const stays = [true, false, true, true, false, true]
      const turns = yield* turnsOf(stays.map((stay, at) => (stay ? { at } : { at, givesUpAfter: 5_000 })))
      expect(turns).toEqual([
        { call: 0, place: 0, at: 0 },
        { call: 2, place: 2, at: MINUTE },
        { call: 3, place: 3, at: 2 * MINUTE },
        { call: 5, place: 5, at: 3 * MINUTE }
      ])
    }).pipe(paced(1))
  )

  it.effect("count what was sent before the start, also when the clock was set back since", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("10 minutes")
      const now = yield* Clock.currentTimeMillis
      const sentAt = [now + 3_600_000, now - 20_000, now - 70_000]
      const turns = yield* turnsOf(many(3)).pipe(paced(2, sentAt))
      expect(turns.map(({ at }) => at - now)).toEqual([40_000, 60_000, 100_000])
    })
  )

  it.effect("end when the waiter is interrupted", () =>
    Effect.gen(function* () {
      const { turn } = yield* Pacer
      yield* turn
      const waiting = yield* Effect.fork(turn)
      yield* Effect.yieldNow()
      expect((yield* Fiber.interrupt(waiting))._tag).toBe("Failure")
    }).pipe(paced(1))
  )
})
