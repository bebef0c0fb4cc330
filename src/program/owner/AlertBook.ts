import { Clock, Effect, identity, SubscriptionRef } from "effect"
import { type AlertId } from "../../domain/Alert.ts"
import {
  AlertStates,
  raise,
  settle,
  type Telling,
  tellingDone,
  withoutOld,
  withoutReplies
} from "../../domain/AlertStates.ts"
import { Timing } from "../../domain/Timing.ts"
import { KeptValues } from "../../layers/journal/KeptValues.ts"

const none: AlertStates = {}

/** What its owner is needed for, and has been told of. Kept in the journal, so that a restart tells nothing twice. */
export class AlertBook extends Effect.Service<AlertBook>()("program/AlertBook", {
  effect: Effect.gen(function* () {
    const gaps = yield* Timing
    const { value } = yield* KeptValues
    const states = yield* SubscriptionRef.make(none)
    // while it is at work no other change is: the later write must not be the older one
    const written = (after: AlertStates): Effect.Effect<AlertStates> =>
      Effect.as(
        kept.update(() => after),
        after
      )
    const kept = yield* value({
      // what is kept as "alerts" was of another shape: whoever goes back to such a version finds it as it was
      name: "alerts-2",
      schema: AlertStates,
      none,
      // its owner was told, whichever account logs in; but of the replies of another one nobody learns any more
      forgotten: SubscriptionRef.updateEffect(states, (before) => written(withoutReplies(before)))
    })
    yield* SubscriptionRef.set(states, yield* kept.get)

    const change = (changed: (before: AlertStates, now: number) => AlertStates) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const become = (before: AlertStates) => changed(withoutOld(before, now), now)
        // most of what comes is no news, and that is not told to those who listen
        const before = yield* SubscriptionRef.get(states)
        if (become(before) === before) return
        yield* SubscriptionRef.updateEffect(states, (before) => written(become(before)))
      }).pipe(Effect.uninterruptible)

    return {
      now: SubscriptionRef.get(states),
      /** What stands, and each change of it. */
      changes: states.changes,
      /** A person is needed; `what` tells several of a kind apart. */
      raise: (alert: AlertId, what?: string) => change((before, now) => raise(before, alert, now, what)),
      /** That is over; of several, when `what` was the last. */
      settle: (alert: AlertId, what?: string) => change((before) => settle(before, alert, what)),
      /** What nobody will ask about any more is no more told; each of the other changes has that done too. */
      forgetOld: change(identity),
      /** Its owner was told; `open` is what of. */
      told: (telling: Telling, open: ReadonlyArray<string>) =>
        change((before, now) => tellingDone(before, telling, open, now, gaps))
    } as const
  })
}) {}
