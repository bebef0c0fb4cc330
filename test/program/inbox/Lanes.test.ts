import { describe, expect, it } from "@effect/vitest"
import { Data, Effect, Exit, FastCheck as fc, Fiber, Stream, TestClock } from "effect"
import { runInLanes } from "../../../src/program/inbox/Lanes.ts"

class Broken extends Data.TaggedError("Broken") {}

const job = fc.record({ key: fc.integer({ min: 0, max: 5 }), millis: fc.integer({ min: 0, max: 5 }) })

describe("lanes", () => {
  it.effect.prop(
    "keep the order of each key, hold the source back, lose nothing",
    {
      jobs: fc.array(job, { maxLength: 60 }),
      backlog: fc.integer({ min: 1, max: 8 })
    },
    ({ backlog, jobs }) =>
      Effect.gen(function* () {
        const counts = { taken: 0, ended: 0 }
        const most = { waiting: 0 }
        const done: Array<{ readonly key: number; readonly index: number }> = []
        const fiber = yield* Stream.fromIterable(jobs.map((one, index) => ({ ...one, index }))).pipe(
          Stream.rechunk(1),
          Stream.tap(() =>
            Effect.sync(() => (most.waiting = Math.max(most.waiting, ++counts.taken - counts.ended)))
          ),
          runInLanes({ key: ({ key }) => key, backlog, unless: Effect.never }, ({ index, key, millis }) =>
            Effect.gen(function* () {
              yield* Effect.sleep(millis)
              done.push({ key, index })
              counts.ended++
            })
          ),
          Effect.fork
        )
        yield* TestClock.adjust("1 minute")
        expect(fiber.unsafePoll()).toEqual(Exit.void)
        expect(done).toHaveLength(jobs.length)
        // one more stands at the door
        expect(most.waiting).toBeLessThanOrEqual(backlog + 1)
        for (const key of new Set(jobs.map(({ key }) => key))) {
          const order = done.filter((one) => one.key === key).map(({ index }) => index)
          expect(order).toEqual(order.toSorted((left, right) => left - right))
        }
      }),
    { fastCheck: { numRuns: 30 } }
  )

  it.effect("with one that is stuck do not hold the others up", () =>
    Effect.gen(function* () {
      const done: Array<number> = []
      const fiber = yield* Stream.range(1, 100).pipe(
        runInLanes(
          { key: (n) => (n === 1 ? "stuck" : `chat ${n % 7}`), backlog: 50, unless: Effect.never },
          (n) => (n === 1 ? Effect.never : Effect.sync(() => void done.push(n)))
        ),
        Effect.fork
      )
      yield* TestClock.adjust("1 second")
      expect(done).toHaveLength(99)
      yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("end with the first failure, and cut what is still at work", () =>
    Effect.gen(function* () {
      let cut = 0
      const error = yield* Stream.make(1, 2, 3).pipe(
        Stream.concat(Stream.never),
        runInLanes({ key: (n) => n, backlog: 10, unless: Effect.never }, (n) =>
          n === 3 ? new Broken() : Effect.onInterrupt(Effect.never, () => Effect.sync(() => cut++))
        ),
        Effect.flip
      )
      expect(error).toEqual(new Broken())
      expect(cut).toBe(2)
    })
  )

  it.effect("end with a failure of the source, and with one that comes after its end", () =>
    Effect.gen(function* () {
      const lanes = runInLanes({ key: (n: number) => n, backlog: 1, unless: Effect.never }, () =>
        Effect.delay(new Broken(), "1 second")
      )
      expect(yield* Effect.flip(lanes(Stream.fail("no more")))).toBe("no more")
      const fiber = yield* Effect.fork(Effect.flip(lanes(Stream.make(1))))
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(fiber)).toEqual(new Broken())
    })
  )

  it.effect("stop with who runs them, the work and the source", () =>
    Effect.gen(function* () {
      const cut: Array<string> = []
      const note = (what: string) => Effect.sync(() => void cut.push(what))
      const fiber = yield* Stream.make(1).pipe(
        Stream.concat(Stream.fromEffect(Effect.onInterrupt(Effect.never, () => note("source")))),
        runInLanes({ key: (n) => n, backlog: 10, unless: Effect.never }, () =>
          Effect.onInterrupt(Effect.never, () => note("work"))
        ),
        Effect.fork
      )
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(fiber)
      expect(cut.toSorted()).toEqual(["source", "work"])
    })
  )

  it.effect("end with the failure of what they depend on, and wait until the work has come to its end", () =>
    Effect.gen(function* () {
      const done: Array<string> = []
      const work = Effect.onInterrupt(Effect.never, () =>
        Effect.delay(
          Effect.sync(() => void done.push("put in order")),
          "3 seconds"
        )
      )
      const fiber = yield* Stream.never.pipe(
        Stream.merge(Stream.make(1)),
        runInLanes(
          { key: (n) => n, backlog: 10, unless: Effect.delay(new Broken(), "1 minute") },
          () => work
        ),
        Effect.flip,
        Effect.fork
      )
      yield* TestClock.adjust("1 second")
      yield* TestClock.adjust("59 seconds")
      expect(fiber.unsafePoll()).toBeNull()
      yield* TestClock.adjust("3 seconds")
      expect(yield* Fiber.join(fiber)).toEqual(new Broken())
      expect(done).toEqual(["put in order"])
    })
  )
})
