import { type Array as Arr, Schema } from "effect"
import { ContactKind } from "./Contact.ts"
import { Mention } from "./Mention.ts"
import { Message } from "./Message.ts"
import { undefinedAsNull } from "./UndefinedAsNull.ts"

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
export const Dice = Schema.Struct({
  group: Schema.Number,
  media: Schema.Number,
  /** Chooses the canned line. */
  line: Schema.Number
})
export type Dice = typeof Dice.Type

/** The period in which `chatRepliesPer10Minutes` counts, in milliseconds. */
export const CHAT_LIMIT_WINDOW = 600_000

/** All that a decision looks at. Times are epoch milliseconds on the robot's clock. */
export const Facts = Schema.Struct({
  message: Message,
  /** The owner's UserName. */
  me: Schema.String,
  /** Who the other side of the chat is. */
  kind: ContactKind,
  /** All names of this chat; it is denied if one of them is on the deny list. */
  names: Schema.Array(Schema.String),
  /** Those that are nobody else's: only they count for the allow list, as a stranger could take a friend's name. */
  ownNames: Schema.Array(Schema.String),
  mention: Mention,
  now: Schema.Number,
  minuteOfDay: Schema.Number,
  createdAt: Schema.Number,
  seenBefore: Schema.Boolean,
  /** WeChat echoes what the robot sent. */
  ownReply: Schema.Boolean,
  /** Its sender took it back. */
  revoked: Schema.Boolean,
  /** When answers in this chat were decided on, in the last ten minutes; of many the newest. Epoch milliseconds. */
  answersHere: Schema.Array(Schema.Number),
  phone: Schema.Struct({
    lastUse: undefinedAsNull(Schema.Number),
    lastWroteHere: undefinedAsNull(Schema.Number)
  }),
  paused: Schema.Boolean,
  muted: Schema.Boolean,
  dice: Dice
})
export type Facts = typeof Facts.Type
