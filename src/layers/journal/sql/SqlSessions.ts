import { Effect } from "effect"
import { Account } from "../../Account.ts"
import { sessionsOf } from "../MemoryJournal.ts"
import { SavedSessions } from "../SavedSessions.ts"
import { JournalFile } from "./JournalFile.ts"
import { readSession, sessionWrites } from "./tables/SessionTable.ts"

/** The last log-in of an account, at hand and in the journal's file. */
export const sessionsOnFile = Effect.gen(function* () {
  const { opening, sql, writer } = yield* JournalFile
  const account = yield* Account
  const write = sessionWrites(sql, account)
  const memory = yield* sessionsOf(yield* opening(readSession(sql, account)))
  return SavedSessions.of({
    last: memory.last,
    begin: (session, cookies) =>
      Effect.zipRight(
        memory.begin(session, cookies),
        writer.later(() => [write.begin(session, cookies)])
      ),
    moveTo: (cursor) =>
      Effect.zipRight(
        memory.moveTo(cursor),
        writer.later(() => [write.moveTo(cursor)])
      ),
    keepCookies: (cookies) =>
      Effect.zipRight(
        memory.keepCookies(cookies),
        writer.later(() => [write.keepCookies(cookies)])
      ),
    end: (code) =>
      Effect.zipRight(
        memory.end(code),
        writer.later(() => [write.end(code)])
      ),
    forget: Effect.zipRight(
      memory.forget,
      writer.later(() => [write.forget])
    )
  })
})
