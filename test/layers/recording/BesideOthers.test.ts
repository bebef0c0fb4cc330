import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Logger, LogLevel, TestClock } from "effect"
import { besideOthers } from "../../../src/layers/recording/BesideOthers.ts"

describe("what is done beside others", () => {
  it.scoped("is done in the order of the calls, and nobody waits for it", () =>
    Effect.gen(function* () {
      const done: Array<number> = []
      const first = yield* Deferred.make<void>()
      const beside = yield* besideOthers
      yield* beside(Deferred.await(first))
      for (const number of [1, 2, 3]) yield* beside(Effect.sync(() => void done.push(number)))
      expect(done).toEqual([])
      yield* Deferred.succeed(first, undefined)
      yield* TestClock.adjust(0)
      expect(done).toEqual([1, 2, 3])
    })
  )

  it.effect("is done to the end where the scope ends", () =>
    Effect.gen(function* () {
      const done: Array<number> = []
      yield* Effect.scoped(
        Effect.flatMap(besideOthers, (beside) =>
          Effect.forEach([1, 2, 3], (number) => beside(Effect.sync(() => void done.push(number))))
        )
      )
      expect(done).toEqual([1, 2, 3])
    })
  )

  it.effect("is left out while too much waits, and holds an end up for two seconds at most", () =>
    Effect.gen(function* () {
      const done: Array<number> = []
      const life = Effect.scoped(
        Effect.gen(function* () {
          const beside = yield* besideOthers
          yield* beside(Effect.never)
          yield* Effect.yieldNow()
          for (let number = 1; number <= 1_000; number++) {
            yield* beside(Effect.sync(() => void done.push(number)))
          }
        })
      )
      const fiber = yield* Effect.fork(Logger.withMinimumLogLevel(life, LogLevel.None))
      yield* TestClock.adjust("2 seconds")
      expect(yield* Fiber.poll(fiber)).toMatchObject({ _tag: "Some" })
      expect(done).toEqual([])
    })
  )
})
