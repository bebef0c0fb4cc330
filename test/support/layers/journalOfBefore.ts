import { pathToFileURL } from "node:url"
import { createClient } from "@libsql/client"
import { Effect } from "effect"
import { tamper } from "./journalFile.ts"

/*
 * The journal as the version before accounts wrote it: its fourth schema, in the very words. None of this follows the
 * program as it is now.
 */

const messageTable = (name: string) => `create table ${name} (
      seq integer primary key,
      msg_id text not null unique,
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
      revoked integer not null default 0
    )`

const schema = [
  "pragma journal_mode = wal",
  `CREATE TABLE IF NOT EXISTS "migration" (
  migration_id integer PRIMARY KEY NOT NULL,
  created_at datetime NOT NULL DEFAULT current_timestamp,
  name VARCHAR(255) NOT NULL
)`,
  "insert into migration (migration_id, name) values (1, 'messages'), (2, 'indexes'), (3, 'kept'), (4, 'own_messages')",
  messageTable("message"),
  "create index message_on_its_way on message (seq) where ended_at is null",
  "create index message_by_age on message (received_at)",
  "create index message_decided on message (decided_at)",
  "create index message_sent on message (sent_msg_id) where sent_msg_id is not null",
  "create table kept (name text primary key, value text not null)",
  "create table contact (me text not null, user_name text not null, contact text not null, primary key (me, user_name))",
  "create index if not exists message_own on message (chat) where from_me = 1"
]

type Row = Readonly<Record<string, string | number | null>>

const literal = (value: string | number | null) =>
  typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : `${value}`

const insert = (table: string, row: Row) =>
  `insert into ${table} (${Object.keys(row).join(", ")}) values (${Object.values(row).map(literal).join(", ")})`

const DICE = `{"group":0.25,"media":0.5,"line":0.75}`
const DECISION = `{"_tag":"AskChatbot","reason":"R3","question":"hello","trace":[{"rule":"seen before","saw":"a new MsgId","matched":false},{"rule":"a friend's text","saw":"Text from friend","matched":true},{"rule":"replies in this chat","saw":"0 in 10 minutes, at most 10","matched":false}]}`
const FACTS = `{"me":"@me","kind":"friend","names":["Li"],"ownNames":["Li"],"mention":{"_tag":"None"},"now":0,"minuteOfDay":720,"createdAt":0,"seenBefore":false,"ownReply":false,"revoked":false,"answersHere":[],"phone":{"lastUse":null,"lastWroteHere":null},"paused":false,"muted":false,"dice":{"group":0.25,"media":0.5,"line":0.75}}`

const received = (seq: number, text = "hello"): Row => ({
  seq,
  msg_id: `${seq}`,
  chat: "@li",
  lasting_name: null,
  me: "@me",
  from_me: 0,
  own_reply: 0,
  created_at: 0,
  received_at: 0,
  message: `{"MsgId":"${seq}","from":"@li","to":"@me","chat":"@li","speaker":null,"CreateTime":1500000000,"body":{"_tag":"Text","text":"${text}"}}`,
  dice: DICE,
  state: "received",
  reason: null,
  decision: null,
  facts: null,
  decided_at: null,
  answer: null,
  source: null,
  client_msg_id: null,
  attempts: 0,
  sending_at: null,
  sent_msg_id: null,
  ended_at: null,
  revoked: 0
})

const decided = (seq: number): Row => ({
  ...received(seq),
  lasting_name: "friend:Li",
  state: "decided",
  reason: "R3",
  decision: DECISION,
  facts: FACTS,
  decided_at: 0
})

const answered = (seq: number): Row => ({
  ...decided(seq),
  state: "answered",
  answer: "hi",
  source: "tuling",
  client_msg_id: `c${seq}`
})

const sending = (seq: number): Row => ({ ...answered(seq), state: "sending", attempts: 1, sending_at: 0 })

const failed = (seq: number, reason: string | null): Row => ({
  ...sending(seq),
  state: "failed",
  reason,
  ended_at: 0
})

const uncertain = (seq: number, reason: string): Row => ({ ...failed(seq, reason), state: "uncertain" })

