import { Clock, Duration, Effect, SubscriptionRef } from "effect"
import { todoFor } from "../../domain/ReasonsInWords.ts"
import { SendPauseState } from "../../domain/SendPauseState.ts"
import { Timing } from "../../domain/Timing.ts"
import { Journal } from "../../layers/journal/Journal.ts"
import { KeptValues } from "../../layers/journal/KeptValues.ts"

/**
 * The rest that all sends of the account take when WeChat finds them too frequent (Ret 1205, or a grey line that says
 * so): it counts sends over all chats together. Kept in the journal, for the next start.
 */
export class SendPause extends Effect.Service<SendPause>()("program/SendPause", {
  effect: Effect.gen(function* () {
    const { firstSendPause, secondSendPause } = yield* Timing
    const lengths = [firstSendPause, secondSendPause]
    const pause = yield* keptPause
    const { become, changes, state } = pause

    return {
      /** The pause, and each one that follows. */
      changes,
      /**
       * Until when nothing may be sent, in epoch milliseconds: a time that is over when sends are free, infinity when
       * they pause until the owner stops the robot and starts it again.
       */
      until: Effect.map(state, ({ until }) => until ?? Number.POSITIVE_INFINITY),
      /**
       * WeChat said at `at` (epoch milliseconds) that sends are too frequent: a longer pause each time. What it said
       * before the end of a pause is no news.
       */
      tooFrequent: Effect.fn("SendPause.tooFrequent")(function* (at: number) {
        const { inARow, until } = yield* state
        if (until === null || at < until) return
        const length = lengths[inARow]
        yield* become({
          until: length === undefined ? null : at + Duration.toMillis(length),
          inARow: inARow + 1
        })
        yield* warn(length)
      }),
      /** WeChat took a send: the next pause is a short one again. */
      taken: Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const { inARow, until } = yield* state
        // one that was under way when the pause began says nothing of what comes after it
        if (inARow === 0 || until === null || now < until) return
        yield* become({ until, inARow: 0 })
      }),
      /**
       * Goes on with the pause that the last run left, once the time is known. It is never longer than it can be, for the
       * clock may have been wrong then.
       */
      goOn: Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const { inARow, until } = yield* state
        if (until === null) return yield* warn(undefined)
        const left = Duration.min(Duration.millis(Math.max(0, until - now)), secondSendPause)
        if (Duration.toMillis(left) === 0) return
        yield* become({ inARow, until: now + Duration.toMillis(left) })
        yield* warn(left)
      }),
      ...endings(pause)
    } as const
  })
}) {}

/** The pause as the journal keeps it, and as others follow it. */
const keptPause = Effect.gen(function* () {
  const { together } = yield* Journal
  const { value } = yield* KeptValues
  const none: SendPauseState = { until: 0, inARow: 0 }
  const followed = yield* SubscriptionRef.make(none)
  const forgotten = SubscriptionRef.set(followed, none)
  const kept = yield* value({ name: "send-pause", schema: SendPauseState, none, forgotten })
  yield* SubscriptionRef.set(followed, yield* kept.get)
  return {
    state: kept.get,
    become: (next: SendPauseState) =>
      // on disk before anybody is told
      Effect.zipRight(together(kept.update(() => next)), SubscriptionRef.set(followed, next)),
    changes: followed.changes
  }
})

/** How the owner ends a pause. If WeChat finds the sends too frequent again, the next is a longer one. */
const endings = ({ become, state }: Effect.Effect.Success<typeof keptPause>) => ({
  /** The owner stops the robot: a pause without an end is over with the next start. A crash does not end it. */
  stopped: Effect.gen(function* () {
    const { inARow, until } = yield* state
    if (until === null) yield* become({ until: 0, inARow })
  }),
  /** The owner says that sends may go on now. Tells whether they were paused. */
  endNow: Effect.gen(function* () {
    const { inARow, until } = yield* state
    const now = yield* Clock.currentTimeMillis
    if (until !== null && until <= now) return false
    yield* become({ until: 0, inARow })
    yield* Effect.logInfo("the owner ended the pause of sends")
    return true
  })
})

/** How long, and what the owner can do. */
const warn = (length: Duration.Duration | undefined) =>
  Effect.logWarning("WeChat finds the sends too frequent: nothing is sent for now").pipe(
    Effect.annotateLogs(
      length !== undefined
        ? { pause: Duration.format(length), todo: "nothing, sending goes on by itself" }
        : {
            pause: "until the robot is stopped and started again; a crash does not count",
            todo: todoFor("sends-paused", "en")
          }
    )
  )
