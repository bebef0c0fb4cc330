import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { FileSystem } from "@effect/platform"
import { Reactivity } from "@effect/experimental"
import { SqlClient } from "@effect/sql"
import { LibsqlClient } from "@effect/sql-libsql"
import { createClient, LibsqlError } from "@libsql/client"
import { Effect, ParseResult, Predicate, type Scope, String } from "effect"
import { failingCommits } from "./CommitGroup.ts"
import { DataDirectory } from "./DataDirectory.ts"
import { JournalFailed } from "./Journal.ts"
import { migrate, NEWEST, TABLE } from "./JournalMigrations.ts"

/** The file of the journal in the data directory. */
export const FILE = "journal.db"

/** What is locked as long as a robot uses the data directory. */
const LOCK = "lock.db"

const codeOf = (cause: unknown): string =>
  cause instanceof LibsqlError
    ? cause.code
    : Predicate.hasProperty(cause, "cause")
      ? codeOf(cause.cause)
      : Predicate.hasProperty(cause, "message")
        ? `${cause.message}`
        : ""

/** What is the matter with a database, from what SQLite says. */
export const journalFailed = (path: string, cause: unknown): JournalFailed => {
  // what it holds is nobody's to see in a log, and errors of parsing quote it
  const code = ParseResult.isParseError(cause) ? "SQLITE_CORRUPT_CONTENT" : codeOf(cause)
  const fail = (kind: JournalFailed["kind"], problem: string) =>
    new JournalFailed({ kind, message: `${path}: ${problem} (${code || "no reason given"})` })
  if (code.startsWith("SQLITE_FULL")) return fail("disk-full", "the disk is full")
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return fail("locked", "another program uses it")
  if (/^SQLITE_(READONLY|PERM|CANTOPEN)|: 14"?\)?$/.test(code)) return fail("read-only", "cannot be written")
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return fail("corrupt", "is damaged: put a backup in its place, or move it away to begin anew")
  }
  return fail("unusable", "cannot be used")
}

/** Who closes a file last has it for itself for a moment: another waits so many milliseconds at most. */
const PATIENCE = 1_000

/** The driver takes an address, in which some signs of a path mean something else. */
const addressOf = (path: string) => pathToFileURL(path).href

/** An open file. The driver may throw where it is asked to open one. */
const open = (path: string): Effect.Effect<LibsqlClient.LibsqlClient, JournalFailed, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => createClient({ url: addressOf(path), concurrency: 1, timeout: PATIENCE }),
      catch: (cause) => journalFailed(path, cause)
    }),
    (client) => Effect.sync(() => client.close())
  ).pipe(
    Effect.flatMap((liveClient) =>
      LibsqlClient.make({
        liveClient,
        transformQueryNames: String.camelToSnake,
        transformResultNames: String.snakeToCamel
      })
    ),
    Effect.provide(Reactivity.layer)
  )

/** SQLite makes its files readable for all; those that it puts beside one take after that one. */
const makePrivate = Effect.fnUntraced(function* (path: string) {
  const fs = yield* FileSystem.FileSystem
  yield* Effect.scoped(fs.open(path, { flag: "a", mode: 0o600 })).pipe(
    Effect.mapError(
      ({ message }) =>
        new JournalFailed({ kind: "read-only", message: `${path}: cannot be written (${message})` })
    )
  )
  // those that were put back from a backup may be readable for others; what is not there, or not ours, is left
  yield* Effect.forEach(
    [path, `${path}-wal`, `${path}-shm`],
    (file) => Effect.ignore(fs.chmod(file, 0o600)),
    {
      discard: true
    }
  )
})

/** Keeps a second robot out, as long as the scope lives; the system frees it even after kill -9. */
const lock = Effect.fnUntraced(function* (path: string) {
  yield* makePrivate(path)
  const client = yield* Effect.acquireRelease(
    Effect.try({
      try: () => createClient({ url: addressOf(path) }),
      catch: (cause) => journalFailed(path, cause)
    }),
    (client) => Effect.sync(() => client.close())
  )
  yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => client.transaction("write"),
      catch: (cause) => {
        const failed = journalFailed(path, cause)
        return failed.kind === "locked"
          ? new JournalFailed({ kind: "locked", message: `${path}: another robot uses this data directory` })
          : failed
      }
    }),
    (transaction) => Effect.sync(() => transaction.close())
  )
})

