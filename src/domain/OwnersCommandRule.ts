import { type Facts } from "./Facts.ts"
import { commandIn } from "./OwnerCommand.ts"
import { type Rule, type RuleResult, skip } from "./RuleResult.ts"

const command = ({ me, message }: Facts) => commandIn(message, me)

/** The row of the decision table for what the owner tells the robot. */
export const ownersCommand: Rule = {
  rule: "the owner's command",
  saw: (facts) => (command(facts) === undefined ? "not told to the robot" : "told to the robot"),
  when: (facts) => command(facts) !== undefined,
  gives: (facts): RuleResult => {
    const told = command(facts)
    return told === undefined ? skip("no-rule")() : { _tag: "Command", reason: told.name, command: told }
  },
  // the rules below have no say in its answer
  recheck: true
}
