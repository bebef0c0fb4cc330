import { describe, expect, it } from "@effect/vitest"
import { withoutReasoning } from "../../../src/http/chatbot/Reasoning.ts"

describe("withoutReasoning", () => {
  for (const [text, said] of [
    ["<think>hm</think>好", "好"],
    ["<think>\nhm\n</think>\n\n好", "\n\n好"],
    ["<THINKING>hm</Thinking >好", "好"],
    ["<reasoning>hm</reasoning>好<think>hm</think>的", "好的"],
    ["<think>a <think> b</think>好", "好"],
    ["<think></think>", ""],
    ["<think>all of it", ""],
    ["好<think>the rest", "好"],
    ["hm</think>好", "好"],
    ["hm</think>hm</think>好", "好"],
    ["好", "好"],
    ["a < b, <thinker> and <b>", "a < b, <thinker> and <b>"]
  ] as const) {
    it(`leaves ${JSON.stringify(said)} of ${JSON.stringify(text)}`, () => {
      expect(withoutReasoning(text)).toBe(said)
    })
  }
})
