import { Clock, Effect, Schedule, Stream } from "effect"
import { AlertHistory, chronicled, ofLastDays } from "../../domain/AlertHistory.ts"
import { type AlertStates } from "../../domain/AlertStates.ts"
import { KeptValues } from "../../layers/journal/KeptValues.ts"
import { AlertBook } from "./AlertBook.ts"

const none: AlertHistory = []

/** The alerts of the last thirty days, at most a hundred: what its owner can look up. Kept in the journal. */
export class PastAlerts extends Effect.Service<PastAlerts>()("program/PastAlerts", {
  effect: Effect.gen(function* () {
    const { value } = yield* KeptValues
    const kept = yield* value({ name: "alert-history", schema: AlertHistory, none })
    const writeDown = Effect.fnUntraced(function* (states: AlertStates) {
      const now = yield* Clock.currentTimeMillis
      const before = yield* kept.get
      if (chronicled(before, states, now) === before) return
      yield* kept.update((history) => chronicled(history, states, now))
    })
    return {
      /** The oldest first. */
      now: Effect.gen(function* () {
        return ofLastDays(yield* kept.get, yield* Clock.currentTimeMillis)
      }),
      /** Writes down what the book says, for as long as it runs. */
      follow: Effect.flatMap(AlertBook, ({ changes, forgetOld }) =>
        Effect.all(
          [Stream.runForEach(changes, writeDown), Effect.repeat(forgetOld, Schedule.spaced("1 hour"))],
          { concurrency: "unbounded", discard: true }
        )
      )
    } as const
  })
}) {}
