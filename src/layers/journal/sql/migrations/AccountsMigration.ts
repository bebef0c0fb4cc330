import { SqlClient } from "@effect/sql"
import { Array as Arr, Clock, Effect, Record, Schema } from "effect"
import { canonical } from "../../../../domain/Name.ts"
import { letTimersRun } from "../LetTimersRun.ts"

/*
 * From the fourth schema to the fifth and sixth: rows carry their account, and MsgIds are told apart by it. SQLite cannot
 * take a table's key away, so that messages move to a new table: some at a time, each time in one commit, so that neither
 * a kill nor a small disk does harm. The order of steps keeps older versions of the program out from the first move on.
 */

const run = (...statements: ReadonlyArray<string>) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) =>
    Effect.forEach(statements, (statement) => sql.unsafe(statement), { discard: true })
  )

/** The account of all that there was before. */
const ACCOUNT = "default"

/** Under which it was kept that all contacts of a session are there. */
const WHOLE_BOOK = "whole book of "

/** The messages of before stand aside. */
const messages = run(
  "drop index message_on_its_way",
  "drop index message_by_age",
  "drop index message_decided",
  "drop index message_sent",
  "drop index message_own",
  "alter table message rename to message_before",
  `create table message (
      seq integer primary key,
      account text not null,
      msg_id text not null,
      chat text not null,
      lasting_name text,
      me text not null,
      from_me integer not null,
      own_reply integer not null,
      created_at bigint not null,
      received_at bigint not null,
      message text not null,
      dice text not null,
      state text not null,
      reason text,
      detail text,
      decision text,
      facts text,
      decided_at bigint,
      answer text,
      source text,
      client_msg_id text,
      attempts integer not null default 0,
      sending_at bigint,
      sent_msg_id text,
      ended_at bigint,
      revoked integer not null default 0,
      unique (account, msg_id)
    )`,
  // few messages are on their way at a time, so that looking for them at a start is quick however many there are
  "create index message_on_its_way on message (account, seq) where ended_at is null",
  "create index message_by_age on message (account, received_at)",
  "create index message_decided on message (account, decided_at)",
  "create index message_sent on message (account, sent_msg_id) where sent_msg_id is not null",
  // for one's own last message in a chat, which is what "taken back" means without a MsgId
  "create index message_own on message (account, chat) where from_me = 1"
)

const contacts = run(
  "alter table contact rename to contact_before",
  `create table contact (
      account text not null, me text not null, user_name text not null, contact text not null,
      primary key (account, me, user_name)
    )`,
  `insert into contact select '${ACCOUNT}', me, user_name, contact from contact_before`,
  "drop table contact_before",
  `create table whole_book (account text not null, me text not null, primary key (account, me))`,
  `insert into whole_book select '${ACCOUNT}', substr(name, ${WHOLE_BOOK.length + 1}) from kept
      where name like '${WHOLE_BOOK}%'`
)

const kept = run(
  "alter table kept rename to kept_before",
  "create table kept (account text not null, name text not null, value text not null, primary key (account, name))",
  `create table session (
      account text primary key, session text not null, cookies text not null, cursor text, ended_by integer
    )`,
  `insert into session
      select '${ACCOUNT}', session.value, coalesce(cookies.value, '[]'), cursor.value, cast(ended.value as integer)
      from kept_before session
      left join kept_before cookies on cookies.name = 'cookies'
      left join kept_before cursor on cursor.name = 'cursor'
      left join kept_before ended on ended.name = 'endedBy'
      where session.name = 'session'`
)

/* As they were then: a step rests on nothing that may change later. */

const Times = Schema.Record({ key: Schema.String, value: Schema.Number })
const Phone = Schema.Struct({
  lastUse: Schema.NullOr(Schema.Number),
  lastWrote: Schema.Array(Schema.Tuple(Schema.String, Schema.Number))
})
const SendPause = Schema.Struct({ until: Schema.NullOr(Schema.Number), inARow: Schema.Number })
const AskedAt = Schema.NullOr(Schema.Number)
const Told = Schema.Record({ key: Schema.String, value: Times })
const Limits = Schema.Struct({ sendPause: SendPause, askedAt: AskedAt, told: Told })

