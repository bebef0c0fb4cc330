import { type SqlClient } from "@effect/sql"
import { Clock, Effect, Option, Schema } from "effect"
import { CHAT_LIMIT_WINDOW } from "../domain/Facts.ts"
import { type Unfinished } from "./Journal.ts"
import * as Json from "./JournalJson.ts"
import { nothing, type Remembered, type Row } from "./JournalMemory.ts"
import { decodeMessages, type StoredMessage } from "./StoredMessage.ts"

const rowOf = (stored: StoredMessage): Row => ({
  MsgId: stored.msgId,
  chat: stored.chat,
  me: stored.me,
  fromMe: stored.fromMe,
  receivedAt: stored.receivedAt,
  lastingName: stored.lastingName ?? undefined,
  state: stored.state,
  text: stored.answer ?? "",
  answerDecidedAt:
    stored.decision === null || stored.decision._tag === "Skip" ? undefined : (stored.decidedAt ?? undefined),
  sentAt: stored.sendingAt ?? undefined,
  revoked: stored.revoked
})

const unfinishedOf = (stored: StoredMessage): Unfinished => {
  const { answer, clientMsgId, decision, facts, message, source } = stored
  return {
    entry: {
      message,
      me: stored.me,
      ownReply: stored.ownReply,
      createdAt: stored.createdAt,
      receivedAt: stored.receivedAt,
      dice: stored.dice
    },
    decided: decision === null || facts === null ? undefined : { decision, facts: { ...facts, message } },
    answer:
      answer === null || source === null || clientMsgId === null
        ? undefined
        : { text: answer, source, ClientMsgId: clientMsgId }
  }
}

/** A single value that is kept under its name; none where it was never written. */
const kept = <A, I>(sql: SqlClient.SqlClient, name: string, column: Schema.Schema<A, I>) =>
  sql`select value from kept where name = ${name}`.pipe(
    Effect.flatMap(Schema.decodeUnknown(Schema.Array(Schema.Struct({ value: column })))),
    Effect.map(([first]) => Option.fromNullable(first?.value))
  )

/** What the last run left on its way. A send that was under way may have arrived, so it is not among them. */
export const loadUnfinished = (sql: SqlClient.SqlClient) =>
  sql`select * from message where ended_at is null order by seq`.pipe(
    Effect.flatMap(decodeMessages),
    Effect.map((all) => all.map(unfinishedOf))
  )

/** What the robot has to have at hand: the chats of the last ten minutes, the session, the phone, the limits. */
export const load = Effect.fn("JournalLoad.load")(function* (sql: SqlClient.SqlClient) {
  const now = yield* Clock.currentTimeMillis
  // with an "or" every message ever would be looked at
  const recent = yield* sql`
    select * from message where seq in (
      select seq from message where decided_at >= ${now - CHAT_LIMIT_WINDOW}
      union all select seq from message where ended_at is null
    ) order by seq
  `.pipe(Effect.flatMap(decodeMessages))
  const session = yield* kept(sql, "session", Json.Kept.session)
  const cursor = yield* kept(sql, "cursor", Json.Kept.cursor)
  const cookies = yield* kept(sql, "cookies", Json.Kept.cookies)
  const endedBy = yield* kept(sql, "endedBy", Json.Kept.endedBy)
  const phone = yield* kept(sql, "phone", Json.Kept.phone)
  const limits = yield* kept(sql, "limits", Json.Kept.limits)
  return {
    rows: recent.map(rowOf),
    phone: Option.getOrElse(phone, () => nothing.phone),
    limits: Option.getOrElse(limits, () => nothing.limits),
    saved: Option.map(session, (before) => ({
      session: Option.match(cursor, {
        onNone: () => before,
        onSome: (cursor) => ({ ...before, ...cursor })
      }),
      cookies: Option.getOrElse(cookies, () => []),
      endedBy: Option.getOrUndefined(endedBy)
    }))
  } satisfies Remembered
})
