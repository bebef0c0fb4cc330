import { join } from "node:path"
import { FileSystem } from "@effect/platform"
import { Effect } from "effect"
import { JournalFailed } from "../journal/Journal.ts"
import { FILE, journalFailed, openJournalToCheck } from "../journal/sql/Database.ts"

/**
 * Copies the journal of one directory into another, as it is at one instant though a robot writes meanwhile, and checks
 * the copy. Gives the number of messages in it.
 */
export const copyJournal = Effect.fn("copyJournal")(function* (from: string, into: string) {
  const { path, sql } = yield* openJournalToCheck(from)
  // SQLite copies nothing for a connection that may not write
  yield* Effect.mapError(
    Effect.zipRight(sql`pragma query_only = 0`, sql`vacuum into ${join(into, FILE)}`),
    (error) => journalFailed(path, error)
  )
  const copy = yield* openJournalToCheck(into)
  const found = yield* Effect.mapError(
    Effect.all({
      faults: copy.sql<{ readonly integrityCheck: string }>`pragma integrity_check`,
      count: copy.sql<{ readonly messages: number }>`select count(*) as messages from message`
    }),
    (error) => journalFailed(path, error)
  )
  if (found.faults.some(({ integrityCheck }) => integrityCheck !== "ok")) {
    return yield* new JournalFailed({
      kind: "corrupt",
      message: `${path}: is damaged, so there is no new backup: the last good one is worth keeping`
    })
  }
  // for its owner alone, also where the directory is opened for others
  yield* Effect.flatMap(FileSystem.FileSystem, (fs) => Effect.ignore(fs.chmod(copy.path, 0o600)))
  return found.count.reduce((sum, { messages }) => sum + Number(messages), 0)
})