const versionOf = (sql: SqlClient.SqlClient) =>
  Effect.gen(function* () {
    const tables = yield* sql`select name from sqlite_master where type = 'table' and name = ${TABLE}`
    if (tables.length === 0) return 0
    const [newest] = yield* sql<{
      readonly id: number | null
    }>`select max(migration_id) as id from ${sql(TABLE)}`
    return newest?.id ?? 0
  })

const refuseNewer = (path: string, version: number) =>
  version > NEWEST
    ? new JournalFailed({
        kind: "newer-schema",
        message: `${path}: of a newer version of this program (schema ${version}, this one knows ${NEWEST}): start that version`
      })
    : Effect.void

/** The journal's file of the data directory, for the one robot that may use it. Every commit is on disk when it is done. */
export const openJournal = Effect.gen(function* () {
  const directory = (yield* DataDirectory).path
  yield* lock(join(directory, LOCK))
  const path = join(directory, FILE)
  yield* makePrivate(path)
  const sql = yield* open(path)
  yield* Effect.gen(function* () {
    yield* sql`pragma journal_mode = wal`
    yield* sql`pragma synchronous = full`
    // what is deleted or taken back is overwritten, not only marked as free
    yield* sql`pragma secure_delete = on`
    yield* refuseNewer(path, yield* versionOf(sql))
    yield* failingCommits(Effect.provideService(migrate, SqlClient.SqlClient, sql))
  }).pipe(
    Effect.catchAll((error) =>
      error instanceof JournalFailed ? Effect.fail(error) : Effect.fail(journalFailed(path, error))
    )
  )
  // the driver leaves this undone: all that was taken back would stand in the log until the next run
  yield* Effect.addFinalizer(() => Effect.ignore(sql`pragma wal_checkpoint(truncate)`))
  return { path, sql }
})

/**
 * Who reads next to a robot needs to write beside the file as well. Where that cannot be done and no log stands beside
 * it, no robot writes either, and a copy says all.
 */
const readablePath = Effect.fnUntraced(function* (directory: string) {
  const path = join(directory, FILE)
  const fs = yield* FileSystem.FileSystem
  const writable = yield* Effect.isSuccess(fs.access(directory, { writable: true }))
  if (writable || (yield* fs.exists(`${path}-wal`))) return path
  const copy = join(yield* fs.makeTempDirectoryScoped({ prefix: "weixin-robot-" }), FILE)
  yield* fs.copyFile(path, copy)
  return copy
})

/** The same file for who only looks whether it can be used, whether a robot uses it or not; gives its version too. */
export const openJournalToCheck = Effect.fn("openJournalToCheck")(function* (directory: string) {
  const path = join(directory, FILE)
  const fail = (problem: string) => new JournalFailed({ kind: "unusable", message: `${path}: ${problem}` })
  const fs = yield* FileSystem.FileSystem
  if (!(yield* Effect.orElseSucceed(fs.exists(path), () => false))) {
    return yield* fail("there is no journal yet: start the robot first")
  }
  const readable = yield* Effect.mapError(readablePath(directory), ({ message }) =>
    fail(`cannot be read (${message})`)
  )
  const sql = yield* open(readable)
  const version = yield* Effect.mapError(
    Effect.zipRight(sql`pragma query_only = 1`, versionOf(sql)),
    (error) => journalFailed(path, error)
  )
  yield* refuseNewer(path, version)
  return { path, sql, version }
})

/** The same for who reads what is in it. */
export const openJournalToRead = Effect.fn("openJournalToRead")(function* (directory: string) {
  const { path, sql, version } = yield* openJournalToCheck(directory)
  if (version < NEWEST) {
    const message = `${path}: of an older version of this program: start the robot once`
    return yield* new JournalFailed({ kind: "unusable", message })
  }
  return { path, sql }
})
