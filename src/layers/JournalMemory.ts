import { Clock, Effect, Layer, Ref } from "effect"
import { CHAT_LIMIT_WINDOW } from "../domain/Facts.ts"
import * as PhoneActivity from "../domain/PhoneActivity.ts"
import { type Entry, Journal, type Progress } from "./Journal.ts"

/** The same MsgId may come again for hours, after a retried sync or a restart of the session. */
const KEPT = 24 * 3_600_000

interface Row {
  readonly chat: string
  readonly receivedAt: number
  state: "received" | Progress["_tag"]
  text: string
  answerDecidedAt: number | undefined
  sentAt: number | undefined
}

const willAnswer: ReadonlySet<Row["state"]> = new Set([
  "decided",
  "answered",
  "sending",
  "sent",
  "would-send",
  "uncertain"
])

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

/** A journal that lives as long as the process. */
const make = Effect.gen(function* () {
  const rows = new Map<string, Row>()
  const byChat = new Map<string, Array<Row>>()
  const ownSends = new Map<string, number>()
  const activity = yield* Ref.make(PhoneActivity.none)

  const forget = (now: number) => {
    dropOlder(rows, (row) => row.receivedAt, now - KEPT)
    dropOlder(ownSends, (at) => at, now - KEPT)
    for (const [chat, all] of byChat) {
      const recent = all.filter((row) => isRecent(row, now))
      if (recent.length === 0) byChat.delete(chat)
      else if (recent.length < all.length) byChat.set(chat, recent)
    }
  }

  const add = ({ MsgId, chat, receivedAt }: Entry) => {
    const row: Row = {
      chat,
      receivedAt,
      state: "received",
      text: "",
      answerDecidedAt: undefined,
      sentAt: undefined
    }
    rows.set(MsgId, row)
    const recent = byChat.get(chat)
    if (recent === undefined) byChat.set(chat, [row])
    else recent.push(row)
  }

  const receive = (entries: ReadonlyArray<Entry>) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      forget(now)
      const fresh = new Set<string>()
      for (const entry of entries) {
        if (rows.has(entry.MsgId)) continue
        add(entry)
        fresh.add(entry.MsgId)
      }
      return fresh
    })

  const note = (MsgId: string, progress: Progress) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const row = rows.get(MsgId)
      if (row === undefined) return
      row.state = progress._tag
      if (progress._tag === "decided" && progress.decision._tag !== "Skip") row.answerDecidedAt = now
      if (progress._tag === "answered") row.text = progress.text
      if (progress._tag === "sending") row.sentAt = now
      if (progress._tag === "sent" && progress.MsgID !== "") ownSends.set(progress.MsgID, now)
    })

  const history = (chat: string) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const recent = byChat.get(chat) ?? []
      return {
        sent: recent.flatMap(({ sentAt, text }) =>
          sentAt !== undefined && now - sentAt < CHAT_LIMIT_WINDOW ? [{ text, at: sentAt }] : []
        ),
        answers: recent.flatMap(({ answerDecidedAt, state }) =>
          answerDecidedAt !== undefined && willAnswer.has(state) && now - answerDecidedAt < CHAT_LIMIT_WINDOW
            ? [answerDecidedAt]
            : []
        )
      }
    })

  return Journal.of({
    receive,
    note,
    history,
    isOwnSend: (MsgId) => Effect.sync(() => ownSends.has(MsgId)),
    phone: Ref.get(activity),
    notePhone: (update) => Ref.update(activity, update)
  })
})

export const layer = Layer.effect(Journal, make)
