import { SqlError } from "@effect/sql"
import { Duration, Effect, Schedule } from "effect"
import { isBusy } from "./Connection.ts"

/** How often it is looked whether a file is free again. */
const AGAIN = Duration.millis(200)

export interface Patience {
  /** How long another program may hold the file. */
  readonly atMost: Duration.Duration
  /** Told when a wait begins, and when the file is free again. */
  readonly waiting: Effect.Effect<void>
  readonly free: Effect.Effect<void>
}

/**
 * Does steps on a connection that wait for other programs which hold its file, such as a backup or a `sqlite3`, and lets
 * all else go on meanwhile.
 */
export const patiently =
  ({ atMost, free, waiting }: Patience) =>
  <A>(step: () => A): Effect.Effect<A, SqlError.SqlError> => {
    const once = Effect.try({ try: step, catch: (cause) => new SqlError.SqlError({ cause }) })
    const again = once.pipe(
      Effect.delay(AGAIN),
      Effect.retry({
        while: isBusy,
        schedule: Schedule.recurs(Math.floor(Duration.toMillis(atMost) / Duration.toMillis(AGAIN)))
      }),
      Effect.zipLeft(free)
    )
    return Effect.catchIf(once, isBusy, () => Effect.zipRight(waiting, again))
  }
