import { Schema } from "effect"
import { SkipReason } from "./Decision.ts"

/** Why a message ends as `skipped`: by a rule of the decision table, or before its answer was sent. */
export const SkippedReason = Schema.Literal(
  ...SkipReason.literals,
  "sends-paused",
  "command-in-send-pause",
  "away-line-told",
  "fallback-line-told",
  "no-away-line",
  "no-fallback-line",
  "chatbots-barred",
  "another-account"
)
export type SkippedReason = typeof SkippedReason.Type

/** Why a message ends as `failed`: nobody to send to, a defect of the robot, or WeChat's refusal. */
export const FailedReason = Schema.Literal("chat-unknown-after-log-in", "defect", "refused")
export type FailedReason = typeof FailedReason.Type

/** Why nobody knows whether a reply arrived. */
export const UncertainReason = Schema.Literal("no-answer", "unreadable-answer", "stopped", "killed")
export type UncertainReason = typeof UncertainReason.Type

/** Why a message ends in any other way than that its reply is sent. */
export type EndReason = SkippedReason | FailedReason | UncertainReason
