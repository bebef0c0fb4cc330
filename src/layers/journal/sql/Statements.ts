import { type SqlClient } from "@effect/sql"
import { Effect } from "effect"
import { type Contact } from "../../../domain/Contact.ts"
import { type Entry } from "../../../domain/Entry.ts"
import { type Batch } from "../Journal.ts"
import { wholeBook } from "./LoadJournal.ts"
import { type Changes, changesOf, json, rowOf } from "./Rows.ts"

/** So many old messages are removed at a time, so that no commit takes long. */
const REMOVED_TOGETHER = 500

/** What is written and asked of messages. */
const ofMessages = (sql: SqlClient.SqlClient) => ({
  known: (MsgIds: ReadonlyArray<string>) =>
    sql<{ readonly msgId: string }>`select msg_id from message where ${sql.in("msgId", MsgIds)}`,
  receive: (entries: ReadonlyArray<Entry>) =>
    Effect.forEach(
      entries,
      (entry) => sql`insert into message ${sql.insert(rowOf(entry))} on conflict (msg_id) do nothing`,
      { discard: true }
    ),
  note: (MsgId: string, changes: Changes) =>
    sql`update message set ${sql.update(changes)} where msg_id = ${MsgId} and ended_at is null`,
  /** The only step that a message can make after its end. */
  echoed: (MsgId: string, echo: string, now: number) =>
    sql`
      update message set ${sql.update({ state: "sent", sentMsgId: echo, endedAt: now })}
      where msg_id = ${MsgId} and state in ('sending', 'uncertain')`,
  attempt: (MsgId: string) => sql`update message set attempts = attempts + 1 where msg_id = ${MsgId}`,
  /** What was said is gone, and so is all that quotes it. */
  revoke: ({ MsgId, chat }: Batch["revoked"][number]) =>
    sql`
      update message set revoked = 1, decision = null, facts = null, answer = null,
        message = json_set(message, '$.body', json('{"_tag":"Text","text":""}'))
      where ${
        MsgId === "0"
          ? sql`seq = (select max(seq) from message where chat = ${chat} and from_me = 1)`
          : sql`msg_id = ${MsgId}`
      }`,
  isOwnSend: (MsgId: string) => sql`select 1 from message where sent_msg_id = ${MsgId} limit 1`,
  /** Sends that were under way when the program ended: nobody knows whether they arrived. */
  giveUpSends: (now: number) =>
    sql<{ readonly msgId: string }>`
      update message set ${sql.update(changesOf({ _tag: "uncertain", reason: "killed" }, now))}
      where state = 'sending' and ended_at is null returning msg_id`,
  before: (time: number) =>
    sql`select 1 from message where received_at < ${time} and ended_at is not null limit 1`,
  removeBefore: (time: number) =>
    sql`
      delete from message where seq in (
        select seq from message where received_at < ${time} and ended_at is not null limit ${REMOVED_TOGETHER}
      )`
})

/** What is written of the session, its contacts, and what is kept under a name. */
const ofSession = (sql: SqlClient.SqlClient) => ({
  keep: (name: string, value: string) =>
    sql`insert into kept ${sql.insert({ name, value })} on conflict (name) do update set value = excluded.value`,
  lose: (name: string) => sql`delete from kept where name = ${name}`,
  learn: (me: string, contact: Contact) =>
    sql`
      insert into contact ${sql.insert({ me, userName: contact.UserName, contact: json.contact(contact) })}
      on conflict (me, user_name) do update set contact = excluded.contact`,
  unlearn: (me: string, userNames: ReadonlyArray<string>) =>
    sql`delete from contact where me = ${me} and ${sql.in("userName", userNames)}`,
  forgetWholeBooks: (me: string) =>
    sql`
      delete from kept where name like ${wholeBook("%")} and name <> ${wholeBook(me)}
        and name not in (select ${wholeBook("")} || me from message where ended_at is null)`,
  /** Those of a session before are needed only while messages of it are on their way. */
  forgetContacts: (me: string) =>
    sql`delete from contact where me <> ${me} and me not in (select me from message where ended_at is null)`,
  changeAccount: (now: number) => [
    sql`
      update message set ${sql.update(changesOf({ _tag: "skipped", reason: "another-account" }, now))}
      where ended_at is null`,
    sql`delete from contact`,
    sql`delete from kept`
  ]
})

/** The statements of the journal. */
export const statements = (sql: SqlClient.SqlClient) => ({ ...ofMessages(sql), ...ofSession(sql) })
