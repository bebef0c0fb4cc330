import { type Chat } from "../../domain/Chat.ts"
import { type Entry } from "../../domain/Entry.ts"
import { CHAT_LIMIT_WINDOW } from "../../domain/Facts.ts"
import { isControl } from "../../domain/Message.ts"
import { type UnsureSend } from "../../domain/OwnReply.ts"
import { type MessageState, type Progress } from "../../domain/Progress.ts"
import { type ChatHistory, type TakenBack } from "./Messages.ts"

/** The same MsgId may come again for hours, after a retried sync or a restart of the session. */
export const KEPT = 24 * 3_600_000

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
  state: MessageState
  text: string
  /** When it was decided to answer. */
  answerDecidedAt: number | undefined
  sentAt: number | undefined
  /** The MsgId under which the answer came back by its text. */
  echo: string | undefined
  revoked: boolean
}

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

/** What the robot has to have at hand of messages, by MsgId and by chat. */
export class MemoryMessages {
  readonly #rows = new Map<string, Row>()
  readonly #byChat = new Map<string, Array<Row>>()
  readonly #ownSends = new Map<string, number>()

  constructor(rows: Iterable<Row>) {
    for (const row of rows) this.#put(row)
  }

  #index(key: string, row: Row) {
    const there = this.#byChat.get(key)
    if (there === undefined) this.#byChat.set(key, [row])
    else if (!there.includes(row)) there.push(row)
  }

  #put(row: Row) {
    if (this.#rows.has(row.MsgId)) return
    this.#rows.set(row.MsgId, row)
    this.#index(row.chat, row)
    if (row.lastingName !== undefined) this.#index(row.lastingName, row)
  }

  get(MsgId: string): Readonly<Row> | undefined {
    return this.#rows.get(MsgId)
  }

  add(entry: Entry) {
    this.#put(rowOf(entry))
  }

  forgetOld(now: number) {
    dropOlder(this.#rows, (row) => row.receivedAt, now - KEPT)
    dropOlder(this.#ownSends, (at) => at, now - KEPT)
    for (const [chat, all] of this.#byChat) {
      const recent = all.filter((row) => isRecent(row, now))
      if (recent.length === 0) this.#byChat.delete(chat)
      else if (recent.length < all.length) this.#byChat.set(chat, recent)
    }
  }

  forgetAll() {
    this.#rows.clear()
    this.#byChat.clear()
    this.#ownSends.clear()
  }

  note(MsgId: string, progress: Progress, now: number) {
    const row = this.#rows.get(MsgId)
    if (row === undefined) return
    // also of a send that came back before this
    if (progress._tag === "sent" && progress.MsgID !== "") this.#ownSends.set(progress.MsgID, now)
    if (ended.has(row.state)) return
    row.state = progress._tag
    switch (progress._tag) {
      case "decided":
        if (progress.decision._tag !== "Skip") row.answerDecidedAt = now
        row.lastingName = progress.lastingName
        if (progress.lastingName !== undefined) this.#index(progress.lastingName, row)
        return
      case "answered":
        row.text = progress.text
        return
      case "sending":
        row.sentAt = now
    }
  }

  revoke({ MsgId, chat }: TakenBack) {
    const row = MsgId === "0" ? this.#lastOwnIn(chat) : this.#rows.get(MsgId)
    if (row !== undefined) row.revoked = true
  }

  #lastOwnIn(chat: string) {
    return [...this.#rows.values()].findLast((row) => row.fromMe && row.chat === chat)
  }

  history(
    { lastingName, userName }: Pick<Chat, "userName" | "lastingName">,
    me: string,
    now: number
  ): ChatHistory {
    // within a session the UserName tells those apart who are called the same
    const named = (this.#byChat.get(lastingName ?? "") ?? []).filter((row) => row.me !== me)
    const recent = [...new Set([...(this.#byChat.get(userName) ?? []), ...named])]
    return {
      sent: recent.flatMap(({ echo, sentAt, text }) =>
        sentAt !== undefined && echo === undefined && now - sentAt < CHAT_LIMIT_WINDOW
          ? [{ text, at: sentAt }]
          : []
      ),
      answers: recent.flatMap(({ answerDecidedAt, state }) =>
        answerDecidedAt !== undefined && willAnswer.has(state) && now - answerDecidedAt < CHAT_LIMIT_WINDOW
          ? [answerDecidedAt]
          : []
      )
    }
  }

  isOwnSend(MsgId: string): boolean {
    return this.#ownSends.has(MsgId)
  }

  unsure(chat: string, now: number): ReadonlyArray<UnsureSend> {
    return [...this.#rows.values()].flatMap(({ MsgId, chat: where, sentAt, state, text }) =>
      where === chat && sentAt !== undefined && sentAt >= now - KEPT && unsure.has(state)
        ? [{ MsgId, text, at: sentAt }]
        : []
    )
  }

  echoed(MsgId: string, echo: string, now: number) {
    const row = this.#rows.get(MsgId)
    if (row === undefined || !unsure.has(row.state)) return
    row.state = "sent"
    row.echo = echo
    this.#ownSends.set(echo, now)
  }

  sentAfter(time: number): ReadonlyArray<number> {
    return [...this.#rows.values()].flatMap(({ sentAt }) =>
      sentAt !== undefined && sentAt > time ? [sentAt] : []
    )
  }
}
