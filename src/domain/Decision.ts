import { Schema } from "effect"
import { OwnerCommand } from "./OwnerCommand.ts"

/** Why a message is not answered: each reason is given by a rule of the decision table, `no-rule` when none matched. */
export const SkipReason = Schema.Literal(
  "duplicate",
  "own-reply",
  "control-message",
  "revoked",
  "stale",
  "paused",
  "app-message",
  "sent-by-self",
  "special-account",
  "official-account",
  "unknown-sender",
  "denied",
  "not-allowed",
  "muted",
  "out-of-hours",
  "phone-active",
  "taken-over",
  "no-speaker",
  "empty-text",
  "mention-all",
  "group-not-chosen",
  "not-chosen",
  "chat-limit",
  "no-rule"
)
export type SkipReason = typeof SkipReason.Type

/** The owner's rules by which a message is answered: R1 notes to oneself, R2 groups, R3 a friend's text, or media. */
export const AnswerReason = Schema.Literal("R1", "R1+R3", "R2", "R3", "R2+R3")
export type AnswerReason = typeof AnswerReason.Type

/** One rule that was checked, and what it saw; never a piece of the message's text. */
export const TraceEntry = Schema.Struct({ rule: Schema.String, saw: Schema.String, matched: Schema.Boolean })
export type TraceEntry = typeof TraceEntry.Type

const Trace = Schema.Array(TraceEntry)

/** What to do with a message, and why. `trace` lists the rules that were checked, in order: the last that matched decided. */
export const Decision = Schema.Union(
  /** Ask a chatbot this question and send what it says. */
  Schema.TaggedStruct("AskChatbot", { reason: AnswerReason, question: Schema.NonEmptyString, trace: Trace }),
  /** Send this line. */
  Schema.TaggedStruct("SendCanned", { reason: AnswerReason, line: Schema.NonEmptyString, trace: Trace }),
  /** Carry out what the owner told the robot, and answer it. The reason is the command's name. */
  Schema.TaggedStruct("Command", { reason: OwnerCommand.fields.name, command: OwnerCommand, trace: Trace }),
  Schema.TaggedStruct("Skip", { reason: SkipReason, trace: Trace })
)
export type Decision = typeof Decision.Type

/** A decision to answer what somebody wrote. */
export type Answering = Extract<Decision, { readonly _tag: "AskChatbot" | "SendCanned" }>

/** The owner's commands are no conversation: they count for no limit of a chat. */
export const isAnswering = (decision: Decision): decision is Answering =>
  decision._tag === "AskChatbot" || decision._tag === "SendCanned"
