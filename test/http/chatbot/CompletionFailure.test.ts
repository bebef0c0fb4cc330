import { describe, expect, it } from "@effect/vitest"
import { Duration, Schema } from "effect"
import { Completion } from "../../../src/http/chatbot/Completion.ts"
import { failureIn } from "../../../src/http/chatbot/CompletionFailure.ts"

const told = Duration.seconds(20)
const failed = (status: number, body?: unknown, rest?: Duration.Duration) =>
  failureIn(
    status,
    body === undefined ? undefined : Schema.decodeUnknownSync(Completion)(JSON.stringify(body)),
    rest
  )
const error = (words: object) => ({ error: { message: "a sentence, with sk-1234", ...words } })
const hour = Duration.hours(1)

describe("a status", () => {
  const kinds = {
    configuration: [301, 302, 307, 401, 403, 404, 405, 406, 410, 415, 431, 451],
    quota: [402],
    transient: [408, 409, 425, 429, 500, 502, 503, 504, 529],
    "our-bug": [400, 413, 422]
  }
  for (const [kind, statuses] of Object.entries(kinds)) {
    for (const status of statuses) {
      it(`of ${status} means ${kind}, with any body or none`, () => {
        for (const body of [
          undefined,
          {},
          error({}),
          { error: "a sentence" },
          [error({})],
          { detail: "?" }
        ]) {
          expect(failed(status, body)).toMatchObject({ chatbot: "openai", kind, code: String(status) })
        }
      })
    }
  }

  it("of 200 is no failure without an error", () => {
    for (const body of [
      {},
      { error: null },
      { base_resp: { status_code: 0 } },
      { choices: [{ error: null }] }
    ]) {
      expect(failed(200, body)).toBeUndefined()
    }
  })
})

