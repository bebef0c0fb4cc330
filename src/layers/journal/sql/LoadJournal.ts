import { type SqlClient } from "@effect/sql"
import { Clock, Effect, Option, Schema } from "effect"
import { CHAT_LIMIT_WINDOW } from "../../../domain/Facts.ts"
import { type Limits } from "../../../domain/Limits.ts"
import { canonical } from "../../../domain/Name.ts"
import { type PhoneActivity } from "../../../domain/PhoneActivity.ts"
import { type Unfinished } from "../Journal.ts"
import * as Json from "../JournalJson.ts"
import { nothing, type Remembered } from "../MemoryJournal.ts"
import { KEPT, type Row } from "../MemoryMessages.ts"
import { decodeMessages, type StoredMessage } from "../StoredMessage.ts"

const rowOf = (stored: StoredMessage): Row => ({
  MsgId: stored.msgId,
  chat: stored.chat,
  me: stored.me,
  fromMe: stored.fromMe,
  receivedAt: stored.receivedAt,
  lastingName: stored.lastingName === null ? undefined : canonical(stored.lastingName),
  state: stored.state,
  text: stored.answer ?? "",
  answerDecidedAt:
    stored.decision === null || stored.decision._tag === "Skip" ? undefined : (stored.decidedAt ?? undefined),
  sentAt: stored.sendingAt ?? undefined,
  echo: undefined,
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

/*
 * What chats are called was written down as it came by earlier versions. Chats are looked for by its canonical form, which
 * is its own, and UserNames are in it already.
 */

/** Of two keys that are one now, the later time counts. */
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

const phoneByCanonicalKeys = (phone: PhoneActivity): PhoneActivity => ({
  ...phone,
  lastWrote: byCanonicalKeys(phone.lastWrote)
})

const limitsByCanonicalKeys = (limits: Limits): Limits => ({
  ...limits,
  told: Object.fromEntries(
    Object.entries(limits.told).map(([kind, until]) => [
      kind,
      Object.fromEntries(byCanonicalKeys(Object.entries(until)))
    ])
  )
})

/** The name under which it is kept that all contacts of a session are there. */
export const wholeBook = (me: string): string => `whole book of ${me}`

const decodeContacts = Schema.decodeUnknown(Schema.Array(Schema.Struct({ contact: Json.ContactColumn })))

/** Who is known of a session, by the owner's UserName in it. */
export const loadContacts = Effect.fn("LoadJournal.loadContacts")(function* (
  sql: SqlClient.SqlClient,
  me: string
) {
  const rows = yield* Effect.flatMap(sql`select contact from contact where me = ${me}`, decodeContacts)
  const whole = yield* sql`select 1 from kept where name = ${wholeBook(me)}`
  return { contacts: rows.map(({ contact }) => contact), complete: whole.length > 0 }
})

/** A single value that is kept under its name; none where it was never written. */
export const kept = <A, I>(sql: SqlClient.SqlClient, name: string, column: Schema.Schema<A, I>) =>
  sql`select value from kept where name = ${name}`.pipe(
    Effect.flatMap(Schema.decodeUnknown(Schema.Array(Schema.Struct({ value: column })))),
    Effect.map(([first]) => Option.fromNullable(first?.value))
  )

/** What the last run left on its way. To be called when the sends that were under way are `uncertain` already. */
export const loadUnfinished = (sql: SqlClient.SqlClient) =>
  sql`select * from message where ended_at is null order by seq`.pipe(
    Effect.flatMap(decodeMessages),
    Effect.map((all) => all.map(unfinishedOf))
  )

/** A clock that is ahead, before WeChat tells the time, must not make what was just done look old. */
const latest = Effect.fnUntraced(function* (sql: SqlClient.SqlClient) {
  const now = yield* Clock.currentTimeMillis
  const [row] = yield* sql<{
    readonly at: number | null
  }>`select max(decided_at) as at from message`
  return Math.min(now, row?.at ?? now)
})

/**
 * What the robot has to have at hand: the chats of the last ten minutes, sends that may still come back, the session, the
 * phone, the limits.
 */
export const load = Effect.fn("LoadJournal.load")(function* (sql: SqlClient.SqlClient) {
  const now = yield* latest(sql)
  // with an "or" every message ever would be looked at
  const recent = yield* sql`
    select * from message where seq in (
      select seq from message where decided_at >= ${now - CHAT_LIMIT_WINDOW}
      union all select seq from message where ended_at is null
      union all select seq from message where decided_at >= ${now - KEPT} and state = 'uncertain'
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
    phone: Option.match(phone, { onNone: () => nothing.phone, onSome: phoneByCanonicalKeys }),
    limits: Option.match(limits, { onNone: () => nothing.limits, onSome: limitsByCanonicalKeys }),
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
