import { Clock, Effect, SubscriptionRef } from "effect"
import { type AlertId } from "../../domain/Alert.ts"
import {
  AlertStates,
  raise,
  settle,
  type Telling,
  tellingDone,
  withoutOld
} from "../../domain/AlertStates.ts"
import { Timing } from "../../domain/Timing.ts"
import { KeptValues } from "../../layers/journal/KeptValues.ts"

const none: AlertStates = {}

/** What its owner is needed for, and has been told of. Kept in the journal, so that a restart tells nothing twice. */
export class AlertBook extends Effect.Service<AlertBook>()("program/AlertBook", {
  effect: Effect.gen(function* () {
    const gaps = yield* Timing
    const { value } = yield* KeptValues
    const kept = yield* value({ name: "alerts", schema: AlertStates, none })
    // what another account's log-in forgets was told all the same
    const states = yield* SubscriptionRef.make(yield* kept.get)

    const change = (changed: (before: AlertStates, now: number) => AlertStates) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        // most of what comes is no news
        const before = yield* SubscriptionRef.get(states)
        if (changed(before, now) === before) return
        yield* SubscriptionRef.update(states, (before) => changed(before, now))
        // of two changes at the same time the later write must not be the older one
        const newest = yield* SubscriptionRef.get(states)
        yield* kept.update(() => newest)
      }).pipe(Effect.uninterruptible)

    return {
      now: SubscriptionRef.get(states),
      /** What stands, and each change of it. */
      changes: states.changes,
      /** A person is needed; `what` tells several of a kind apart. */
      raise: (alert: AlertId, what?: string) =>
        change((before, now) => raise(withoutOld(before, now), alert, now, what)),
      /** That is over; of several, when `what` was the last. */
      settle: (alert: AlertId, what?: string) => change((before) => settle(before, alert, what)),
      forgetOld: change(withoutOld),
      /** Its owner was told; `open` is what of. */
      told: (telling: Telling, open: ReadonlyArray<string>) =>
        change((before, now) => tellingDone(before, telling, open, now, gaps))
    } as const
  })
}) {}
