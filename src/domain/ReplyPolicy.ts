import { type Decision, type SkipReason, type TraceEntry } from "./Decision.ts"
import { type Facts, type ReplyPolicy } from "./Facts.ts"
import { chatLimit, replyRules } from "./ReplyRules.ts"
import { type Rule, type RuleResult } from "./RuleResult.ts"

const noRule: RuleResult = { _tag: "Skip", reason: "no-rule" }

/** Decides what to do with a message. The same facts under the same policy always give the same decision. */
export const decide = (policy: ReplyPolicy, facts: Facts): Decision => {
  const trace: Array<TraceEntry> = []
  const matches = (rule: Rule) => {
    const matched = rule.when(facts, policy)
    trace.push({ rule: rule.rule, saw: rule.saw(facts, policy), matched })
    return matched
  }
  const wanted = replyRules.find(matches)?.gives(facts, policy) ?? noRule
  const isAnswer = wanted._tag === "AskChatbot" || wanted._tag === "SendCanned"
  const result = isAnswer && matches(chatLimit) ? chatLimit.gives(facts, policy) : wanted
  return { ...result, trace }
}

const rulesToRecheck = replyRules.filter(({ recheck }) => recheck)

/**
 * Checks once more, just before sending, the rules whose facts may have changed since: the owner may have come back to
 * the phone, or the message may be too old by now. Gives the reason not to send, if there is one.
 */
export const lastLook = (policy: ReplyPolicy, facts: Facts): SkipReason | undefined => {
  const result = rulesToRecheck.find((rule) => rule.when(facts, policy))?.gives(facts, policy)
  return result?._tag === "Skip" ? result.reason : undefined
}
