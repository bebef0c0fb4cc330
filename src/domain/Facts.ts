import { type Array as Arr } from "effect"
import { type ContactKind } from "./Contact.ts"
import { type Mention } from "./Mention.ts"
import { type Message } from "./Message.ts"

/** How the owner wants messages to be answered. Durations in milliseconds; 0 turns a period, an age or a limit off. */
export interface ReplyPolicy {
  readonly quietPeriod: number
  readonly takeoverPeriod: number
  /** 0 to 1: group text without a mention. */
  readonly groupReplyProbability: number
  /** 0 to 1: a picture or other media. */
  readonly mediaReplyProbability: number
  readonly cannedReplies: Arr.NonEmptyReadonlyArray<string>
  readonly maxMessageAge: number
  /** Names; when there are any, all other chats are excluded. */
  readonly allow: ReadonlyArray<string>
  readonly deny: ReadonlyArray<string>
  /** Minutes of the owner's day, `to` not included; `from` after `to` goes over midnight. */
  readonly activeHours: { readonly from: number; readonly to: number } | undefined
  readonly chatRepliesPer10Minutes: number
}

/** Numbers in [0, 1) drawn once, when a message is first seen, so that it is always decided the same way. */
export interface Dice {
  readonly group: number
  readonly media: number
  /** Chooses the canned line. */
  readonly line: number
}

/** The period in which `chatRepliesPer10Minutes` counts, in milliseconds. */
export const CHAT_LIMIT_WINDOW = 600_000

/** All that a decision looks at. Times are epoch milliseconds on the robot's clock. */
export interface Facts {
  readonly message: Message
  /** The owner's UserName. */
  readonly me: string
  /** Who the other side of the chat is. */
  readonly kind: ContactKind
  /** All names of this chat; it is denied if one of them is on the deny list. */
  readonly names: ReadonlyArray<string>
  /** Those that are nobody else's: only they count for the allow list, as a stranger could take a friend's name. */
  readonly ownNames: ReadonlyArray<string>
  readonly mention: Mention
  readonly now: number
  readonly minuteOfDay: number
  readonly createdAt: number
  readonly seenBefore: boolean
  /** WeChat echoes what the robot sent. */
  readonly ownReply: boolean
  /** Its sender took it back. */
  readonly revoked: boolean
  /** When answers in this chat were decided on, in the last ten minutes. Epoch milliseconds. */
  readonly answersHere: ReadonlyArray<number>
  readonly phone: { readonly lastUse: number | undefined; readonly lastWroteHere: number | undefined }
  readonly paused: boolean
  readonly muted: boolean
  readonly dice: Dice
}
