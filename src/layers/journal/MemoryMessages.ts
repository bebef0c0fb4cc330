import { Iterable } from "effect"
import { type Chat } from "../../domain/Chat.ts"
import { isAnswering } from "../../domain/Decision.ts"
import { type Entry } from "../../domain/Entry.ts"
import { CHAT_LIMIT_WINDOW } from "../../domain/Facts.ts"
import { type UnsureSend } from "../../domain/OwnReply.ts"
import { type MessageState, type Progress } from "../../domain/Progress.ts"
import { type ChatHistory, type TakenBack } from "./Messages.ts"
import { type Row, rowOf } from "./Row.ts"

/** The same MsgId may come again for hours, after a retried sync or a restart of the session. */
export const KEPT = 24 * 3_600_000

const MINUTE = 60_000

/** So many MsgIds of own sends are at hand: they come back at once, and the file knows the others. */
const OWN_SENDS = 10_000

/** So many messages of a chat are in its history, unless the owner allows more replies. */
const CHAT_HISTORY = 100

/** And so many more until the oldest go. */
const SPARE = 20

const willAnswer: ReadonlySet<MessageState> = new Set([
  "decided",
  "answered",
  "sending",
  "sent",
  "would-send",
  "uncertain"
])

const unsure: ReadonlySet<MessageState> = new Set(["sending", "uncertain"])

const ended: ReadonlySet<MessageState> = new Set(["sent", "would-send", "skipped", "failed", "uncertain"])

/** When it last became a part of its chat's history, if it did. */
const inHistorySince = ({ answerDecidedAt, sentAt }: Row) => sentAt ?? answerDecidedAt

/** What a chat's history rests on, and when the last of it was added. */
interface Recent {
  readonly at: number
  readonly rows: Array<Row>
}

/** Removes from the front, where the oldest stand, what is older than `limit`. */
export const dropOlder = <K, V>(map: Map<K, V>, at: (value: V) => number, limit: number) => {
  for (const [key, value] of map) {
    if (at(value) >= limit) return
    map.delete(key)
  }
}

/**
 * What the robot has to have at hand of messages, by MsgId and by chat. Nothing here walks more than one chat, and after
 * its end a message stays only as long as its chat's history, or the day in which it may still come back.
 */
export class MemoryMessages {
  /** Those on their way, and sends of which it was not known whether they arrived. */
  readonly #rows = new Map<string, Row>()
  /** The same by chat. */
  readonly #rowsOf = new Map<string, Set<Row>>()
  /** By each name of a chat, those that were to be answered in the last ten minutes. */
  readonly #history = new Map<string, Recent>()
  /** One's own last message in each chat, of the last day. */
  readonly #lastOwn = new Map<string, Pick<Row, "MsgId" | "receivedAt">>()
  readonly #ownSends = new Map<string, number>()
  /** When replies to these messages were sent, in the last minute. */
  readonly #sends = new Map<string, number>()
  readonly #inHistory: number

  constructor(rows: ReadonlyArray<Row>, chatReplies = 0) {
    this.#inHistory = Math.max(CHAT_HISTORY, chatReplies)
    for (const row of rows) if (!ended.has(row.state) || unsure.has(row.state)) this.#put(row)
    const answered = rows.flatMap((row) => {
      const at = inHistorySince(row)
      return at === undefined ? [] : [{ row, at }]
    })
    for (const { at, row } of answered.toSorted((one, another) => one.at - another.at)) {
      this.#remember(row, at)
      if (row.sentAt !== undefined) this.#sends.set(row.MsgId, at)
    }
  }

