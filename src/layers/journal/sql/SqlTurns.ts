import { Effect } from "effect"
import { Account } from "../../Account.ts"
import { type TurnsOf } from "../Messages.ts"
import { type Write } from "./CommitGroup.ts"
import { JournalFile } from "./JournalFile.ts"
import { decodeTurns, turnRows } from "./tables/TurnRows.ts"

/** Reads what chatbots answered. What was sent a moment ago may not be in the file yet: then it is written first. */
export const turnsOnFile = Effect.gen(function* () {
  const { ask, reading, sql, writer } = yield* JournalFile
  const rowsOf = turnRows(sql, yield* Account)
  /** By chat, how many writes of a turn wait. */
  const waiting = new Map<string, number>()
  const count = (chat: string, change: number) => {
    const writes = (waiting.get(chat) ?? 0) + change
    if (writes === 0) waiting.delete(chat)
    else waiting.set(chat, writes)
  }
  return {
    /** The same write, of a turn in a chat. */
    expecting: (chat: string, write: Write): Write => {
      count(chat, 1)
      return () => {
        count(chat, -1)
        return write()
      }
    },
    turns: Effect.fnUntraced(function* (of: TurnsOf) {
      if (waiting.has(of.userName)) yield* writer.now(() => [])
      const [{ turns }] = yield* reading(Effect.flatMap(ask(rowsOf(of)), decodeTurns))
      return turns.toReversed()
    })
  } as const
})
