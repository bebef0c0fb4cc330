import { Schema } from "effect"
import { MessageState } from "../../domain/Progress.ts"
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
  /** Why it was skipped or failed, beyond the decision. */
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
