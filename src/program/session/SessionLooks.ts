import { Clock, Duration, Effect, Ref, Schedule } from "effect"
import { Timing } from "../../domain/Timing.ts"
import { pauses } from "../connection/Backoff.ts"

/** A session that ends so often, each time without a poll that lived, counts as dead although webwxinit is answered. */
const ENDS_AT_MOST = 5

/** How often, and how soon, a session that WeChat ended is looked at. */
export type SessionLooks = Effect.Effect.Success<typeof make>

/** What the looks at one session are like that WeChat says has ended: whether one is worth while, and when. */
export const make = Effect.gen(function* () {
  const pause = yield* Schedule.driver(yield* pauses)
  const { backoffLimit } = yield* Timing
  const fresh = { deadEnds: 0, lookedAt: -Infinity }
  const state = yield* Ref.make(fresh)

  return {
    /** WeChat says again that it ended; `lived` when it had answered a poll since the last look. */
    ended: (lived: boolean) =>
      Ref.update(state, (before) => ({ ...before, deadEnds: lived ? 0 : before.deadEnds + 1 })),
    /**
     * Waits for the next look: the first comes at once, those that follow soon come after growing pauses. False when
     * the session counts as dead.
     */
    next: Effect.gen(function* () {
      const { deadEnds, lookedAt } = yield* Ref.get(state)
      if (deadEnds >= ENDS_AT_MOST) return false
      const idle = (yield* Clock.currentTimeMillis) - lookedAt
      // also one that lived: who ends it at once, again and again, is not asked faster for it
      yield* idle < Duration.toMillis(backoffLimit) ? Effect.ignore(pause.next(undefined)) : pause.reset
      const now = yield* Clock.currentTimeMillis
      yield* Ref.update(state, (before) => ({ ...before, lookedAt: now }))
      return true
    }),
    /** Another session begins. */
    reset: Effect.zipRight(pause.reset, Ref.set(state, fresh))
  } as const
})
