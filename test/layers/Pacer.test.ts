import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect, FastCheck as fc, TestClock } from "effect"
import { Pacer } from "../../src/layers/Pacer.ts"

const MINUTE = 60_000

/** A wish to send at a time, which may come to nothing when its turn is there. */
interface Wish {
  readonly at: number
  readonly inVain?: boolean
}

/** When what was wished for was sent, by one sender who takes one after the other. */
const sendsOf = (wishes: ReadonlyArray<Wish>) =>
  Effect.gen(function* () {
    const { count, room } = yield* Pacer
    const begin = yield* Clock.currentTimeMillis
    const sends: Array<{ readonly wish: number; readonly at: number }> = []
    const sender = Effect.forEach(wishes, ({ at, inVain }, wish) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        yield* Effect.sleep(Math.max(0, begin + at - now))
        yield* room
        if (inVain === true) return
        yield* count
        sends.push({ wish, at: (yield* Clock.currentTimeMillis) - begin })
      })
    )
    yield* Effect.fork(sender)
    yield* TestClock.adjust("1 day")
    return sends
  })

const wish = fc.record(
  { at: fc.integer({ min: 0, max: 5 * MINUTE }), inVain: fc.boolean() },
  { requiredKeys: ["at"] }
)

describe("the pace", () => {
  it.effect.prop(
    "never lets more than N through in a minute, nor waits longer than that needs",
    { wishes: fc.array(wish, { maxLength: 40 }), limit: fc.integer({ min: 1, max: 5 }) },
    ({ limit, wishes }) =>
      Effect.gen(function* () {
        const sends = yield* sendsOf(wishes)
        expect(sends.map(({ wish }) => wish)).toEqual(
          wishes.flatMap(({ inVain }, wish) => (inVain === true ? [] : [wish]))
        )
        sends.forEach(({ at, wish }, index) => {
          const full = (sends[index - limit]?.at ?? -MINUTE) + MINUTE
          const asked = Math.max(...wishes.slice(0, wish + 1).map(({ at }) => at))
          expect(at).toBeGreaterThanOrEqual(full)
          expect(at).toBeLessThanOrEqual(Math.max(full, asked, sends[index - 1]?.at ?? 0))
        })
      }).pipe(Effect.provide(Pacer.layer({ sendsPerMinute: limit, sentAt: Effect.succeed([]) })))
  )
})

describe("sends", () => {
  const many = (count: number) => Array.from({ length: count }, () => ({ at: 0 }))
  const paced = (sendsPerMinute: number, sentAt: ReadonlyArray<number> = []) =>
    Effect.provide(Pacer.layer({ sendsPerMinute, sentAt: Effect.succeed(sentAt) }))
  const timesOf = (wishes: ReadonlyArray<Wish>) =>
    Effect.map(sendsOf(wishes), (sends) => sends.map(({ at }) => at))

  it.effect("go at once while the minute has room, then as early as the limit allows", () =>
    Effect.gen(function* () {
      expect(
        yield* timesOf([{ at: 0 }, { at: 10_000 }, { at: 20_000 }, { at: 20_000 }, { at: 65_000 }])
      ).toEqual([0, 10_000, 60_000, 70_000, 120_000])
    }).pipe(paced(2))
  )

  it.effect("have no limit at 0", () =>
    Effect.gen(function* () {
      expect(new Set(yield* timesOf(many(1000)))).toEqual(new Set([0]))
    }).pipe(paced(0))
  )

  it.effect("that nobody wants any more cost the others nothing", () =>
    Effect.gen(function* () {
      expect(
        yield* timesOf([...many(2), { at: 0, inVain: true }, { at: 0, inVain: true }, { at: 0 }])
      ).toEqual([0, MINUTE, 2 * MINUTE])
    }).pipe(paced(1))
  )

  it.effect("count from before the start, also when the clock was set back since", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("10 minutes")
      const now = yield* Clock.currentTimeMillis
      const sentAt = [now + 3_600_000, now - 20_000, now - 70_000]
      expect(yield* timesOf(many(3)).pipe(paced(2, sentAt))).toEqual([40_000, 60_000, 100_000])
    })
  )
})
