import { expect, it } from "@effect/vitest"
import { chatLimit, replyRules } from "../../src/domain/ReplyRules.ts"
import { ruleInWords } from "../../src/domain/RulesInWords.ts"

it.each([...replyRules, chatLimit].map(({ rule }) => rule))(
  "the rule %s is said in both languages",
  (rule) => {
    expect(ruleInWords(rule).en).toBe(rule)
    expect(ruleInWords(rule).zh).toMatch(/\p{Script=Han}/u)
  }
)

it("a rule of another version keeps its name", () => {
  expect(ruleInWords("of before")).toEqual({ en: "of before", zh: "of before" })
})
