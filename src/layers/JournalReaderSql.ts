import { join, resolve } from "node:path"
import { FileSystem } from "@effect/platform"
import { type SqlClient } from "@effect/sql"
import { Chunk, Effect, Layer, Option, Stream } from "effect"
import { type JournalFailed } from "./Journal.ts"
import { FILE, journalFailed, openJournalToCheck, openJournalToRead } from "./JournalDatabase.ts"
import { JournalReader } from "./JournalReader.ts"
import { Settings } from "./Settings.ts"
import { decodeMessages } from "./StoredMessage.ts"

/** So many messages are held at a time: a journal may be larger than the memory. */
const PAGE = 500

/** A piece of text as it stands in a `like`, where two signs have a meaning. */
const literally = (piece: string) => piece.replace(/[\\%_]/g, "\\$&")

const statements = (sql: SqlClient.SqlClient) => ({
  find: (MsgId: string) => sql`select * from message where msg_id = ${MsgId}`,
  search: (piece: string, limit: number) => sql`
    select * from message
    where json_extract(message, '$.body.text') like ${`%${literally(piece)}%`} escape '\\'
    order by seq desc limit ${limit}`,
  last: (count: number) => sql`select * from message order by seq desc limit ${count}`,
  after: (seq: number) => sql`select * from message where seq > ${seq} order by seq limit ${PAGE}`
})

/** Whether the journal of a data directory can be read, if there is one yet. */
export const journalIsFine = Effect.fn("journalIsFine")(function* (directory: string) {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* Effect.orElseSucceed(fs.exists(join(directory, FILE)), () => false))) return
  const { path, sql, version } = yield* openJournalToCheck(directory)
  if (version === 0) return
  yield* Effect.mapError(statements(sql).last(1), (error) => journalFailed(path, error))
}, Effect.scoped)

/** Reads the journal of the data directory of the settings. Fails where there is none yet. */
export const layer: Layer.Layer<JournalReader, JournalFailed, Settings | FileSystem.FileSystem> =
  Layer.scoped(
    JournalReader,
    Effect.gen(function* () {
      const { path, sql } = yield* openJournalToRead(resolve((yield* Settings).dataDir))
      const run = statements(sql)
      const messages = <E>(rows: Effect.Effect<ReadonlyArray<object>, E>) =>
        rows.pipe(
          Effect.flatMap(decodeMessages),
          Effect.mapError((error) => journalFailed(path, error))
        )
      return JournalReader.of({
        find: (MsgId) => Effect.map(messages(run.find(MsgId)), ([found]) => Option.fromNullable(found)),
        search: (piece, limit) => messages(run.search(piece, limit)),
        last: (count) => messages(run.last(count)),
        all: Stream.unfoldChunkEffect(0, (seq) =>
          Effect.map(messages(run.after(seq)), (page) =>
            Option.map(Option.fromNullable(page.at(-1)), (last) => [Chunk.unsafeFromArray(page), last.seq])
          )
        )
      })
    })
  )
