import { Effect } from "effect"
import { Account } from "../../Account.ts"
import { KeptValues } from "../KeptValues.ts"
import { keptValuesOf } from "../MemoryJournal.ts"
import { JournalFile } from "./JournalFile.ts"
import { keptWrites, readKept } from "./tables/KeptTable.ts"

/** The single values of an account, at hand and in the journal's file. */
export const keptValuesOnFile = Effect.gen(function* () {
  const { failed, opening, sql, writer } = yield* JournalFile
  const account = yield* Account
  const write = keptWrites(sql, account)
  const values = yield* opening(readKept(sql, account))
  /** The newest there is by then: of two changes at the same time none may write what the other has replaced. */
  const newest = (name: string) => {
    const value = values.get(name)
    return value === undefined ? [] : [write.keep(name, value)]
  }
  /** But for what was changed again by then. */
  const forgotten = () => [write.forgetAll, ...[...values.keys()].flatMap(newest)]
  const memory = keptValuesOf(
    values,
    (name) => writer.later(() => newest(name)),
    (_, cause) => failed(cause)
  )
  return KeptValues.of({
    value: memory.value,
    forgetAll: Effect.zipRight(memory.forgetAll, writer.later(forgotten))
  })
})
