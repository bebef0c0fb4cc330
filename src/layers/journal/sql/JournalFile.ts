import { type SqlClient, type SqlError } from "@effect/sql"
import { Context, Deferred, Effect, Layer } from "effect"
import { type JournalFailed } from "../Journal.ts"
import * as CommitGroup from "./CommitGroup.ts"
import { type Compilable } from "./Connection.ts"
import { journalFailed, openJournal } from "./Database.ts"

/** The journal's open file, with its one writer: all accounts of the process share it. */
export class JournalFile extends Context.Tag("layers/JournalFile")<
  JournalFile,
  {
    readonly sql: SqlClient.SqlClient
    /** What `sql` would give, with the names of columns as they are: for what is asked with each message. */
    readonly ask: (
      question: Compilable
    ) => Effect.Effect<ReadonlyArray<Record<string, unknown>>, SqlError.SqlError>
    readonly writer: CommitGroup.CommitGroup
    /** A question at an account's start, once all is written that waits; the start ends with its failure. */
    readonly opening: <A, E>(self: Effect.Effect<A, E>) => Effect.Effect<A, JournalFailed>
    /** A question later on. One that fails ends the robot, so that no caller has to handle it. */
    readonly reading: <A, E>(self: Effect.Effect<A, E>) => Effect.Effect<A>
    /** What cannot be read, in words for a person. */
    readonly failed: (cause: unknown) => JournalFailed
    /** Fails when something could not be written or read. */
    readonly failure: Effect.Effect<never, JournalFailed>
  }
>() {
  /** That of the data directory. No other robot may have it meanwhile. */
  static readonly layer = Layer.scoped(
    this,
    Effect.gen(function* () {
      const { connection, path, sql, step } = yield* openJournal
      const failed = (cause: unknown) => journalFailed(path, cause)
      const inWords = <A, E>(self: Effect.Effect<A, E>) => Effect.mapError(self, failed)
      const writer = yield* CommitGroup.make((write) => step(() => connection.commit(write())))
      const allWritten = Effect.raceFirst(
        writer.now(() => []),
        writer.failure
      )
      const unreadable = yield* Deferred.make<never, JournalFailed>()
      return {
        sql,
        ask: (question) => step(() => connection.run(...question.compile())),
        writer,
        failed,
        opening: <A, E>(self: Effect.Effect<A, E>) => inWords(Effect.zipRight(allWritten, self)),
        reading: <A, E>(self: Effect.Effect<A, E>): Effect.Effect<A> =>
          Effect.catchAll(inWords(self), (failure) =>
            Effect.zipRight(Deferred.fail(unreadable, failure), Effect.never)
          ),
        failure: Effect.raceFirst(inWords(writer.failure), Deferred.await(unreadable))
      }
    })
  )
}
