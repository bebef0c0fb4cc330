import { join } from "node:path"
import { FileSystem } from "@effect/platform"
import { Reactivity } from "@effect/experimental"
import { SqlClient, type SqlConnection, SqlError, Statement } from "@effect/sql"
import { Console, Effect, Option, ParseResult, Stream, String } from "effect"
import { Timing } from "../../../domain/Timing.ts"
import { DataDirectory } from "../../disk/DataDirectory.ts"
import { JournalFailed } from "../Journal.ts"
import { migrate, MOVING, NEWEST, TABLE } from "./migrations/Migrations.ts"
import { codeOf, Connection, isBusy } from "./Connection.ts"
import { type Patience, patiently } from "./Patience.ts"

/** The file of the journal in the data directory. */
export const FILE = "journal.db"

/** What is locked as long as a robot uses the data directory. */
const LOCK = "lock.db"

/** What is the matter with a database, from what SQLite says. */
export const journalFailed = (path: string, cause: unknown): JournalFailed => {
  // what it holds is nobody's to see in a log, and errors of parsing quote it
  const code = ParseResult.isParseError(cause) ? "SQLITE_CORRUPT_CONTENT" : codeOf(cause)
  const fail = (kind: JournalFailed["kind"], problem: string) =>
    new JournalFailed({ kind, message: `${path}: ${problem} (${code || "no reason given"})` })
  if (code.startsWith("SQLITE_FULL")) return fail("disk-full", "the disk is full")
  if (isBusy(cause)) return fail("locked", "another program uses it")
  if (/^SQLITE_(READONLY|PERM|CANTOPEN)|: 14"?\)?$/.test(code)) return fail("read-only", "cannot be written")
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return fail("corrupt", "is damaged: put a backup in its place, or move it away to begin anew")
  }
  return fail("unusable", "cannot be used")
}

/**
 * How long the driver waits by itself, in milliseconds: it stops the event loop meanwhile. Long enough for one who closes
 * the file last and has it for itself for a moment.
 */
const AT_ONCE = 50

/** A connection that is closed with the scope. */
const connectionTo = (path: string, pragmas: string, timeout: number) =>
  Effect.acquireRelease(
    Effect.sync(() => new Connection(path, { pragmas, timeout })),
    (connection) => Effect.sync(() => connection.close())
  )

/** Every commit is on disk when it is done; what is deleted or taken back is overwritten, not only marked as free. */
const toWrite = {
  pragmas: "pragma synchronous = full; pragma secure_delete = on",
  waiting: Effect.logWarning("another program holds the journal: waiting for it"),
  free: Effect.logInfo("the journal is free again")
}

const toRead = {
  pragmas: "pragma query_only = 1",
  waiting: Console.error("Another program holds the journal: waiting for it."),
  free: Effect.void
}

/** How a file is opened. */
type Way = Pick<Patience, "free" | "waiting"> & { readonly pragmas: string }

/** An open file: its connection, how a step on that waits for other programs, and `sql` by such steps. */
const open = Effect.fnUntraced(function* (path: string, { pragmas, ...told }: Way) {
  const { journalPatience } = yield* Timing
  const connection = yield* connectionTo(path, pragmas, AT_ONCE)
  const step = patiently({ ...told, atMost: journalPatience })
  const run = (text: string, values: ReadonlyArray<unknown>) => step(() => connection.run(text, values))
  yield* Effect.mapError(run("select 1", []), (cause) => journalFailed(path, cause))
  const execute: SqlConnection.Connection["execute"] = (text, values, transformRows) =>
    transformRows === undefined ? run(text, values) : Effect.map(run(text, values), transformRows)
  const sql = yield* SqlClient.make({
    acquirer: Effect.succeed({
      execute,
      executeUnprepared: execute,
      executeRaw: run,
      executeValues: () => Effect.dieMessage("rows are objects here"),
      executeStream: () => Stream.dieMessage("rows are given together here")
    }),
    beginTransaction: "begin immediate",
    compiler: Statement.makeCompilerSqlite(String.camelToSnake),
    transformRows: Statement.defaultTransforms(String.snakeToCamel).array,
    spanAttributes: []
  })
  return { connection, sql, step }
}, Effect.provide(Reactivity.layer))

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
  const connection = yield* connectionTo(path, "", AT_ONCE)
  yield* Effect.try({
    // a transaction that never ends
    try: () => connection.run("begin immediate"),
    catch: (cause) => {
      const failed = journalFailed(path, cause)
      return failed.kind === "locked"
        ? new JournalFailed({ kind: "locked", message: `${path}: another robot uses this data directory` })
        : failed
    }
  })
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

/** A commit that fails, as on a full disk, is a failure like any other; `withTransaction` makes it a defect. */
const failingCommits = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError.SqlError, R> =>
  Effect.catchSomeDefect(self, (defect) =>
    defect instanceof SqlError.SqlError ? Option.some(Effect.fail(defect)) : Option.none()
  )

/** The journal's file of the data directory, for the one robot that may use it. */
export const openJournal = Effect.gen(function* () {
  const directory = (yield* DataDirectory).path
  yield* lock(join(directory, LOCK))
  const path = join(directory, FILE)
  yield* makePrivate(path)
  const { connection, sql, step } = yield* open(path, toWrite)
  yield* Effect.gen(function* () {
    yield* sql`pragma journal_mode = wal`
    yield* refuseNewer(path, yield* versionOf(sql))
    yield* failingCommits(Effect.provideService(migrate, SqlClient.SqlClient, sql))
  }).pipe(
    Effect.catchAll((error) =>
      error instanceof JournalFailed ? Effect.fail(error) : Effect.fail(journalFailed(path, error))
    )
  )
  // the driver leaves this undone: all that was taken back would stand in the log until the next run; it waits for nobody
  yield* Effect.addFinalizer(() =>
    Effect.ignore(Effect.try(() => connection.run("pragma wal_checkpoint(truncate)")))
  )
  return { path, connection, sql, step }
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
  const { sql } = yield* open(readable, toRead)
  const version = yield* Effect.mapError(versionOf(sql), (error) => journalFailed(path, error))
  yield* refuseNewer(path, version)
  return { path, sql, version }
})

/** The same for who reads what is in it. */
export const openJournalToRead = Effect.fn("openJournalToRead")(function* (directory: string) {
  const { path, sql, version } = yield* openJournalToCheck(directory)
  if (version < NEWEST) {
    const message =
      version < MOVING
        ? `${path}: of an older version of this program: start the robot once`
        : `${path}: the robot brings it up to date: try again in a minute, or start the robot once more if it is stopped`
    return yield* new JournalFailed({ kind: "unusable", message })
  }
  return { path, sql }
})
