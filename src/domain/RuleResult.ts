import { type AnswerReason, type SkipReason } from "./Decision.ts"
import { type Facts, type ReplyPolicy } from "./Facts.ts"
import { type CommandName, type OwnerCommand } from "./OwnerCommand.ts"

/** What a rule gives: a decision without its trace. */
export type RuleResult =
  | { readonly _tag: "AskChatbot"; readonly reason: AnswerReason; readonly question: string }
  | { readonly _tag: "SendCanned"; readonly reason: AnswerReason; readonly line: string }
  | { readonly _tag: "Command"; readonly reason: CommandName; readonly command: OwnerCommand }
  | { readonly _tag: "Skip"; readonly reason: SkipReason }

/** A rule: one row of the decision table. */
export interface Rule {
  readonly rule: string
  /** What the rule looks at, in words and numbers, for the trace. */
  readonly saw: (facts: Facts, policy: ReplyPolicy) => string
  readonly when: (facts: Facts, policy: ReplyPolicy) => boolean
  readonly gives: (facts: Facts, policy: ReplyPolicy) => RuleResult
  /** Checked once more just before sending, because its facts may have changed while the answer was made. */
  readonly recheck?: true
}

export const skip = (reason: SkipReason) => (): RuleResult => ({ _tag: "Skip", reason })
export const ask = (reason: AnswerReason, question: string): RuleResult => ({
  _tag: "AskChatbot",
  reason,
  question
})

const canned = (reason: AnswerReason, { dice }: Facts, { cannedReplies }: ReplyPolicy): RuleResult => ({
  _tag: "SendCanned",
  reason,
  line: cannedReplies[Math.floor(dice.line * cannedReplies.length)] ?? cannedReplies[0]
})

/** A canned line, if the die for media falls below its probability. */
export const cannedByChance = (reason: AnswerReason, facts: Facts, policy: ReplyPolicy): RuleResult =>
  facts.dice.media < policy.mediaReplyProbability
    ? canned(reason, facts, policy)
    : { _tag: "Skip", reason: "not-chosen" }

/** What was drawn and what was needed, for the trace. Rounded down, so that a die below the probability reads as such. */
const showDie = (die: number, probability: number) =>
  `drew ${(Math.floor(die * 1000) / 1000).toFixed(3)}, needs < ${probability}`
export const showGroupDie = ({ dice }: Facts, policy: ReplyPolicy) =>
  showDie(dice.group, policy.groupReplyProbability)
export const showMediaDie = ({ dice }: Facts, policy: ReplyPolicy) =>
  showDie(dice.media, policy.mediaReplyProbability)
