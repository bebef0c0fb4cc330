import { type Client, type TransactionMode } from "@libsql/client"
import { Data, Duration, Effect, Either, Runtime, Schedule } from "effect"

/** How often it is looked whether a file is free again. */
const AGAIN = Duration.millis(200)

class Failed extends Data.TaggedError("Failed")<{ readonly cause: unknown }> {}

export interface Patience {
  /** Whether a call failed because another program holds the file. */
  readonly isBusy: (cause: unknown) => boolean
  /** How long that may last. */
  readonly atMost: Duration.Duration
  /** Told when a wait begins, and when the file is free again. */
  readonly waiting: Effect.Effect<void>
  readonly free: Effect.Effect<void>
  /** What is set on every connection. */
  readonly pragmas: string
  /** Statements that fail like the calls while another program holds the file, and else do nothing. */
  readonly probe: string
}

/**
 * A client with a single connection that waits for other programs which hold its file, such as a backup or a `sqlite3`,
 * and lets all else go on meanwhile.
 *
 * The wait has to be here, for two reasons. A transaction that cannot begin never gives back its turn in the layer above
 * (`@effect/sql-libsql`), and all that comes after it would hang. And after a statement that found the file taken, no
 * commit works on that connection any more (libsql-client-ts#352): there has to be a new one. What looks whether the file
 * is free goes another way through the driver, that leaves nothing behind.
 */
export const patient = (
  client: Client,
  { atMost, free, isBusy, pragmas, probe, waiting }: Patience
): Effect.Effect<Client> =>
  Effect.map(Effect.runtime(), (runtime) => {
    const onNewConnection = async <A>(call: () => Promise<A>): Promise<A> => {
      await client.executeMultiple(`${pragmas}; ${probe}`)
      return await once(call)
    }

    const once = async <A>(call: () => Promise<A>): Promise<A> => {
      try {
        return await call()
      } catch (cause) {
        if (isBusy(cause)) await client.reconnect()
        throw cause
      }
    }

    const waitFor = <A>(call: () => Promise<A>) =>
      Effect.tryPromise({ try: () => onNewConnection(call), catch: (cause) => new Failed({ cause }) }).pipe(
        Effect.delay(AGAIN),
        Effect.retry({
          while: ({ cause }) => isBusy(cause),
          schedule: Schedule.recurs(Math.floor(Duration.toMillis(atMost) / Duration.toMillis(AGAIN)))
        }),
        Effect.zipLeft(free)
      )

    const patiently = async <A>(call: () => Promise<A>): Promise<A> => {
      try {
        return await once(call)
      } catch (cause) {
        if (!isBusy(cause)) throw cause
        const waited = Effect.either(Effect.zipRight(waiting, waitFor(call)))
        const answer = await Runtime.runPromise(runtime)(waited)
        if (Either.isLeft(answer)) throw answer.left.cause
        return answer.right
      }
    }

    return {
      execute: (statement, args?: Parameters<Client["execute"]>[1]) =>
        patiently(() =>
          typeof statement === "string" ? client.execute(statement, args) : client.execute(statement)
        ),
      batch: (statements, mode) => patiently(() => client.batch(statements, mode)),
      migrate: (statements) => patiently(() => client.migrate(statements)),
      transaction: (mode: TransactionMode = "write") => patiently(() => client.transaction(mode)),
      executeMultiple: (sql) => patiently(() => client.executeMultiple(sql)),
      sync: () => client.sync(),
      reconnect: () => client.reconnect(),
      close: () => client.close(),
      get closed() {
        return client.closed
      },
      protocol: client.protocol
    }
  })
