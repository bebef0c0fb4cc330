import { Clock, Duration, Effect, Ref, Schedule } from "effect"
import { Timing } from "../../domain/Timing.ts"
import { pauses } from "../connection/Backoff.ts"

/** After so many ends without a poll that lived in between a session counts as dead, although webwxinit answers. */
const ENDS_AT_MOST = 5

/** When to check whether a session lives although WeChat said that it ended. */
export type SessionChecks = Effect.Effect.Success<typeof make>

/** Of one session after the other: whether a check is worth while, and when. */
export const make = Effect.gen(function* () {
  const pause = yield* Schedule.driver(yield* pauses)
  const { backoffLimit } = yield* Timing
  const fresh = { deadEnds: 0, checkedAt: -Infinity }
  const state = yield* Ref.make(fresh)

  return {
    /** WeChat says again that it ended; `lived` when it had answered a poll since the last check. */
    ended: (lived: boolean) =>
      Ref.update(state, (before) => ({ ...before, deadEnds: lived ? 0 : before.deadEnds + 1 })),
    /**
     * Waits for the next check: the first comes at once, those that follow soon come after growing pauses. False when
     * the session counts as dead.
     */
    next: Effect.gen(function* () {
      const { deadEnds, checkedAt } = yield* Ref.get(state)
      if (deadEnds >= ENDS_AT_MOST) return false
      const idle = (yield* Clock.currentTimeMillis) - checkedAt
      // also after a session that lived: one that ends at once, again and again, would be checked without a pause
      yield* idle < Duration.toMillis(backoffLimit) ? Effect.ignore(pause.next(undefined)) : pause.reset
      const now = yield* Clock.currentTimeMillis
      yield* Ref.update(state, (before) => ({ ...before, checkedAt: now }))
      return true
    }),
    /** Another session begins. */
    reset: Effect.zipRight(pause.reset, Ref.set(state, fresh))
  } as const
})
