import { type SqlClient, type Statement } from "@effect/sql"
import { Option, Schema, Struct } from "effect"
import { type Decision } from "../../../../domain/Decision.ts"
import { type Entry } from "../../../../domain/Entry.ts"
import { CHAT_LIMIT_WINDOW } from "../../../../domain/Facts.ts"
import { isControl } from "../../../../domain/Message.ts"
import { type Progress } from "../../../../domain/Progress.ts"
import { KEPT } from "../../MemoryMessages.ts"
import { type TakenBack } from "../../Messages.ts"
import { StoredMessage } from "../../StoredMessage.ts"
import { type Compilable } from "../Connection.ts"

/** So many old messages are removed at a time, so that no commit takes long. */
const REMOVED_TOGETHER = 500

/** So many of the newest messages are looked through for one of a chat. */
const LOOKED_THROUGH = 5_000

const encodeFresh = Schema.encodeSync(
  StoredMessage.pick(
    "msgId",
    "chat",
    "me",
    "fromMe",
    "ownReply",
    "createdAt",
    "receivedAt",
    "message",
    "dice",
    "state"
  )
)
const rowOf = ({ createdAt, dice, me, message, ownReply, receivedAt }: Entry) =>
  encodeFresh({
    msgId: message.MsgId,
    chat: message.chat,
    me,
    fromMe: message.from === me && !isControl(message.body),
    ownReply,
    createdAt,
    receivedAt,
    message,
    dice,
    state: "received"
  })

/** Columns with their values, as they are written. */
type Row = Readonly<Record<string, string | number | bigint | null>>

type Changes = Partial<StoredMessage>

const encodeOthers = Schema.encodeSync(Schema.partialWith(StoredMessage.omit("decision"), { exact: true }))

/** Written as it is, which its type says: to walk a decision with its trace costs more than all the rest of a step. */
const decisionJson = (decision: typeof Decision.Encoded) => JSON.stringify(decision)

const encodeChanges = ({ decision, ...others }: Changes) =>
  decision === undefined || decision === null
    ? encodeOthers(others)
    : { ...encodeOthers(others), decision: decisionJson(decision) }

/** The columns that a step of a message changes. */
const changesOf = (progress: Progress, now: number): Changes => {
  const state = progress._tag
  switch (progress._tag) {
    case "decided": {
      const { decision, facts, lastingName = null } = progress
      const asking =
        decision._tag === "AskChatbot"
          ? { question: decision.question, speaker: Option.getOrNull(facts.message.speaker) }
          : {}
      return { state, decision, facts, lastingName, ...asking, reason: decision.reason, decidedAt: now }
    }
    case "answered":
      return {
        state,
        answer: progress.text,
        source: progress.source,
        clientMsgId: progress.ClientMsgId,
        ownLastingName: progress.ownLastingName ?? null,
        ...askedOf(progress)
      }
    case "sending":
      return { state, sendingAt: now }
    case "sent":
      return { state, sentMsgId: progress.MsgID, endedAt: now }
    case "would-send":
      return { state, endedAt: now }
    case "failed":
      return { state, reason: progress.reason, detail: progress.detail ?? null, endedAt: now }
    case "skipped":
      return { state, reason: progress.reason, endedAt: now, ...askedOf(progress) }
    case "uncertain":
      return { state, reason: progress.reason, endedAt: now }
  }
}

const askedOf = ({ asked }: Pick<Changes, "asked">) => (asked === undefined ? {} : { asked })

/** What still may be written of a message that was taken back: nothing that quotes it. */
const withoutWords = (changes: Changes): Changes =>
  Struct.omit(changes, "answer", "decision", "facts", "question")

const killed: Progress = { _tag: "uncertain", reason: "killed" }
const anotherAccount: Progress = { _tag: "skipped", reason: "another-account" }

/** Those that have no end yet. SQLite is told which index has them, for by itself it may look through all there are. */
export const onTheirWay = (sql: SqlClient.SqlClient, account: string) =>
  sql`message indexed by message_on_its_way where account = ${account} and ended_at is null`

/** These names, however many: as single values, each number of them would be a statement of its own. */
export const oneOf = (sql: SqlClient.SqlClient, names: ReadonlyArray<string>) =>
  sql`(select value from json_each(${JSON.stringify(names)}))`

/**
 * Statements for rows of the same columns, whose text is made for the first of them only: that takes longer than to carry
 * them out. `make` puts the row's values first.
 */
const textOnce = (make: (row: Row) => Compilable) => {
  const texts = new Map<string, string>()
  return (row: Row, ...others: ReadonlyArray<string>): Compilable => {
    const columns = Object.keys(row).join()
    const text = texts.get(columns) ?? make(row).compile()[0]
    texts.set(columns, text)
    return { compile: () => [text, [...Object.values(row), ...others]] }
  }
}

