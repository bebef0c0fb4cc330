import { join, resolve } from "node:path"
import { FileSystem } from "@effect/platform"
import { type SqlClient } from "@effect/sql"
import { Chunk, Effect, Layer, Option, Schema, Stream } from "effect"
import { canonical } from "../../domain/Name.ts"
import { Account } from "../Account.ts"
import { type JournalFailed } from "./Journal.ts"
import { FILE, journalFailed, openJournalToCheck, openJournalToRead } from "./sql/Database.ts"
import { readKept, savedSessionOf } from "./sql/tables/KeptTable.ts"
import { readContacts } from "./sql/tables/ContactTable.ts"
import { JournalReader } from "./JournalReader.ts"
import { Settings } from "../settings/Settings.ts"
import { decodeMessages, Int } from "./StoredMessage.ts"

/** So many messages are held at a time: a journal may be larger than the memory. */
const PAGE = 500

/** The same for messages of which only a few words are held. */
const WORDS_PAGE = 5_000

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

/** A piece of text as it stands in a `like`, where two signs have a meaning. */
const literally = (piece: string) => piece.replace(/[\\%_]/g, "\\$&")

const statements = (sql: SqlClient.SqlClient, account: string) => ({
  find: (MsgId: string) => sql`select * from message where account = ${account} and msg_id = ${MsgId}`,
  search: (piece: string, limit: number) => sql`
    select * from message
    where account = ${account} and json_extract(message, '$.body.text') like ${`%${literally(piece)}%`} escape '\\'
    order by seq desc limit ${limit}`,
  last: (count: number) =>
    sql`select * from message where account = ${account} order by seq desc limit ${count}`,
  /** What is looked through where the letters of a piece are found nowhere: text and chat, without all the rest. */
  wordsBefore: (seq: number) => sql`
    select seq, msg_id, lasting_name, json_extract(message, '$.body.text') as text from message
    where account = ${account} and seq < ${seq} order by seq desc limit ${WORDS_PAGE}`,
  after: (seq: number) => sql`
    select * from message where account = ${account} and seq > ${seq} order by seq limit ${PAGE}`
})

/** A lasting name without the kind of the chat before it. */
const nameOf = (lastingName: string | null) =>
  lastingName === null ? null : lastingName.slice(lastingName.indexOf(":") + 1)

const lastContacts = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, account: string) {
  const saved = yield* Effect.flatMap(readKept(sql, account), savedSessionOf)
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
      const run = statements(sql, account)
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
