import { Duration, Effect, Schedule } from "effect"
import { Timing } from "../../domain/Timing.ts"

/** The pauses after failures: doubled each time up to a limit, shortened by chance, for as long as it takes. */
export const pauses = Effect.map(Timing, ({ backoff, backoffLimit }) =>
  Schedule.exponential(backoff).pipe(
    Schedule.modifyDelay((_, delay) => Duration.min(delay, backoffLimit)),
    Schedule.jitteredWith({ min: 0.8, max: 1 })
  )
)

/**
 * Tries again after each failure, with growing pauses, until it works or the failure is one that no repetition cures.
 * The first failure is a warning, `what` and the error's own words; those that follow it are for debugging only.
 */
export const retryUnless =
  <E extends { readonly message: string }, Fatal extends E>(
    isFatal: (error: E) => error is Fatal,
    what: string
  ) =>
  <A, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, Fatal, R> =>
    Effect.flatMap(pauses, (schedule) => {
      let failures = 0
      return self.pipe(
        Effect.tapError((error) => {
          if (isFatal(error)) return Effect.void
          failures++
          const log = failures === 1 ? Effect.logWarning(what) : Effect.logDebug(what)
          return Effect.annotateLogs(log, { error: error.message })
        }),
        Effect.retryOrElse(
          Schedule.whileInput(schedule, (error: E) => !isFatal(error)),
          (error) => (isFatal(error) ? Effect.fail(error) : Effect.never)
        )
      )
    })

const nothingIsFatal = (_error: unknown): _error is never => false

/** The same for what may always be tried again. */
export const retryForever = (what: string) => retryUnless(nothingIsFatal, what)
