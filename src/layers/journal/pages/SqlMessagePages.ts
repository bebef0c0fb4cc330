import { Effect, Layer, Option, Schema } from "effect"
import { MessageState } from "../../../domain/Progress.ts"
import { Account } from "../../Account.ts"
import { DataDirectory } from "../../disk/DataDirectory.ts"
import { madeOnce } from "../../MadeOnce.ts"
import { type JournalFailed } from "../Journal.ts"
import { type Count, type MessageFilter, MessagePages } from "./MessagePages.ts"
import { journalFailed, openJournalToRead } from "../sql/Database.ts"
import { letTimersRun } from "../sql/LetTimersRun.ts"
import { messageQuestions } from "../sql/tables/MessageTable.ts"
import { pageQuestions } from "./PageQuestions.ts"
import { decodeMessages, Int, type StoredMessage } from "../StoredMessage.ts"

/** So many messages are looked at in one statement: the driver stops the event loop meanwhile. */
const AT_ONCE = 1_000

/** So many statements for a page at most. */
const STEPS = 40

/** The messages of so long are counted in one statement. */
const COUNTED_AT_ONCE = 6 * 3_600_000

const decodeEnds = Schema.decodeUnknown(
  Schema.Tuple(Schema.Struct({ oldest: Schema.NullOr(Int), newest: Schema.NullOr(Int) }))
)

const decodeCounts = Schema.decodeUnknown(
  Schema.Array(
    Schema.Struct({
      piece: Int,
      state: MessageState,
      reason: Schema.NullOr(Schema.String),
      source: Schema.NullOr(Schema.String),
      count: Int
    })
  )
)

const opened = Effect.fnUntraced(function* (account: string) {
  const { path, sql } = yield* openJournalToRead((yield* DataDirectory).path)
  return { path, ask: pageQuestions(sql, account), find: messageQuestions(sql, account).find }
})

type Opened = Effect.Effect.Success<ReturnType<typeof opened>>

const inWords =
  ({ path }: Opened) =>
  <A, E>(self: Effect.Effect<A, E>): Effect.Effect<A, JournalFailed> =>
    Effect.mapError(self, (error) => journalFailed(path, error))

const pageOf = Effect.fnUntraced(function* (
  { ask }: Opened,
  filter: MessageFilter,
  before: number | undefined,
  limit: number
) {
  const [{ newest, oldest }] = yield* Effect.flatMap(ask.ends, decodeEnds)
  const messages: Array<StoredMessage> = []
  if (oldest === null || newest === null) return { messages, next: undefined }
  let to = Math.min(before ?? newest + 1, newest + 1)
  for (let step = 0; step < STEPS && to > oldest; step++) {
    const from = Math.max(oldest, to - AT_ONCE)
    const room = limit - messages.length
    const found = yield* Effect.flatMap(ask.between(filter, from, to, room), decodeMessages)
    messages.push(...found)
    to = found.length === room ? (found.at(-1)?.seq ?? from) : from
    if (messages.length === limit) break
    yield* letTimersRun
  }
  return { messages, next: to > oldest ? to : undefined }
})

const countsOf = Effect.fnUntraced(function* ({ ask }: Opened, from: number, to: number, each: number) {
  const counts: Array<Count> = []
  for (let at = from; at < to; at += COUNTED_AT_ONCE) {
    const statement = ask.counts(from, each, at, Math.min(to, at + COUNTED_AT_ONCE))
    const found = yield* Effect.flatMap(statement, decodeCounts)
    counts.push(...found.map(({ piece, ...count }) => ({ ...count, from: from + piece * each })))
    yield* letTimersRun
  }
  return counts
})

/** The file is opened at the first question: most robots are never asked. */
export const layer = Layer.scoped(
  MessagePages,
  Effect.gen(function* () {
    const file = yield* madeOnce(opened(yield* Account))
    const asking = <A, E>(question: (file: Opened) => Effect.Effect<A, E>) =>
      Effect.flatMap(file, (file) => inWords(file)(question(file)))
    return MessagePages.of({
      find: (MsgId) =>
        asking(({ find }) =>
          Effect.map(Effect.flatMap(find(MsgId), decodeMessages), ([found]) => Option.fromNullable(found))
        ),
      page: (filter, before, limit) => asking((file) => pageOf(file, filter, before, limit)),
      counts: (from, to, each) => asking((file) => countsOf(file, from, to, each))
    })
  })
)
