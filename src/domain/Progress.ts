import { Schema } from "effect"
import { AskedChatbot } from "./AskedChatbot.ts"
import { Decision } from "./Decision.ts"
import { FailedReason, SkippedReason, UncertainReason } from "./EndReason.ts"
import { Facts } from "./Facts.ts"
import { undefinedAsNull } from "./UndefinedAsNull.ts"

/** An answer that waits to be sent. */
export const PreparedReply = Schema.Struct({
  text: Schema.String,
  /** Where the words are from: a chatbot's name, canned, fallback, outage-fallback, spent-fallback, away or command. */
  source: Schema.String,
  /** The same for the whole life of the answer, so that WeChat can tell a repetition. */
  ClientMsgId: Schema.String
})
export type PreparedReply = typeof PreparedReply.Type

/** Which chatbots were asked for the words, or passed over; missing where none was to be asked. */
const asked = Schema.optionalWith(Schema.Array(AskedChatbot), { exact: true })

/**
 * How far a message has come: `received → decided → answered → sending → sent`, or `would-send` in a dry run.
 * It ends early as `skipped` (a rule, the last look, no words), `failed` (refused, nobody to send to) or `uncertain`
 * (sent, but nobody knows whether it arrived). An end is final, but for the echo that makes a send `sent` after all.
 */
export const Progress = Schema.Union(
  Schema.TaggedStruct("decided", {
    decision: Decision,
    facts: Facts,
    /** What the chat is called beyond this log-in. */
    lastingName: undefinedAsNull(Schema.String)
  }),
  Schema.TaggedStruct("answered", {
    ...PreparedReply.fields,
    /** What the chat, and no other one, was called then: a later log-in finds by it what was said. */
    ownLastingName: Schema.optionalWith(undefinedAsNull(Schema.String), { exact: true }),
    asked
  }),
  Schema.TaggedStruct("sending", {}),
  Schema.TaggedStruct("sent", { MsgID: Schema.String }),
  Schema.TaggedStruct("would-send", {}),
  Schema.TaggedStruct("skipped", { reason: SkippedReason, asked }),
  Schema.TaggedStruct("failed", {
    reason: FailedReason,
    /** What WeChat said, where it refused. */
    detail: Schema.optionalWith(Schema.String, { exact: true })
  }),
  Schema.TaggedStruct("uncertain", { reason: UncertainReason })
)
export type Progress = typeof Progress.Type

/** The last step of a message. */
export const MessageState = Schema.Literal(
  "received",
  "decided",
  "answered",
  "sending",
  "sent",
  "would-send",
  "skipped",
  "failed",
  "uncertain"
)
export type MessageState = typeof MessageState.Type
