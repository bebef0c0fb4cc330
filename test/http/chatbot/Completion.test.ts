import { describe, expect, it } from "@effect/vitest"
import { Option, Schema } from "effect"
import { answerOf, Completion } from "../../../src/http/chatbot/Completion.ts"

const read = (body: unknown) => answerOf(Schema.decodeUnknownSync(Completion)(JSON.stringify(body)))
const choice = (content: unknown, finish_reason?: string) => ({
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason }]
})

describe("the words of an answer", () => {
  for (const [name, body, text] of [
    ["a text", choice(" 好的\n", "stop"), "好的"],
    ["parts", choice([{ type: "text", text: "好" }, { type: "image_url", text: "no" }, "的", null]), "好的"],
    [
      "a text beside what was thought",
      { choices: [{ message: { content: "好", reasoning_content: "hm", reasoning: "hm" } }] },
      "好"
    ],
    ["a text after what was thought", choice("<think>hm</think>\n好"), "好"],
    ["the first of several", { choices: [...choice("一").choices, ...choice("二").choices] }, "一"]
  ] as const) {
    it(`are ${name}`, () => {
      expect(read(body).text).toEqual(Option.some(text))
    })
  }

  for (const [name, body] of [
    ["null", choice(null)],
    ["empty", choice(" \n")],
    ["a number", choice(1)],
    ["no parts", choice([])],
    ["thinking that was cut short", choice("<think>hm", "length")],
    ["kept back", choice("好", "content_filter")],
    ["kept back by Zhipu", choice("好", "sensitive")],
    ["in no choice", { choices: [] }],
    ["in no list of choices", { choices: null }],
    ["in no message", { choices: [{ finish_reason: "stop" }] }],
    ["not there", {}]
  ] as const) {
    it(`are none when the content is ${name}`, () => {
      expect(read(body).text).toEqual(Option.none())
    })
  }

  it("were cut short where they reached a limit", () => {
    expect(read(choice("好的，我", "length"))).toMatchObject({
      text: Option.some("好的，我"),
      isCutShort: true
    })
    expect(read(choice("好的，我", "stop")).isCutShort).toBe(false)
  })
})

describe("what an answer cost", () => {
  for (const [usage, tokens] of [
    [{ total_tokens: 12, prompt_tokens: 1, completion_tokens: 1 }, 12],
    [{ total_tokens: "12" }, 12],
    [{ prompt_tokens: 7, completion_tokens: 5 }, 12],
    [{ completion_tokens: 5 }, 5],
    [{ total_tokens: -1 }, undefined],
    [{}, undefined],
    [null, undefined],
    ["many", undefined],
    [undefined, undefined]
  ] as const) {
    it(`is ${tokens} in ${JSON.stringify(usage)}`, () => {
      expect(read({ ...choice("好"), usage }).tokens).toBe(tokens)
    })
  }
})
