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
 * Tries again after each failure, with growing pauses, until it works or the failure is one that no repetition cures. The
 * other ones are told to `failed`.
 */
export const retrying =
  <E, Fatal extends E, R2>(
    isFatal: (error: E) => error is Fatal,
    failed: (error: E) => Effect.Effect<void, never, R2>
  ) =>
  <A, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, Fatal, R | R2> => {
    const told = Effect.tapError(self, (error) => (isFatal(error) ? Effect.void : failed(error)))
    // nearly every call works the first time, and a schedule costs more than most of them
    return Effect.catchAll(told, (first) =>
      isFatal(first) ? Effect.fail(first) : again(told, first, isFatal)
    )
  }

/** Goes on with what failed once. */
const again = <A, E, Fatal extends E, R>(
  self: Effect.Effect<A, E, R>,
  first: E,
  isFatal: (error: E) => error is Fatal
) =>
  Effect.flatMap(pauses, (schedule) => {
    let failures = 0
    return Effect.suspend(() => (failures++ === 0 ? Effect.fail(first) : self)).pipe(
      Effect.retryOrElse(
        Schedule.whileInput(schedule, (error: E) => !isFatal(error)),
        (error) => (isFatal(error) ? Effect.fail(error) : Effect.never)
      )
    )
  })

/** `retrying` that logs: `what` with the error, the first time as a warning, then for debugging. */
export const retryUnless =
  <E extends { readonly message: string }, Fatal extends E>(
    isFatal: (error: E) => error is Fatal,
    what: string
  ) =>
  <A, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, Fatal, R> =>
    Effect.suspend(() => {
      let isFirst = true
      return self.pipe(
        retrying(isFatal, (error) => {
          const log = isFirst ? Effect.logWarning(what) : Effect.logDebug(what)
          isFirst = false
          return Effect.annotateLogs(log, { error: error.message })
        })
      )
    })

const nothingIsFatal = (_error: unknown): _error is never => false

/** The same for what may always be tried again. */
export const retryForever = (what: string) => retryUnless(nothingIsFatal, what)

/** Again at once after such failures. `Effect.retry` makes a schedule first, for what nearly always works. */
export const atOnceAgain =
  <E, Again extends E>(isSuch: (error: E) => error is Again) =>
  <A, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, Exclude<E, Again>, R> =>
    Effect.catchIf(self, isSuch, () => atOnceAgain(isSuch)(self))