  #put(row: Row) {
    const { MsgId, chat, receivedAt } = row
    if (row.fromMe) {
      this.#lastOwn.delete(chat)
      this.#lastOwn.set(chat, { MsgId, receivedAt })
    }
    this.#rows.set(row.MsgId, row)
    const there = this.#rowsOf.get(row.chat)
    if (there === undefined) this.#rowsOf.set(row.chat, new Set([row]))
    else there.add(row)
  }

  #drop(row: Row) {
    this.#rows.delete(row.MsgId)
    const there = this.#rowsOf.get(row.chat)
    if (there?.delete(row) === true && there.size === 0) this.#rowsOf.delete(row.chat)
  }

  /** Adds it to the history of its chat, or again when it is sent. */
  #remember(row: Row, now: number) {
    for (const key of row.lastingName === undefined ? [row.chat] : [row.chat, row.lastingName]) {
      const rows = this.#history.get(key)?.rows ?? []
      const there = rows.lastIndexOf(row)
      if (there !== -1) rows.splice(there, 1)
      rows.push(row)
      // those that were added last stand last
      this.#history.delete(key)
      this.#history.set(key, { at: now, rows: this.#thinned(rows, now) })
    }
  }

  /** The newest that count, once there are some more than are needed: not with each message. */
  #thinned(rows: Array<Row>, now: number): Array<Row> {
    if (rows.length < this.#inHistory + SPARE) return rows
    const counts = (row: Row) =>
      // what came to nothing must not push out what counts
      (willAnswer.has(row.state) || row.sentAt !== undefined) &&
      (inHistorySince(row) ?? 0) >= now - CHAT_LIMIT_WINDOW
    return rows.filter(counts).slice(-this.#inHistory)
  }

  get(MsgId: string): Readonly<Row> | undefined {
    return this.#rows.get(MsgId)
  }

  add(entry: Entry) {
    if (!this.#rows.has(entry.message.MsgId)) this.#put(rowOf(entry))
  }

  forgetOld(now: number) {
    for (const row of this.#rows.values()) {
      if (row.receivedAt >= now - KEPT) break
      this.#drop(row)
    }
    dropOlder(this.#lastOwn, ({ receivedAt }) => receivedAt, now - KEPT)
    dropOlder(this.#ownSends, (at) => at, now - KEPT)
    dropOlder(this.#sends, (at) => at, now - MINUTE)
    dropOlder(this.#history, ({ at }) => at, now - CHAT_LIMIT_WINDOW)
  }

  forgetAll() {
    for (const all of [this.#rows, this.#rowsOf, this.#history, this.#lastOwn, this.#ownSends, this.#sends]) {
      all.clear()
    }
  }

  #isOwn(MsgId: string, now: number) {
    this.#ownSends.set(MsgId, now)
    if (this.#ownSends.size <= OWN_SENDS) return
    for (const oldest of Iterable.take(this.#ownSends.keys(), 1)) this.#ownSends.delete(oldest)
  }

  note(MsgId: string, progress: Progress, now: number) {
    const row = this.#rows.get(MsgId)
    if (row === undefined) return
    // also of a send that came back before this
    if (progress._tag === "sent" && progress.MsgID !== "") this.#isOwn(progress.MsgID, now)
    if (ended.has(row.state)) {
      // it came back before its send was answered, and nothing more is asked of it
      if (row.echo !== undefined && progress._tag === "sent") this.#drop(row)
      return
    }
    row.state = progress._tag
    switch (progress._tag) {
      case "decided":
        row.lastingName = progress.lastingName
        if (!isAnswering(progress.decision)) return
        row.answerDecidedAt = now
        this.#remember(row, now)
        return
      case "answered":
        row.text = progress.text
        return
      case "sending":
        row.sentAt = now
        this.#remember(row, now)
        this.#sends.delete(MsgId)
        this.#sends.set(MsgId, now)
        return
      case "sent":
      case "would-send":
      case "skipped":
      case "failed":
        this.#drop(row)
    }
  }

  revoke({ MsgId, chat }: TakenBack) {
    const row = this.#rows.get(MsgId === "0" ? (this.#lastOwn.get(chat)?.MsgId ?? "") : MsgId)
    if (row !== undefined) row.revoked = true
  }

  history(
    { lastingName, userName }: Pick<Chat, "userName" | "lastingName">,
    me: string,
    now: number
  ): ChatHistory {
    // within a session the UserName tells those apart who are called the same
    const named = (this.#history.get(lastingName ?? "")?.rows ?? []).filter((row) => row.me !== me)
    const here = this.#history.get(userName)?.rows ?? []
    const sent: Array<ChatHistory["sent"][number]> = []
    const answers: Array<number> = []
    for (const { answerDecidedAt, echo, sentAt, state, text } of named.length === 0
      ? here
      : new Set([...here, ...named])) {
      if (sentAt !== undefined && echo === undefined && now - sentAt < CHAT_LIMIT_WINDOW) {
        sent.push({ text, at: sentAt })
      }
      if (
        answerDecidedAt !== undefined &&
        willAnswer.has(state) &&
        now - answerDecidedAt < CHAT_LIMIT_WINDOW
      ) {
        answers.push(answerDecidedAt)
      }
    }
    return { sent: sent.slice(-this.#inHistory), answers: answers.slice(-this.#inHistory) }
  }

  isOwnSend(MsgId: string): boolean {
    return this.#ownSends.has(MsgId)
  }

  unsure(chat: string, now: number): ReadonlyArray<UnsureSend> {
    return [...(this.#rowsOf.get(chat) ?? [])].flatMap(({ MsgId, sentAt, state, text }) =>
      unsure.has(state) && sentAt !== undefined && sentAt >= now - KEPT ? [{ MsgId, text, at: sentAt }] : []
    )
  }

  echoed(MsgId: string, echo: string, now: number) {
    const row = this.#rows.get(MsgId)
    if (row === undefined || !unsure.has(row.state)) return
    row.state = "sent"
    row.echo = echo
    this.#isOwn(echo, now)
  }

  sentAfter(time: number): ReadonlyArray<number> {
    return [...this.#sends.values()].filter((at) => at > time)
  }
}
