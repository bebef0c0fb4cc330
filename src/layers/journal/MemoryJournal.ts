import { Clock, Effect, Layer, Option, Ref } from "effect"
import { CHAT_LIMIT_WINDOW } from "../../domain/Facts.ts"
import { isControl } from "../../domain/Message.ts"
import * as PhoneActivity from "../../domain/PhoneActivity.ts"
import { type Batch, type Entry, Journal, type Limits, type Progress, type SavedSession } from "./Journal.ts"

/** The same MsgId may come again for hours, after a retried sync or a restart of the session. */
export const KEPT = 24 * 3_600_000

const MINUTE = 60_000

/** What the robot has to have at hand of a message. */
export interface Row {
  readonly MsgId: string
  readonly chat: string
  /** The owner's UserName in the session that brought it. */
  readonly me: string
  /** The owner said it. */
  readonly fromMe: boolean
  readonly receivedAt: number
  lastingName: string | undefined
  state: "received" | Progress["_tag"]
  text: string
  /** When it was decided to answer. */
  answerDecidedAt: number | undefined
  sentAt: number | undefined
  /** The MsgId under which the answer came back by its text. */
  echo: string | undefined
  revoked: boolean
}

/** What a journal begins with. */
export interface Remembered {
  readonly rows: ReadonlyArray<Row>
  readonly phone: PhoneActivity.PhoneActivity
  readonly saved: Option.Option<SavedSession>
  readonly limits: Limits
}

export const nothing: Remembered = {
  rows: [],
  phone: PhoneActivity.none,
  saved: Option.none(),
  limits: { sendPause: { until: 0, inARow: 0 }, askedAt: null, told: {} }
}

const willAnswer: ReadonlySet<Row["state"]> = new Set([
  "decided",
  "answered",
  "sending",
  "sent",
  "would-send",
  "uncertain"
])

const unsure: ReadonlySet<Row["state"]> = new Set(["sending", "uncertain"])

const ended: ReadonlySet<Row["state"]> = new Set(["sent", "would-send", "skipped", "failed", "uncertain"])

/** A message still on its way belongs to its chat's history, however long that takes. */
const isRecent = ({ answerDecidedAt = 0, receivedAt, sentAt = 0, state }: Row, now: number) =>
  ended.has(state)
    ? Math.max(receivedAt, answerDecidedAt, sentAt) >= now - CHAT_LIMIT_WINDOW
    : receivedAt >= now - KEPT

/** Removes from the front, where the oldest stand, what is older than `limit`. */
const dropOlder = <K, V>(map: Map<K, V>, at: (value: V) => number, limit: number) => {
  for (const [key, value] of map) {
    if (at(value) >= limit) return
    map.delete(key)
  }
}

const rowOf = ({ me, message, receivedAt }: Entry): Row => ({
  MsgId: message.MsgId,
  chat: message.chat,
  me,
  fromMe: message.from === me && !isControl(message.body),
  receivedAt,
  lastingName: undefined,
  state: "received",
  text: "",
  answerDecidedAt: undefined,
  sentAt: undefined,
  echo: undefined,
  revoked: false
})

