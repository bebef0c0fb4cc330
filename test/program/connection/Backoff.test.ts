import { expect, it } from "@effect/vitest"
import { Clock, Effect, FastCheck as fc, Random, TestClock } from "effect"
import { retryForever } from "../../../src/program/connection/Backoff.ts"

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
  "the pauses after failures double up to 30 seconds, each shortened by chance",
  { seed: fc.integer() },
  ({ seed }) =>
    Effect.gen(function* () {
      const pauses = yield* pausesOf(9)
      expect(pauses).toHaveLength(9)
      const longest = pauses.map((_, index) => Math.min(30_000, 500 * 2 ** index))
      pauses.forEach((pause, index) => {
        const most = longest[index] ?? 0
        expect(pause).toBeGreaterThanOrEqual(Math.floor(most * 0.8))
        expect(pause).toBeLessThanOrEqual(most)
      })
      // those at the limit too
      expect(new Set(pauses.slice(6)).size).toBe(3)
    }).pipe(Effect.withRandom(Random.make(seed))),
  { fastCheck: { numRuns: 25 } }
)
