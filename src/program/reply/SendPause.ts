import { Clock, Duration, Effect } from "effect"
import { Timing } from "../../domain/Timing.ts"
import { Journal, type Limits } from "../../layers/journal/Journal.ts"

/** The rest that all sends take when WeChat finds them too frequent (Ret 1205, or a grey line that says so). */
export interface SendPause {
  /**
   * Until when nothing may be sent, in epoch milliseconds: a time that is over when sends are free, infinity when they
   * pause until the owner stops the robot and starts it again.
   */
  readonly until: Effect.Effect<number>
  /**
   * WeChat said at `at` (epoch milliseconds) that sends are too frequent: a longer pause each time. What it said before
   * the end of a pause is no news.
   */
  readonly tooFrequent: (at: number) => Effect.Effect<void>
  /** WeChat took a send: the next pause is a short one again. */
  readonly taken: Effect.Effect<void>
  /** Looks at the pause that the last run left, once the time is known. */
  readonly goOn: Effect.Effect<void>
  /** The owner stops the robot: a pause without an end is over with the next start. A crash does not end it. */
  readonly stopped: Effect.Effect<void>
}

/** One for the whole account: WeChat counts sends over all chats together. It is kept in the journal, for the next start. */
export const make = Effect.gen(function* () {
  const journal = yield* Journal
  const { firstSendPause, secondSendPause } = yield* Timing
  const lengths = [firstSendPause, secondSendPause]
  const state = Effect.map(journal.limits, ({ sendPause }) => sendPause)
  const become = (sendPause: Limits["sendPause"]) => journal.limit((limits) => ({ ...limits, sendPause }))

  const tooFrequent = Effect.fn("SendPause.tooFrequent")(function* (at: number) {
    const { inARow, until } = yield* state
    if (until === null || at < until) return
    const length = lengths[inARow]
    yield* become({ until: length === undefined ? null : at + Duration.toMillis(length), inARow: inARow + 1 })
    yield* warn(length)
  })

  const taken = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const { inARow, until } = yield* state
    // one that was under way when the pause began says nothing of what comes after it
    if (inARow === 0 || until === null || now < until) return
    yield* become({ until, inARow: 0 })
  })

  const stopped = Effect.gen(function* () {
    const { inARow, until } = yield* state
    if (until === null) yield* become({ until: 0, inARow })
  })

  /** The pause that the last run left is never longer than it can be, for the clock may have been wrong then. */
  const goOn = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const { inARow, until } = yield* state
    if (until === null) return yield* warn(undefined)
    const left = Duration.min(Duration.millis(Math.max(0, until - now)), secondSendPause)
    if (Duration.toMillis(left) === 0) return
    yield* become({ inARow, until: now + Duration.toMillis(left) })
    yield* warn(left)
  })

  return {
    until: Effect.map(state, ({ until }) => until ?? Number.POSITIVE_INFINITY),
    tooFrequent,
    taken,
    goOn,
    stopped
  } satisfies SendPause
})

/** How long, and what the owner can do. */
const warn = (length: Duration.Duration | undefined) =>
  Effect.logWarning("WeChat finds the sends too frequent: nothing is sent for now").pipe(
    Effect.annotateLogs(
      length !== undefined
        ? { pause: Duration.format(length), todo: "nothing, sending goes on by itself" }
        : {
            pause: "until the robot is stopped and started again; a crash does not count",
            todo: "give the account some hours, then stop it (SIGTERM, Ctrl-C, systemctl restart) and start it, best with a lower ROBOT_SENDS_PER_MINUTE"
          }
    )
  )
