import { Schema } from "effect"
import { AskedChatbot } from "../../domain/AskedChatbot.ts"
import { Decision } from "../../domain/Decision.ts"
import { type EndReason, FailedReason, SkippedReason, UncertainReason } from "../../domain/EndReason.ts"
import { Dice, Facts } from "../../domain/Facts.ts"
import { Message } from "../../domain/Message.ts"
import { MessageState } from "../../domain/Progress.ts"

/** Databases give integers as numbers, bigints or strings. All of ours are exact as numbers. */
export const Int = Schema.Union(
  Schema.Int,
  Schema.NumberFromString,
  Schema.transform(Schema.BigIntFromSelf, Schema.Int, { strict: true, decode: Number, encode: BigInt })
)

const Flag = Schema.transform(Int, Schema.Boolean, {
  strict: true,
  decode: (flag) => flag !== 0,
  encode: (yes) => (yes ? 1 : 0)
})

/**
 * A message with all that became of it, as the journal's file holds it: each column of the table but the account. Times
 * are epoch milliseconds.
 */
export const StoredMessage = Schema.Struct({
  /** The order in which messages came. */
  seq: Int,
  msgId: Schema.String,
  /** The chat's UserName in the session that brought it, and what it is called beyond that. */
  chat: Schema.String,
  lastingName: Schema.NullOr(Schema.String),
  /** The latter, if no other chat was called so when this one was answered. */
  ownLastingName: Schema.NullOr(Schema.String),
  /** The owner's UserName in that session. */
  me: Schema.String,
  fromMe: Flag,
  ownReply: Flag,
  createdAt: Int,
  receivedAt: Int,
  message: Schema.parseJson(Message),
  dice: Schema.parseJson(Dice),
  state: MessageState,
  /** Why it ended, see `whyEnded`; before its end, and of one that was sent, the decision's reason. */
  reason: Schema.NullOr(Schema.String),
  /** What WeChat said, where it refused. */
  detail: Schema.NullOr(Schema.String),
  decision: Schema.NullOr(Schema.parseJson(Decision)),
  /** All that the decision rested on but the message. */
  facts: Schema.NullOr(Schema.parseJson(Facts.omit("message"))),
  decidedAt: Schema.NullOr(Int),
  /** What a chatbot is to be asked, and in a group who says it: of the decision and the message, for who looks for turns. */
  question: Schema.NullOr(Schema.String),
  speaker: Schema.NullOr(Schema.String),
  answer: Schema.NullOr(Schema.String),
  source: Schema.NullOr(Schema.String),
  /** Which chatbots were asked for the answer, or passed over. */
  asked: Schema.NullOr(Schema.parseJson(Schema.Array(AskedChatbot))),
  clientMsgId: Schema.NullOr(Schema.String),
  /** How often a send began. */
  attempts: Int,
  sendingAt: Schema.NullOr(Int),
  sentMsgId: Schema.NullOr(Schema.String),
  endedAt: Schema.NullOr(Int),
  revoked: Flag
})
export type StoredMessage = typeof StoredMessage.Type

export const decodeMessages = Schema.decodeUnknown(Schema.Array(StoredMessage))

export interface WhyEnded {
  readonly reason: EndReason
  /** What WeChat said, where it refused. */
  readonly detail?: string
}

const isSkippedReason = Schema.is(SkippedReason)
const isFailedReason = Schema.is(FailedReason)
const isUncertainReason = Schema.is(UncertainReason)

/** Why a message was skipped, failed, or is uncertain; earlier versions did not tell that of the last. */
export const whyEnded = ({
  detail,
  reason,
  state
}: Pick<StoredMessage, "detail" | "reason" | "state">): WhyEnded | undefined => {
  if (reason === null) return undefined
  switch (state) {
    case "skipped":
      return isSkippedReason(reason) ? { reason } : undefined
    case "failed":
      return isFailedReason(reason) ? { reason, ...(detail === null ? {} : { detail }) } : undefined
    case "uncertain":
      return isUncertainReason(reason) ? { reason } : undefined
    case "received":
    case "decided":
    case "answered":
    case "sending":
    case "sent":
    case "would-send":
      return undefined
  }
}
