import { Schema } from "effect"
import { type EndReason, FailedReason, SkippedReason, UncertainReason } from "../../domain/EndReason.ts"
import { MessageState, type Progress } from "../../domain/Progress.ts"
import * as Json from "./JournalJson.ts"

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

/** A message with all that became of it, as the journal's file holds it. Times are epoch milliseconds. */
export const StoredMessage = Schema.Struct({
  /** The order in which messages came. */
  seq: Int,
  msgId: Schema.String,
  /** The chat's UserName in the session that brought it, and what it is called beyond that. */
  chat: Schema.String,
  lastingName: Schema.NullOr(Schema.String),
  /** The owner's UserName in that session. */
  me: Schema.String,
  fromMe: Flag,
  ownReply: Flag,
  createdAt: Int,
  receivedAt: Int,
  message: Json.MessageColumn,
  dice: Json.DiceColumn,
  state: MessageState,
  /** Why it ended, see `whyEnded`; before its end, and of one that was sent, the decision's reason. */
  reason: Schema.NullOr(Schema.String),
  decision: Schema.NullOr(Json.DecisionColumn),
  facts: Schema.NullOr(Json.FactsColumn),
  decidedAt: Schema.NullOr(Int),
  answer: Schema.NullOr(Schema.String),
  source: Schema.NullOr(Schema.String),
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

/** Before what WeChat said when it refused a reply. Earlier versions wrote that alone. */
const REFUSED = "refused: "

/** An end that has a reason, as the column `reason` holds it. */
export const reasonColumn = (
  end: Extract<Progress, { readonly _tag: "skipped" | "failed" | "uncertain" }>
): string => (end._tag === "failed" && end.detail !== undefined ? `${REFUSED}${end.detail}` : end.reason)

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
  reason,
  state
}: Pick<StoredMessage, "reason" | "state">): WhyEnded | undefined => {
  if (reason === null) return undefined
  switch (state) {
    case "skipped":
      return isSkippedReason(reason) ? { reason } : undefined
    case "failed":
      if (isFailedReason(reason)) return { reason }
      return {
        reason: "refused",
        detail: reason.startsWith(REFUSED) ? reason.slice(REFUSED.length) : reason
      }
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
