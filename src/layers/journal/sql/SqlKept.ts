import { Effect } from "effect"
import { Account } from "../../Account.ts"
import { KeptValues } from "../KeptValues.ts"
import { keptValuesOf, sessionsOf } from "../MemoryJournal.ts"
import { SavedSessions } from "../SavedSessions.ts"
import { JournalFile } from "./JournalFile.ts"
import { keptWrites, readKept, savedSessionOf } from "./tables/KeptTable.ts"

/** The last log-in of an account, at hand and in the journal's file. */
export const sessionsOnFile = Effect.gen(function* () {
  const { opening, sql, writer } = yield* JournalFile
  const account = yield* Account
  const write = keptWrites(sql, account)
  const memory = yield* sessionsOf(yield* opening(Effect.flatMap(readKept(sql, account), savedSessionOf)))
  return SavedSessions.of({
    last: memory.last,
    begin: (session, cookies) =>
      Effect.zipRight(memory.begin(session, cookies), writer.later(write.begin(session, cookies))),
    moveTo: (cursor) => Effect.zipRight(memory.moveTo(cursor), writer.later(write.moveTo(cursor))),
    keepCookies: (cookies) =>
      Effect.zipRight(memory.keepCookies(cookies), writer.later(write.keepCookies(cookies))),
    end: (code) => Effect.zipRight(memory.end(code), writer.later(write.end(code)))
  })
})

/** The single values of an account, at hand and in the journal's file. */
export const keptValuesOnFile = Effect.gen(function* () {
  const { failed, opening, sql, writer } = yield* JournalFile
  const account = yield* Account
  const write = keptWrites(sql, account)
  const values = yield* opening(readKept(sql, account))
  /** The newest there is by then: of two changes at the same time none may write what the other has replaced. */
  const newest = (name: string) =>
    Effect.suspend(() => {
      const value = values.get(name)
      return value === undefined ? Effect.void : Effect.asVoid(write.keep(name, value))
    })
  const memory = keptValuesOf(
    values,
    (name) => writer.later(newest(name)),
    (_, cause) => failed(cause)
  )
  return KeptValues.of({
    of: memory.of,
    forgetAll: Effect.zipRight(memory.forgetAll, writer.later(write.forgetAll))
  })
})
