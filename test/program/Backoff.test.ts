import { expect, it } from "@effect/vitest"
import { Clock, Effect, FastCheck as fc, Random, TestClock } from "effect"
import { retryForever } from "../../src/program/Backoff.ts"

/** The pauses between the tries of what fails so often, in milliseconds. */
const pausesOf = (failures: number) =>
  Effect.gen(function* () {
    const tries: Array<number> = []
    const failing = Effect.flatMap(Clock.currentTimeMillis, (now) => {
      tries.push(now)
      return tries.length > failures ? Effect.void : Effect.fail({ message: "no" })
    })
    yield* Effect.fork(retryForever("it failed")(failing))
    yield* TestClock.adjust("1 hour")
    return tries.slice(1).map((at, index) => Math.round(at - (tries[index] ?? 0)))
  })

it.effect.prop(
  "the pauses after failures double from half a second on, differ each time, and end at 30 seconds",
  { seed: fc.integer() },
  ({ seed }) =>
    Effect.gen(function* () {
      const pauses = yield* pausesOf(9)
      expect(pauses).toHaveLength(9)
      pauses.forEach((pause, index) => {
        const usual = 500 * 2 ** index
        expect(pause).toBeGreaterThanOrEqual(Math.min(30_000, Math.floor(usual * 0.8)))
        expect(pause).toBeLessThanOrEqual(Math.min(30_000, Math.ceil(usual * 1.2)))
      })
    }).pipe(Effect.withRandom(Random.make(seed))),
  { fastCheck: { numRuns: 25 } }
)