describe("the words of a service", () => {
  for (const [name, status, body, kind, code] of [
    [
      "OpenAI, without credit",
      429,
      error({ type: "insufficient_quota", code: "insufficient_quota" }),
      "quota",
      "insufficient_quota"
    ],
    [
      "OpenAI, too often",
      429,
      error({ type: "requests", code: "rate_limit_exceeded" }),
      "transient",
      "rate_limit_exceeded"
    ],
    [
      "OpenAI, a wrong key",
      401,
      error({ type: "invalid_request_error", code: "invalid_api_key" }),
      "configuration",
      "invalid_api_key"
    ],
    [
      "OpenAI, max_tokens",
      400,
      error({ type: "invalid_request_error", code: "unsupported_parameter" }),
      "configuration",
      "unsupported_parameter"
    ],
    ["Azure, a filter", 400, error({ code: "content_filter", status: 400 }), "our-bug", "content_filter"],
    [
      "Moonshot, without credit",
      429,
      error({ type: "exceeded_current_quota_error" }),
      "quota",
      "exceeded_current_quota_error"
    ],
    [
      "Moonshot, overloaded",
      429,
      error({ type: "engine_overloaded_error" }),
      "transient",
      "engine_overloaded_error"
    ],
    ["Qwen, in arrears", 400, error({ code: "Arrearage", type: "Arrearage" }), "quota", "Arrearage"],
    ["Qwen, a filter", 400, error({ code: "data_inspection_failed" }), "our-bug", "data_inspection_failed"],
    [
      "Volcengine, in arrears",
      403,
      error({ code: "AccountOverdueError", type: "Forbidden" }),
      "quota",
      "AccountOverdueError"
    ],
    [
      "DeepSeek, a filter",
      400,
      error({ message: "Content Exists Risk", type: "invalid_request_error", code: "invalid_request_error" }),
      "our-bug",
      "invalid_request_error"
    ],
    [
      "DeepSeek, without credit",
      402,
      error({ code: "invalid_request_error" }),
      "quota",
      "invalid_request_error"
    ],
    ["Zhipu, in arrears", 429, error({ code: "1113" }), "quota", "1113"],
    ["Zhipu, too often", 429, error({ code: "1302" }), "transient", "1302"],
    [
      "OpenRouter, a filter",
      403,
      error({ code: 403, metadata: { reasons: ["violence"] } }),
      "our-bug",
      "403"
    ],
    ["OpenRouter, forbidden", 403, error({ code: 403, metadata: {} }), "configuration", "403"],
    ["OpenRouter, later", 200, error({ code: 502 }), "transient", "502"],
    ["OpenRouter, later, without credit", 200, error({ code: 402 }), "quota", "402"],
    [
      "OpenRouter, within a choice",
      200,
      { choices: [{ finish_reason: "error", error: { code: 429 } }] },
      "transient",
      "429"
    ],
    [
      "Gemini, a wrong key",
      400,
      [error({ code: 400, status: "INVALID_ARGUMENT" })],
      "our-bug",
      "INVALID_ARGUMENT"
    ],
    [
      "Gemini, too often",
      429,
      [error({ code: 429, status: "RESOURCE_EXHAUSTED" })],
      "transient",
      "RESOURCE_EXHAUSTED"
    ],
    [
      "vLLM, without an object",
      400,
      { object: "error", message: "a sentence", type: "BadRequestError", code: 400 },
      "our-bug",
      "BadRequestError"
    ],
    [
      "SiliconFlow, without an object",
      400,
      { code: 20012, message: "a sentence", data: null },
      "our-bug",
      "20012"
    ],
    ["Ollama, a sentence", 404, { error: "model not found" }, "configuration", "404"],
    [
      "MiniMax, a wrong key",
      200,
      { base_resp: { status_code: 1004, status_msg: "a sentence" } },
      "configuration",
      "1004"
    ],
    ["MiniMax, without credit", 200, { base_resp: { status_code: 1008 } }, "quota", "1008"],
    ["MiniMax, a filter", 200, { choices: null, base_resp: { status_code: 1026 } }, "our-bug", "1026"],
    ["MiniMax, too often", 200, { base_resp: { status_code: 1002 } }, "transient", "1002"],
    ["anybody, a key", 200, error({ code: "invalid_api_key" }), "configuration", "invalid_api_key"],
    ["anybody, too often", 200, error({ type: "rate_limit_error" }), "transient", "rate_limit_error"],
    [
      "anybody, not understood",
      200,
      error({ type: "invalid_request_error" }),
      "our-bug",
      "invalid_request_error"
    ],
    ["anybody, a filter", 200, error({ type: "content_filter" }), "our-bug", "content_filter"],
    ["anybody, a sentence", 200, { error: "a sentence" }, "transient", "200"],
    ["anybody, a sentence for a code", 400, error({ code: "a sentence" }), "our-bug", "400"]
  ] as const) {
    it(`of ${name}`, () => {
      const failure = failed(status, body)
      expect(failure).toMatchObject({ kind, code })
      expect(JSON.stringify(failure)).not.toMatch(/sentence|sk-1234|Risk/)
    })
  }
})

describe("the rest that a service asks for", () => {
  it("is kept for failures of the moment", () => {
    expect(failed(429, {}, told)?.rest).toEqual(told)
    expect(failed(503, undefined, told)?.rest).toEqual(told)
    expect(failed(200, { base_resp: { status_code: 1002 } }, told)?.rest).toEqual(told)
    expect(failed(429)).not.toHaveProperty("rest")
  })

  it("is an hour where the credit is used up, unless told", () => {
    expect(failed(402)?.rest).toEqual(hour)
    expect(failed(429, error({ code: "insufficient_quota" }))?.rest).toEqual(hour)
    expect(failed(429, error({ code: "insufficient_quota" }), told)?.rest).toEqual(told)
    expect(failed(200, { base_resp: { status_code: 1008 } })?.rest).toEqual(hour)
  })

  it("is of no use otherwise", () => {
    expect(failed(401, {}, told)).not.toHaveProperty("rest")
    expect(failed(400, {}, told)).not.toHaveProperty("rest")
  })
})
