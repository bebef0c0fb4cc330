import { Effect, FiberSet, Stream } from "effect"
import { constVoid } from "effect/Function"

export interface Lanes<A, K, E> {
  readonly key: (a: A) => K
  /** How much may be under way or wait, all keys together, before the source is held back. */
  readonly backlog: number
  /** Its failure ends the whole, too. */
  readonly unless: Effect.Effect<never, E>
}

/**
 * Runs `f` for every element: in order within a key, side by side across keys. A lane lives only while it has work,
 * so a chat that fell silent costs nothing (`Stream.groupByKey` never forgets a key, and one stuck group stops all).
 * The first failure of `f` ends the whole.
 */
export const runInLanes =
  <A, K, E1, E2, R1>(lanes: Lanes<A, K, E2>, f: (a: A) => Effect.Effect<void, E1, R1>) =>
  <E, R>(self: Stream.Stream<A, E, R>): Effect.Effect<void, E | E1 | E2, R | R1> =>
    Effect.gen(function* () {
      const workers = yield* FiberSet.make<void, E1>()
      const run = yield* FiberSet.runtime(workers)<R1>()
      const room = yield* Effect.makeSemaphore(lanes.backlog)
      const open = new Map<K, Array<A>>()

      const drain = (key: K, lane: Array<A>) =>
        Effect.gen(function* () {
          for (let next = lane.shift(); next !== undefined; next = lane.shift()) {
            yield* Effect.ensuring(f(next), room.release(1))
          }
          // nothing can have slipped in since the last shift: no step of another fiber lies between
          open.delete(key)
        })

      const accept = (a: A) =>
        Effect.map(room.take(1), () => {
          const key = lanes.key(a)
          const lane = open.get(key)
          if (lane === undefined) {
            const fresh = [a]
            open.set(key, fresh)
            run(drain(key, fresh))
          } else lane.push(a)
        })

      // all within this scope, which waits for what has to come to its end
      const unlessFallen = <A2, E3, R3>(work: Effect.Effect<A2, E3, R3>) =>
        Effect.raceFirst(Effect.raceFirst(work, FiberSet.join(workers)), lanes.unless)
      yield* unlessFallen(Stream.runForEach(self, accept))
      // when the last worker fails the set is empty as well: its failure has to be seen first
      const allDone = Effect.zipRight(FiberSet.awaitEmpty(workers), Effect.yieldNow())
      yield* unlessFallen(allDone)
    }).pipe(Effect.scoped, Effect.map(constVoid))