/** A message in every state that there was, each with the number that it came with as its MsgId. */
export const messages: ReadonlyArray<Row> = [
  received(1),
  decided(2),
  answered(3),
  sending(4),
  { ...sending(5), state: "sent", sent_msg_id: "out", ended_at: 0 },
  { ...answered(6), state: "would-send", ended_at: 0 },
  { ...decided(7), state: "skipped", reason: "stale", ended_at: 0 },
  failed(8, "webwxsendmsg: refused with 1204: it's no friend"),
  failed(9, "chat-unknown-after-log-in"),
  failed(10, "defect"),
  failed(11, "refused: 1204: not a friend"),
  failed(12, "refused: "),
  failed(13, "refused"),
  uncertain(14, "R3"),
  uncertain(15, "no-answer"),
  { ...received(16, ""), revoked: 1 },
  { ...received(17, ""), state: "skipped", reason: "revoked", ended_at: 0, revoked: 1 },
  // those between were removed for their age
  { ...received(30), from_me: 1, own_reply: 1 }
]

export const session = `{"credentials":{"host":"wx2.qq.com","skey":"@crypt_skey","wxsid":"sid","wxuin":"100000001","pass_ticket":"ticket"},"me":{"UserName":"@me","NickName":"Xiao Bai"},"SyncKey":{"Count":1,"List":[{"Key":1,"Val":0}]},"SyncCheckKey":{"Count":1,"List":[{"Key":2,"Val":0}]},"contacts":[]}`
export const cursor = `{"SyncKey":{"Count":1,"List":[{"Key":1,"Val":3}]},"SyncCheckKey":{"Count":1,"List":[{"Key":2,"Val":3}]}}`
export const cookies = `[{"name":"wxuin","value":"42","domain":"wx.qq.com","hostOnly":false,"path":"/","expires":null}]`

/** All single values that there were, by their names. */
export const values: Readonly<Record<string, string>> = {
  session,
  cursor,
  cookies,
  endedBy: "1101",
  phone: `{"lastUse":7,"lastWrote":[["@li",5]]}`,
  limits: `{"sendPause":{"until":9,"inARow":1},"askedAt":4,"told":{"away":{"@li":3}}}`,
  "whole book of @me": "true"
}

const contact = (userName: string) =>
  `{"UserName":"${userName}","NickName":"","RemarkName":"","VerifyFlag":0,"ContactFlag":1,"MemberList":[]}`

/** Whom it knew, by the owner's UserName and theirs. */
export const contacts: ReadonlyArray<Row> = [
  { me: "@before", user_name: "@li", contact: contact("@li") },
  { me: "@me", user_name: "@li", contact: contact("@li") },
  { me: "@me", user_name: "@wang", contact: contact("@wang") }
]

/** Makes a journal of before in a directory, with these values in place of all. */
export const journalOfBefore = (path: string, kept = values) =>
  tamper(
    path,
    ...schema,
    ...messages.map((row) => insert("message", row)),
    ...Object.entries(kept).map(([name, value]) => insert("kept", { name, value })),
    ...contacts.map((row) => insert("contact", row))
  )

/** Makes a journal of before in a directory, with so many messages that are through. */
export const largeJournalOfBefore = (path: string, count: number) =>
  tamper(
    path,
    ...schema,
    insert("message", { ...decided(1), state: "skipped", reason: "stale", ended_at: 0 }),
    `insert into message
      (msg_id, chat, me, from_me, own_reply, created_at, received_at, message, dice, state, reason, decision, facts,
        decided_at, ended_at)
      with recursive number (n) as (select 2 union all select n + 1 from number where n < ${count})
      select n, chat, me, from_me, own_reply, n, n, json_set(message, '$.MsgId', cast(n as text)), dice, state, reason,
        decision, facts, decided_at, ended_at
      from number, (select * from message where seq = 1)`
  )

/** Makes of a journal of now one that was killed when the messages up to this one had moved: of the fifth schema. */
export const killedAfter = (path: string, seq: number) =>
  tamper(
    path,
    "delete from migration where migration_id > 5",
    "drop index message_answered",
    "drop index message_answered_of",
    "alter table message drop column asked",
    "alter table message drop column own_lasting_name",
    "alter table message drop column question",
    "alter table message drop column speaker",
    messageTable("message_before"),
    ...messages.filter((row) => Number(row["seq"]) > seq).map((row) => insert("message_before", row)),
    `delete from message where seq > ${seq}`
  )

/** What a question to the journal's file gives. */
export const rows = (path: string, question: string): Effect.Effect<ReadonlyArray<Row>> =>
  Effect.promise(async () => {
    const client = createClient({ url: pathToFileURL(`${path}/journal.db`).href })
    const { columns, rows } = await client.execute(question)
    client.close()
    return rows.map((row) =>
      Object.fromEntries(
        columns.map((name) => {
          const value = row[name]
          return [name, typeof value === "number" || value === null ? value : String(value)]
        })
      )
    )
  })
