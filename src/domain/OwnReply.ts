import { type Message, textOf } from "./Message.ts"
import { splitQuote } from "./Quote.ts"

/** How many milliseconds may lie between a send and an echo that is recognised by its text. */
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

/** A reply that was sent, but is not known to have arrived. */
export interface UnsureSend {
  /** Of the message that it replies to. */
  readonly MsgId: string
  readonly text: string
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * The send that a message is the echo of, which proves that it arrived: the first of the robot's sends to this chat that
 * has the same text and was made within a minute of the message.
 */
export const sendEchoedBy = (
  message: Message,
  me: string,
  createdAt: number,
  sends: ReadonlyArray<UnsureSend>
): UnsureSend | undefined => {
  const text = textOf(message).trim()
  if (message.from !== me || text === "") return undefined
  return sends.find((sent) => Math.abs(createdAt - sent.at) <= ECHO_WINDOW && textInEcho(sent.text) === text)
}

/**
 * Whether a message is the echo of the robot's own reply: such a message is not answered, and is no sign that the owner
 * uses the phone. Recognised by its MsgId, or by its text, as the echo may come before the response that tells the MsgId.
 */
export const isOwnReply = (message: Message, me: string, now: number, sends: OwnSends): boolean => {
  if (sends.byMsgId) return true
  const text = textOf(message).trim()
  if (message.from !== me || text === "") return false
  const prefix = sends.replyPrefix.trim()
  if (prefix !== "" && text.startsWith(prefix)) return true
  return sends.sentHere.some((sent) => now - sent.at <= ECHO_WINDOW && textInEcho(sent.text) === text)
}

/** A sent text as it is read from its echo: the part of a chatbot's text that looks like a quote is missing there. */
const textInEcho = (text: string): string => splitQuote(text).text.trim()
