import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Exit, FastCheck as fc, Fiber, TestClock } from "effect"
import * as Turns from "../../src/layers/Turns.ts"

/** What holds its turn until the test ends it. */
const held = Effect.gen(function* () {
  const began: Array<number> = []
  const ends = new Map<number, Deferred.Deferred<void, string>>()
  const work = Effect.fnUntraced(function* (n: number) {
    const end = yield* Deferred.make<void, string>()
    began.push(n)
    ends.set(n, end)
    yield* Deferred.await(end)
  })
  const finish = (n: number, how: Exit.Exit<void, string> = Exit.void) =>
    Effect.suspend(() => {
      const end = ends.get(n)
      return end === undefined ? Effect.die(`${n} has no turn`) : Deferred.done(end, how)
    })
  return { began, work, finish }
})

/** Lets all go as far as they can. */
const settle = TestClock.adjust(0)

describe("turns", () => {
  it.effect("are for so many at once, and go on in the order of coming", () =>
    Effect.gen(function* () {
      const { began, finish, work } = yield* held
      const { inTurn } = Turns.make(2)
      for (let n = 0; n < 5; n++) {
        yield* Effect.fork(inTurn(work(n)))
        yield* settle
      }
      expect(began).toEqual([0, 1])
      yield* finish(1)
      yield* settle
      expect(began).toEqual([0, 1, 2])
      yield* finish(2)
      yield* finish(0)
      yield* settle
      expect(began).toEqual([0, 1, 2, 3, 4])
    })
  )

  it.effect("pass by who was interrupted while waiting", () =>
    Effect.gen(function* () {
      const { began, finish, work } = yield* held
      const { inTurn } = Turns.make(1)
      yield* Effect.fork(inTurn(work(0)))
      yield* settle
      const gone = yield* Effect.fork(inTurn(work(1)))
      yield* settle
      yield* Effect.fork(inTurn(work(2)))
      yield* settle
      yield* Fiber.interrupt(gone)
      yield* finish(0)
      yield* settle
      expect(began).toEqual([0, 2])
    })
  )

  it.effect.each([
    ["fails", Exit.fail("no")],
    ["dies", Exit.die("no")]
  ] as const)("go on when one %s", ([, how]) =>
    Effect.gen(function* () {
      const { began, finish, work } = yield* held
      const { inTurn } = Turns.make(1)
      const first = yield* Effect.fork(inTurn(work(0)))
      yield* settle
      yield* Effect.fork(inTurn(work(1)))
      yield* settle
      yield* finish(0, how)
      yield* settle
      expect(Exit.isFailure(yield* Fiber.await(first))).toBe(true)
      expect(began).toEqual([0, 1])
    })
  )

  it.effect("go on when the one whose turn it is was interrupted", () =>
    Effect.gen(function* () {
      const { began, work } = yield* held
      const { inTurn } = Turns.make(1)
      const first = yield* Effect.fork(inTurn(work(0)))
      yield* settle
      yield* Effect.fork(inTurn(work(1)))
      yield* settle
      yield* Fiber.interrupt(first)
      yield* settle
      expect(began).toEqual([0, 1])
    })
  )

  it.effect("are not lost by who is interrupted in the very moment of being called", () =>
    Effect.gen(function* () {
      const { began, finish, work } = yield* held
      const { inTurn } = Turns.make(1)
      yield* Effect.fork(inTurn(work(0)))
      yield* settle
      const called = yield* Effect.fork(inTurn(work(1)))
      yield* settle
      yield* finish(0)
      // both are told before either of them runs
      called.unsafeInterruptAsFork(called.id())
      yield* settle
      yield* Effect.fork(inTurn(work(2)))
      yield* settle
      expect(began.at(-1)).toBe(2)
    })
  )

  it.effect.prop(
    "are never more than there are, and none is lost, whoever is interrupted and when",
    {
      atOnce: fc.integer({ min: 1, max: 4 }),
      jobs: fc.array(
        fc.record({
          comesAt: fc.integer({ min: 0, max: 20 }),
          takes: fc.integer({ min: 0, max: 10 }),
          interruptedAt: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined })
        }),
        { maxLength: 30 }
      )
    },
    ({ atOnce, jobs }) =>
      Effect.gen(function* () {
        const { inTurn } = Turns.make(atOnce)
        let working = 0
        let most = 0
        const work = (takes: number) =>
          Effect.acquireUseRelease(
            Effect.sync(() => {
              working++
              most = Math.max(most, working)
            }),
            () => Effect.sleep(takes),
            () => Effect.sync(() => void working--)
          )
        for (const { comesAt, interruptedAt, takes } of jobs) {
          const one = yield* Effect.fork(Effect.delay(inTurn(work(takes)), comesAt))
          if (interruptedAt !== undefined) {
            yield* Effect.fork(Effect.delay(Fiber.interrupt(one), interruptedAt))
          }
        }
        yield* TestClock.adjust("1 second")
        expect(working).toBe(0)
        expect(most).toBeLessThanOrEqual(atOnce)
        // all turns are there again
        const all = yield* Effect.replicateEffect(Effect.fork(inTurn(work(1))), atOnce)
        yield* TestClock.adjust(0)
        expect(working).toBe(atOnce)
        yield* TestClock.adjust(1)
        yield* Fiber.joinAll(all)
      }),
    { fastCheck: { numRuns: 20 } }
  )
})
