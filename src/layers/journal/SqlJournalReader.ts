import { join, resolve } from "node:path"
import { FileSystem } from "@effect/platform"
import { type SqlClient } from "@effect/sql"
import { Chunk, Effect, Layer, Option, Schema, Stream } from "effect"
import { canonical } from "../../domain/Name.ts"
import { Account } from "../Account.ts"
import { type JournalFailed } from "./Journal.ts"
import { FILE, journalFailed, openJournalToCheck, openJournalToRead } from "./sql/Database.ts"
import { readContacts } from "./sql/tables/ContactTable.ts"
import { messageQuestions } from "./sql/tables/MessageTable.ts"
import { readSession } from "./sql/tables/SessionTable.ts"
import { JournalReader } from "./JournalReader.ts"
import { Settings } from "../settings/Settings.ts"
import { decodeMessages, Int } from "./StoredMessage.ts"

const decodeWords = Schema.decodeUnknown(
  Schema.Array(
    Schema.Struct({
      seq: Int,
      msgId: Schema.String,
      lastingName: Schema.NullOr(Schema.String),
      text: Schema.NullOr(Schema.String)
    })
  )
)

/** A lasting name without the kind of the chat before it. */
const nameOf = (lastingName: string | null) =>
  lastingName === null ? null : lastingName.slice(lastingName.indexOf(":") + 1)

const lastContacts = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, account: string) {
  const saved = yield* readSession(sql, account)
  if (Option.isNone(saved)) return Option.none()
  const me = saved.value.session.me.UserName
  return Option.some({ me, ...(yield* readContacts(sql, account, me)) })
})

/** Whether the journal of a data directory can be read, if there is one yet. */
export const journalIsFine = Effect.fn("journalIsFine")(function* (directory: string) {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* Effect.orElseSucceed(fs.exists(join(directory, FILE)), () => false))) return
  const { path, sql, version } = yield* openJournalToCheck(directory)
  if (version === 0) return
  // as every version of the schema has it
  const last = sql`select * from message order by seq desc limit 1`
  yield* Effect.mapError(last, (error) => journalFailed(path, error))
}, Effect.scoped)

/** Reads the journal of the data directory of the settings. Fails where there is none yet. */
export const layer: Layer.Layer<JournalReader, JournalFailed, Settings | FileSystem.FileSystem> =
  Layer.scoped(
    JournalReader,
    Effect.gen(function* () {
      const { path, sql } = yield* openJournalToRead(resolve((yield* Settings).dataDir))
      const account = yield* Account
      const run = messageQuestions(sql, account)
      const messages = <E>(rows: Effect.Effect<ReadonlyArray<object>, E>) =>
        rows.pipe(
          Effect.flatMap(decodeMessages),
          Effect.mapError((error) => journalFailed(path, error))
        )
      const find = (MsgId: string) =>
        Effect.map(messages(run.find(MsgId)), ([found]) => Option.fromNullable(found))

      /** By the canonical form, in which emoji and white space are spelt one way, in texts and in what chats are called. */
      const searchSpellings = (piece: string, limit: number) => {
        const wanted = canonical(piece)
        if (wanted === "") return Effect.succeed([])
        const holds = (text: string | null) => text !== null && canonical(text).includes(wanted)
        return Stream.unfoldChunkEffect(Number.MAX_SAFE_INTEGER, (seq) =>
          run.wordsBefore(seq).pipe(
            Effect.flatMap(decodeWords),
            Effect.mapError((error) => journalFailed(path, error)),
            Effect.map((page) =>
              Option.map(
                Option.fromNullable(page.at(-1)),
                (last) => [Chunk.unsafeFromArray(page), last.seq] as const
              )
            )
          )
        ).pipe(
          Stream.filter(({ lastingName, text }) => holds(text) || holds(nameOf(lastingName))),
          Stream.take(limit),
          Stream.mapEffect(({ msgId }) => find(msgId)),
          Stream.filterMap((found) => found),
          Stream.runCollect,
          Effect.map(Chunk.toReadonlyArray)
        )
      }

      return JournalReader.of({
        find,
        search: (piece, limit) =>
          Effect.filterOrElse(
            messages(run.search(piece, limit)),
            ({ length }) => length > 0,
            () => searchSpellings(piece, limit)
          ),
        last: (count) => messages(run.last(count)),
        all: Stream.unfoldChunkEffect(0, (seq) =>
          Effect.map(messages(run.after(seq)), (page) =>
            Option.map(Option.fromNullable(page.at(-1)), (last) => [Chunk.unsafeFromArray(page), last.seq])
          )
        ),
        contacts: lastContacts(sql, account).pipe(Effect.mapError((error) => journalFailed(path, error)))
      })
    })
  )
