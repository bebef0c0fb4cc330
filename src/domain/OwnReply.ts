import { type Message, textOf } from "./Message.ts"
import { splitQuote } from "./Quote.ts"

/** How long the robot knows its own words again by their text. */
const ECHO_WINDOW = 60_000

/** What is known of the robot's own sends when a message comes in. Times are epoch milliseconds. */
export interface OwnSends {
  /** The message has a MsgId that WeChat gave for a send of the robot. */
  readonly byMsgId: boolean
  /** What the robot sent to this chat lately. */
  readonly sentHere: ReadonlyArray<{ readonly text: string; readonly at: number }>
  /** Put before every reply; empty for none. */
  readonly replyPrefix: string
}

/** A reply that was sent, though nobody knows yet whether it arrived. */
export interface UnsureSend {
  /** Of the message that it answers. */
  readonly MsgId: string
  readonly text: string
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * Which of the robot's sends to a chat a message there brings back, so that it arrived: of those with the same text that
 * were made within a minute of when it was written, the first.
 */
export const sendEchoedBy = (
  message: Message,
  me: string,
  createdAt: number,
  sends: ReadonlyArray<UnsureSend>
): UnsureSend | undefined => {
  const text = textOf(message).trim()
  if (message.from !== me || text === "") return undefined
  return sends.find((sent) => Math.abs(createdAt - sent.at) <= ECHO_WINDOW && ownWords(sent.text) === text)
}

/**
 * Whether WeChat echoes a reply of the robot: by its MsgId, or, since the echo may overtake the answer that tells the
 * MsgId, by its text. Neither answered nor a sign that the owner is at the phone.
 */
export const isOwnReply = (message: Message, me: string, now: number, sends: OwnSends): boolean => {
  if (sends.byMsgId) return true
  const text = textOf(message).trim()
  if (message.from !== me || text === "") return false
  const prefix = sends.replyPrefix.trim()
  if (prefix !== "" && text.startsWith(prefix)) return true
  return sends.sentHere.some((sent) => now - sent.at <= ECHO_WINDOW && ownWords(sent.text) === text)
}

/** As they would be read in an echo: a chatbot's words may look like a quote. */
const ownWords = (text: string): string => splitQuote(text).text.trim()