/** A journal that lives as long as the process. */
export const make = Effect.fnUntraced(function* (remembered: Remembered) {
  const rows = new Map<string, Row>()
  const byChat = new Map<string, Array<Row>>()
  const ownSends = new Map<string, number>()
  const phone = yield* Ref.make(remembered.phone)
  const saved = yield* Ref.make(remembered.saved)
  const limits = yield* Ref.make(remembered.limits)

  const index = (key: string, row: Row) => {
    const there = byChat.get(key)
    if (there === undefined) byChat.set(key, [row])
    else if (!there.includes(row)) there.push(row)
  }

  const add = (row: Row) => {
    if (rows.has(row.MsgId)) return
    rows.set(row.MsgId, row)
    index(row.chat, row)
    if (row.lastingName !== undefined) index(row.lastingName, row)
  }
  for (const row of remembered.rows) add(row)

  const forget = (now: number) => {
    dropOlder(rows, (row) => row.receivedAt, now - KEPT)
    dropOlder(ownSends, (at) => at, now - KEPT)
    for (const [chat, all] of byChat) {
      const recent = all.filter((row) => isRecent(row, now))
      if (recent.length === 0) byChat.delete(chat)
      else if (recent.length < all.length) byChat.set(chat, recent)
    }
  }

  const noteIn = (row: Row, progress: Progress, now: number) => {
    // also of a send that came back before this
    if (progress._tag === "sent" && progress.MsgID !== "") ownSends.set(progress.MsgID, now)
    if (ended.has(row.state)) return
    row.state = progress._tag
    switch (progress._tag) {
      case "decided":
        if (progress.decision._tag !== "Skip") row.answerDecidedAt = now
        row.lastingName = progress.lastingName
        if (progress.lastingName !== undefined) index(progress.lastingName, row)
        return
      case "answered":
        row.text = progress.text
        return
      case "sending":
        row.sentAt = now
    }
  }

  const revoke = ({ MsgId, chat }: Batch["revoked"][number]) => {
    const row = MsgId === "0" ? lastOwnIn(chat) : rows.get(MsgId)
    if (row !== undefined) row.revoked = true
  }

  const lastOwnIn = (chat: string) => [...rows.values()].findLast((row) => row.fromMe && row.chat === chat)

  return Journal.of({
    known: (MsgIds) => Effect.sync(() => new Set(MsgIds.filter((MsgId) => rows.has(MsgId)))),
    receive: ({ cursor, entries, phone: activity, revoked }) =>
      Effect.gen(function* () {
        forget(yield* Clock.currentTimeMillis)
        for (const entry of entries) add(rowOf(entry))
        for (const one of revoked) revoke(one)
        yield* Ref.set(phone, activity)
        yield* Ref.update(
          saved,
          Option.map((before) => ({ ...before, session: { ...before.session, ...cursor } }))
        )
      }),
    note: (MsgId, progress) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const row = rows.get(MsgId)
        if (row !== undefined) noteIn(row, progress, now)
      }),
    unfinished: Effect.succeed([]),
    isRevoked: (MsgId) => Effect.sync(() => rows.get(MsgId)?.revoked === true),

    history: (chat, me, lastingName) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        // within a session the UserName tells those apart who are called the same
        const named = (byChat.get(lastingName ?? "") ?? []).filter((row) => row.me !== me)
        const recent = [...new Set([...(byChat.get(chat) ?? []), ...named])]
        return {
          sent: recent.flatMap(({ echo, sentAt, text }) =>
            sentAt !== undefined && echo === undefined && now - sentAt < CHAT_LIMIT_WINDOW
              ? [{ text, at: sentAt }]
              : []
          ),
          answers: recent.flatMap(({ answerDecidedAt, state }) =>
            answerDecidedAt !== undefined &&
            willAnswer.has(state) &&
            now - answerDecidedAt < CHAT_LIMIT_WINDOW
              ? [answerDecidedAt]
              : []
          )
        }
      }),
    isOwnSend: (MsgId) => Effect.sync(() => ownSends.has(MsgId)),
    unsure: (chat) =>
      Effect.map(Clock.currentTimeMillis, (now) =>
        [...rows.values()].flatMap(({ MsgId, chat: where, sentAt, state, text }) =>
          where === chat && sentAt !== undefined && sentAt >= now - KEPT && unsure.has(state)
            ? [{ MsgId, text, at: sentAt }]
            : []
        )
      ),
    echoed: (MsgId, echo) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const row = rows.get(MsgId)
        if (row === undefined || !unsure.has(row.state)) return
        row.state = "sent"
        row.echo = echo
        ownSends.set(echo, now)
      }),
    echoOf: (MsgId) => Effect.sync(() => Option.fromNullable(rows.get(MsgId)?.echo)),
    sentLately: Effect.map(Clock.currentTimeMillis, (now) =>
      [...rows.values()].flatMap(({ sentAt }) =>
        sentAt !== undefined && sentAt > now - MINUTE ? [sentAt] : []
      )
    ),

    phone: Ref.get(phone),
    notePhone: (update) => Ref.update(phone, update),

    savedSession: Ref.get(saved),
    beginSession: (session, cookies) =>
      Ref.set(saved, Option.some({ session: { ...session, contacts: [] }, cookies, endedBy: undefined })),
    keepCookies: (cookies) =>
      Ref.update(
        saved,
        Option.map((before) => ({ ...before, cookies }))
      ),
    endSession: (endedBy) =>
      Ref.update(
        saved,
        Option.map((before) => ({ ...before, endedBy }))
      ),
    learn: () => Effect.void,
    unlearn: () => Effect.void,
    learntAll: () => Effect.void,
    contactsOf: () => Effect.succeed({ contacts: [], complete: false }),
    changeAccount: Effect.gen(function* () {
      rows.clear()
      byChat.clear()
      ownSends.clear()
      yield* Ref.set(phone, nothing.phone)
      yield* Ref.set(limits, nothing.limits)
    }),

    limits: Ref.get(limits),
    limit: (update) => Ref.update(limits, update),
    failure: Effect.never
  })
})

export const layer = Layer.effect(Journal, make(nothing))