/** What is written of an account's messages: of each statement there are a few texts at most, whatever its values. */
export const messageWrites = (sql: SqlClient.SqlClient, account: string) => {
  const insert = textOnce(
    (row) => sql`insert into message ${sql.insert(row)} on conflict (account, msg_id) do nothing`
  )
  const step = (counts: Statement.Fragment) =>
    textOnce(
      (row) => sql`
        update message set ${sql.update(row)}${counts}
        where account = ${""} and msg_id = ${""} and ended_at is null`
    )
  const nextStep = step(sql``)
  const attempt = step(sql`, attempts = attempts + 1`)
  return {
    receive: (entries: ReadonlyArray<Entry>) => entries.map((entry) => insert({ account, ...rowOf(entry) })),
    note: (MsgId: string, progress: Progress, now: number, revoked: boolean) => {
      const changes = changesOf(progress, now)
      const row = encodeChanges(revoked ? withoutWords(changes) : changes)
      return progress._tag === "sending" ? attempt(row, account, MsgId) : nextStep(row, account, MsgId)
    },
    /** The only step that a message can make after its end. */
    echoed: (MsgId: string, echo: string, now: number) =>
      sql`
      update message set ${sql.update(encodeChanges(changesOf({ _tag: "sent", MsgID: echo }, now)))}
      where account = ${account} and msg_id = ${MsgId} and state in ('sending', 'uncertain')`,
    /** What was said is gone, and so is all that quotes it. */
    revoke: ({ MsgId, chat }: TakenBack) =>
      sql`
      update message set revoked = 1, decision = null, facts = null, question = null, answer = null,
        message = json_set(message, '$.body', json('{"_tag":"Text","text":""}'))
      where account = ${account} and ${
        MsgId === "0"
          ? sql`seq = (select max(seq) from message where account = ${account} and chat = ${chat} and from_me = 1)`
          : sql`msg_id = ${MsgId}`
      }`,
    /** The owner took back an answer of the robot's. */
    revokeAnswer: (MsgId: string) =>
      sql`update message set answer = null where account = ${account} and sent_msg_id = ${MsgId}`,
    /** Sends that were under way when the program ended: nobody knows whether they arrived. Gives their MsgIds. */
    giveUpSends: (now: number) =>
      sql<{ readonly msgId: string }>`
      update message set ${sql.update(encodeChanges(changesOf(killed, now)))}
      where seq in (select seq from ${onTheirWay(sql, account)}) and state = 'sending' returning msg_id`,
    /** Whatever is on its way ends, since another log-in has nothing to do with it. */
    endAll: (now: number) =>
      sql`
      update message set ${sql.update(encodeChanges(changesOf(anotherAccount, now)))}
      where seq in (select seq from ${onTheirWay(sql, account)})`,
    removeBefore: (time: number) =>
      sql`
      delete from message where seq in (
        select seq from message
        where account = ${account} and received_at < ${time} and ended_at is not null limit ${REMOVED_TOGETHER}
      )`
  }
}

/** What the robot asks of its messages. */
export const messageReads = (sql: SqlClient.SqlClient, account: string) => ({
  known: (MsgIds: ReadonlyArray<string>) =>
    sql`select msg_id from message where account = ${account} and msg_id in ${oneOf(sql, MsgIds)}`,
  isOwnSend: (MsgId: string) =>
    sql`select 1 from message where account = ${account} and sent_msg_id = ${MsgId} limit 1`,
  /** No index has them by chat: so few are looked through that it takes a moment only. */
  latestOf: (chat: { readonly userName: string; readonly lastingName: string | undefined } | undefined) =>
    sql`
      select * from message not indexed
      where account = ${account} and seq > (select max(seq) from message) - ${LOOKED_THROUGH}
        and from_me = 0 and own_reply = 0 and coalesce(reason, '') <> 'control-message'
        and ${chat === undefined ? sql`1` : sql`(chat = ${chat.userName} or lasting_name = ${chat.lastingName ?? null})`}
      order by seq desc limit 1`,
  before: (time: number) =>
    sql`
      select 1 from message where account = ${account} and received_at < ${time} and ended_at is not null limit 1`,
  unfinished: sql`select * from ${onTheirWay(sql, account)} order by seq`,
  lastDecision: sql<{
    readonly at: number | null
  }>`select max(decided_at) as at from message where account = ${account}`,
  /** What it has to have at hand: chats of the last minutes, what is on its way, and sends that may still come back. */
  recent: (now: number) =>
    // with an "or" every message ever would be looked at
    sql`
      select * from message where seq in (
        select seq from message where account = ${account} and decided_at >= ${now - CHAT_LIMIT_WINDOW}
        union all select seq from ${onTheirWay(sql, account)}
        union all
          select seq from message
          where account = ${account} and decided_at >= ${now - KEPT} and state = 'uncertain'
      ) order by seq`
})

/** So many messages are held at a time: a journal may be larger than the memory. */
const PAGE = 500

/** The same for messages of which only a few words are held. */
const WORDS_PAGE = 5_000

/** What a `like` with the escape sign `\` takes for any text that holds this piece. */
export const containing = (piece: string): string => `%${piece.replace(/[\\%_]/g, "\\$&")}%`

/**
 * What people ask of an account's messages. They are walked in their order: by an index of the account, all of them would
 * be sorted first.
 */
export const messageQuestions = (sql: SqlClient.SqlClient, account: string) => ({
  find: (MsgId: string) => sql`select * from message where account = ${account} and msg_id = ${MsgId}`,
  search: (piece: string, limit: number) => sql`
    select * from message not indexed
    where account = ${account} and json_extract(message, '$.body.text') like ${containing(piece)} escape '\\'
    order by seq desc limit ${limit}`,
  last: (count: number) => sql`
    select * from message not indexed where account = ${account} order by seq desc limit ${count}`,
  /** What is looked through where the letters of a piece are found nowhere: text and chat, without all the rest. */
  wordsBefore: (seq: number) => sql`
    select seq, msg_id, lasting_name, json_extract(message, '$.body.text') as text from message not indexed
    where account = ${account} and seq < ${seq} order by seq desc limit ${WORDS_PAGE}`,
  after: (seq: number) => sql`
    select * from message not indexed where account = ${account} and seq > ${seq} order by seq limit ${PAGE}`
})
