import { type AnswerReason, type SkipReason } from "./Decision.ts"
import { type Facts, type ReplyPolicy } from "./Facts.ts"

/** A decision without its trace. */
export type Outcome =
  | { readonly _tag: "AskChatbot"; readonly reason: AnswerReason; readonly question: string }
  | { readonly _tag: "SendCanned"; readonly reason: AnswerReason; readonly line: string }
  | { readonly _tag: "Skip"; readonly reason: SkipReason }

export const skip = (reason: SkipReason) => (): Outcome => ({ _tag: "Skip", reason })
export const ask = (reason: AnswerReason, question: string): Outcome => ({
  _tag: "AskChatbot",
  reason,
  question
})

const canned = (reason: AnswerReason, { dice }: Facts, { cannedReplies }: ReplyPolicy): Outcome => ({
  _tag: "SendCanned",
  reason,
  line: cannedReplies[Math.floor(dice.line * cannedReplies.length)] ?? cannedReplies[0]
})

/** A canned line, if the die for media says so. */
export const mediaOutcome = (reason: AnswerReason, facts: Facts, policy: ReplyPolicy): Outcome =>
  facts.dice.media < policy.mediaReplyProbability
    ? canned(reason, facts, policy)
    : { _tag: "Skip", reason: "not-chosen" }

/** What was drawn and what was needed, for the trace. Rounded down, so that a die below the probability reads as such. */
const chance = (die: number, probability: number) =>
  `drew ${(Math.floor(die * 1000) / 1000).toFixed(3)}, needs < ${probability}`
export const groupChance = ({ dice }: Facts, policy: ReplyPolicy) =>
  chance(dice.group, policy.groupReplyProbability)
export const mediaChance = ({ dice }: Facts, policy: ReplyPolicy) =>
  chance(dice.media, policy.mediaReplyProbability)