/** The phone and the limits get a row each, by the names of those who own them. */
const keepApart = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const keep = <A, I>(name: string, schema: Schema.Schema<A, I>, value: A) =>
    Effect.flatMap(
      Schema.encode(Schema.parseJson(schema))(value),
      (value) => sql`insert into kept ${sql.insert({ account: ACCOUNT, name, value })}`
    )
  const rows = yield* sql<{
    readonly name: string
    readonly value: string
  }>`select name, value from kept_before where name in ('phone', 'limits')`
  for (const { name, value } of rows) {
    if (name === "phone") {
      const { lastUse, lastWrote } = yield* Schema.decode(Schema.parseJson(Phone))(value)
      yield* keep("phone", Phone, { lastUse, lastWrote: [...byCanonicalKeys(lastWrote)] })
    } else {
      const { askedAt, sendPause, told } = yield* Schema.decode(Schema.parseJson(Limits))(value)
      yield* keep("send-pause", SendPause, sendPause)
      yield* keep("phone-asked-at", AskedAt, askedAt)
      const canonicalTold = Record.map(told, (until) =>
        Object.fromEntries(byCanonicalKeys(Object.entries(until)))
      )
      yield* keep("lines-told", Told, canonicalTold)
    }
  }
})

/** The tables with their accounts. */
export const accounts = Effect.all([messages, contacts, kept, keepApart, run("drop table kept_before")], {
  discard: true
})

/** Earlier versions wrote what chats are called as it came. Of two keys that are one now, the later time counts. */
const byCanonicalKeys = (
  times: Iterable<readonly [key: string, time: number]>
): ReadonlyMap<string, number> => {
  const canonicalTimes = new Map<string, number>()
  for (const [key, time] of times) {
    const now = canonical(key)
    canonicalTimes.set(now, Math.max(time, canonicalTimes.get(now) ?? time))
  }
  return canonicalTimes
}

/** So many messages move in one statement, which fills the pages that the one before it emptied. */
const TOGETHER = 1_000
/** So many statements in a commit: pages that are filled again before it are written once. */
const STEPS = 20
/** Pages are held in memory for that long, in KiB. */
const CACHE = 131_072

/** How often it is told how far the move is, in milliseconds. */
const TELL_EVERY = 5_000

const columns =
  "msg_id, chat, lasting_name, me, from_me, own_reply, created_at, received_at, message, dice, state, decision, facts, decided_at, answer, source, client_msg_id, attempts, sending_at, sent_msg_id, ended_at, revoked"

/** Earlier versions wrote what WeChat said in place of a reason where it refused a reply, the last of them after a word. */
const refused = "state = 'failed' and reason not in ('chat-unknown-after-log-in', 'defect')"
const said = `case
  when reason = 'refused' then null
  when reason glob 'refused: *' then substr(reason, length('refused: ') + 1)
  else reason
end`

/** Moves the next messages to the new table. Gives how many there were. */
const moveSome = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const [next] = yield* sql<{ readonly seq: number | null; readonly count: number }>`
    select max(seq) as seq, count(*) as count
    from (select seq from message_before order by seq limit ${TOGETHER})`
  if (next === undefined || next.seq === null) return 0
  yield* sql`
    insert into message (seq, account, ${sql.literal(columns)}, reason, detail)
    select seq, ${ACCOUNT}, ${sql.literal(columns)},
      case when ${sql.literal(refused)} then 'refused' else reason end,
      case when ${sql.literal(refused)} then ${sql.literal(said)} end
    from message_before where seq <= ${next.seq}`
  yield* sql`delete from message_before where seq <= ${next.seq}`
  return Number(next.count)
})

/** Moves the messages of before, if there are any left. */
export const moveMessages = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const tables = yield* sql`select name from sqlite_master where name = 'message_before'`
  if (tables.length === 0) return
  const [all] = yield* sql<{ readonly count: number }>`select count(*) as count from message_before`
  const total = Number(all?.count ?? 0)
  if (total === 0) return
  yield* tell("the journal is brought up to date, which may take a minute", { messages: total })
  yield* run(`pragma cache_size = -${CACHE}`)
  let toldAt = yield* Clock.currentTimeMillis
  for (let moved = 0; moved < total;) {
    moved += yield* sql.withTransaction(
      Effect.reduce(Arr.range(1, STEPS), 0, (sum) => Effect.map(moveSome, (count) => sum + count))
    )
    yield* letTimersRun
    const now = yield* Clock.currentTimeMillis
    if (now - toldAt < TELL_EVERY) continue
    toldAt = now
    yield* tell("the journal is brought up to date", { moved, of: total })
  }
  yield* run("pragma cache_size = -2000")
  yield* tell("the journal is up to date", { messages: total })
})

const tell = (what: string, facts: Readonly<Record<string, number>>) =>
  Effect.annotateLogs(Effect.logInfo(what), facts)

/** What is empty now. */
export const messagesMoved = run("drop table message_before")
