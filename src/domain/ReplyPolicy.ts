import { type Decision, type Look, type SkipReason } from "./Decision.ts"
import { type Facts, type ReplyPolicy } from "./Facts.ts"
import { type Outcome } from "./Outcome.ts"
import { chatLimit, type Rule, table } from "./ReplyRules.ts"

const leftOver: Outcome = { _tag: "Skip", reason: "no-rule" }

/** Decides a message. Pure and total: the same facts under the same policy give the same decision, with its trace. */
export const decide = (policy: ReplyPolicy, facts: Facts): Decision => {
  const trace: Array<Look> = []
  const matches = (rule: Rule) => {
    const matched = rule.when(facts, policy)
    trace.push({ rule: rule.rule, saw: rule.saw(facts, policy), matched })
    return matched
  }
  const wanted = table.find(matches)?.gives(facts, policy) ?? leftOver
  const outcome = wanted._tag !== "Skip" && matches(chatLimit) ? chatLimit.gives(facts, policy) : wanted
  return { ...outcome, trace }
}

const lastLookTable = table.filter(({ again }) => again)

/**
 * What may have changed while the answer was made: an owner who came back is not talked over, and an answer that
 * waited too long is not sent. Gives the reason to keep silent, if there is one now.
 */
export const lastLook = (policy: ReplyPolicy, facts: Facts): SkipReason | undefined => {
  const outcome = lastLookTable.find((rule) => rule.when(facts, policy))?.gives(facts, policy)
  return outcome?._tag === "Skip" ? outcome.reason : undefined
}
