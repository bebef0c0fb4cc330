import { Clock, Duration, Effect, Ref } from "effect"
import { Timing } from "../domain/Timing.ts"
import { Journal } from "../layers/Journal.ts"

/** The rest that all sends take when WeChat finds them too frequent (Ret 1205, or a grey line that says so). */
export interface SendPause {
  /**
   * Until when nothing may be sent, in epoch milliseconds: a time that is over when sends are free, infinity when they
   * pause until the program is started again.
   */
  readonly until: Effect.Effect<number>
  /**
   * WeChat said at `at` (epoch milliseconds) that sends are too frequent: a longer pause each time. What it said before
   * the end of a pause is no news.
   */
  readonly tooFrequent: (at: number) => Effect.Effect<void>
  /** WeChat took a send: the next pause is a short one again. */
  readonly taken: Effect.Effect<void>
}

interface State {
  readonly until: number
  /** How many pauses there were since a send was taken. */
  readonly inARow: number
}

/** One for the whole account: WeChat counts sends over all chats together. */
export const make = Effect.gen(function* () {
  const journal = yield* Journal
  const { firstSendPause, secondSendPause } = yield* Timing
  const lengths = [firstSendPause, secondSendPause]
  const state = yield* Ref.make<State>(yield* fromBefore)
  /** One without an end is over with the next start; that it came so far is remembered. */
  const keep = Effect.flatMap(Ref.get(state), ({ inARow, until }) =>
    journal.limit((limits) => ({
      ...limits,
      sendPause: { inARow, until: Number.isFinite(until) ? until : 0 }
    }))
  )

  const tooFrequent = Effect.fn("SendPause.tooFrequent")(function* (at: number) {
    const begun = yield* Ref.modify(state, (before) => {
      if (at < before.until) return [undefined, before]
      const length = lengths[before.inARow] ?? Duration.infinity
      return [length, { until: at + Duration.toMillis(length), inARow: before.inARow + 1 }]
    })
    if (begun === undefined) return
    yield* keep
    yield* warn(begun)
  })

  const taken = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const { inARow, until } = yield* Ref.get(state)
    // one that was under way when the pause began says nothing of what comes after it
    if (inARow === 0 || now < until) return
    yield* Ref.set(state, { until, inARow: 0 })
    yield* keep
  })

  return { until: Effect.map(Ref.get(state), ({ until }) => until), tooFrequent, taken } satisfies SendPause
})

/** The pause that the last run left; never longer than it can be, for the clock may have been wrong then. */
const fromBefore = Effect.gen(function* () {
  const { secondSendPause } = yield* Timing
  const now = yield* Clock.currentTimeMillis
  const { inARow, until } = (yield* (yield* Journal).limits).sendPause
  const left = Duration.min(Duration.millis(Math.max(0, until - now)), secondSendPause)
  if (Duration.toMillis(left) > 0) yield* warn(left)
  return { inARow, until: Duration.toMillis(left) > 0 ? now + Duration.toMillis(left) : 0 }
})

/** How long, and what the owner can do. */
const warn = (length: Duration.Duration) =>
  Effect.logWarning("WeChat finds the sends too frequent: nothing is sent for now").pipe(
    Effect.annotateLogs(
      Duration.isFinite(length)
        ? { pause: Duration.format(length), todo: "nothing, sending goes on by itself" }
        : {
            pause: "until the next start",
            todo: "give the account some hours, then start the robot again, best with a lower ROBOT_SENDS_PER_MINUTE"
          }
    )
  )
