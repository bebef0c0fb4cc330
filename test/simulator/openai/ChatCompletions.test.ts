import { HttpClient, HttpClientRequest } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, TestClock } from "effect"
import type { FaultInput, OpenaiInput } from "../../../src/simulator/control/ControlInput.ts"
import * as ControlClient from "../../../src/simulator/control/ControlClient.ts"
import type { SimulatorOptions } from "../../../src/simulator/world/Options.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import { portToClose } from "../../support/simulator/port.ts"

const KEY = "sk-0123456789abcdef"

const user = (content: string) => ({ role: "user", content })
const assistant = (content: string) => ({ role: "assistant", content })

/** A simulator, and a way to ask its model: status, header and text of the answer. */
const ready = Effect.fnUntraced(function* (options?: SimulatorOptions) {
  const { control, origin } = yield* start(options)
  const client = yield* HttpClient.HttpClient
  const post = (body: string, { key = "", path = "/v1/chat/completions" } = {}) =>
    Effect.gen(function* () {
      const request = HttpClientRequest.post(new URL(path, origin)).pipe(
        HttpClientRequest.bodyText(body, "application/json"),
        HttpClientRequest.setHeaders(key === "" ? {} : { authorization: `Bearer ${key}` })
      )
      const { headers, status, text } = yield* client.execute(request)
      return { status, retryAfter: headers["retry-after"], text: yield* text }
    })
  const ask = (
    messages: ReadonlyArray<object>,
    more: object = {},
    how: { key?: string; path?: string } = {}
  ) =>
    Effect.map(
      post(JSON.stringify({ model: "m-1", messages, ...more }), how),
      ({ text, ...answer }): { status: number; retryAfter: string | undefined; body: unknown } => ({
        ...answer,
        body: JSON.parse(text)
      })
    )
  /** The answer to 你好 after an order. */
  const ordered = (...answers: NonNullable<OpenaiInput["answers"]>) =>
    Effect.zipRight(control.openai({ answers }), ask([user("你好")]))
  return { ask, control, http: yield* ControlClient.make(origin), ordered, origin, post }
}, Effect.provide(NodeHttpClient.layer))

const saying = (content: unknown, finish_reason = "stop") => ({
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason }]
})

const errorOf = (fields: object) => ({ error: expect.objectContaining(fields) })

describe("the model", () => {
  it.scoped("answers as real ones do, small talk, the same text in the same way, at both paths", () =>
    Effect.gen(function* () {
      const { ask, control } = yield* ready({ seed: "a" })
      yield* TestClock.setTime(1_700_000_000_999)
      yield* control.clock({ ahead: 60 })
      const { body, status } = yield* ask([user("你好")])
      expect(status).toBe(200)
      expect(body).toEqual({
        id: expect.stringMatching(/^chatcmpl-[A-Za-z0-9]{29}$/),
        object: "chat.completion",
        created: 1_700_000_060,
        model: "m-1",
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: "你好呀，很高兴见到你" },
            logprobs: null,
            finish_reason: "stop"
          }
        ],
        usage: { prompt_tokens: 5, completion_tokens: 10, total_tokens: 15 }
      })
      const again = yield* ask([user("你好")], {}, { path: "/chat/completions" })
      expect(again.body).toMatchObject(saying("你好呀，很高兴见到你"))
    })
  )

  it.scoped("answers the last of the user's messages, and knows the one before", () =>
    Effect.gen(function* () {
      const { ask } = yield* ready()
      const system = { role: "system", content: "你叫小白" }
      const context = [system, user("我养了一只猫"), assistant("真好"), user("谢谢")]
      expect((yield* ask(context)).body).toMatchObject(saying("不客气 ^_^"))
      const asked = [...context, assistant("不客气 ^_^"), user("我刚才说了什么？")]
      expect((yield* ask(asked)).body).toMatchObject(saying("你刚才说的是“谢谢”。"))
      expect((yield* ask(asked.slice(1, 3).concat(user("我之前说了什么？")))).body).toMatchObject(
        saying("你刚才说的是“我养了一只猫”。")
      )
      expect((yield* ask([system, user("我刚才说了什么？")])).body).toMatchObject(
        saying("你之前什么也没说。")
      )
    })
  )

  it.scoped("counts the tokens of the whole context", () =>
    Effect.gen(function* () {
      const { ask } = yield* ready()
      const { body } = yield* ask([{ role: "system", content: "Be brief, please." }, user("你好 Tom")])
      // 3 for each message; 5 and 3 for words, characters and signs
      expect(body).toMatchObject({ usage: { prompt_tokens: 14, completion_tokens: 10, total_tokens: 24 } })
    })
  )

  it.scoped("stops at max_tokens in the middle of its answer", () =>
    Effect.gen(function* () {
      const { ask } = yield* ready()
      const { body } = yield* ask([user("你好")], { max_tokens: 4 })
      expect(body).toMatchObject({ ...saying("你好呀，", "length"), usage: { completion_tokens: 4 } })
      expect((yield* ask([user("你好")], { max_tokens: 10 })).body).toMatchObject(
        saying("你好呀，很高兴见到你")
      )
    })
  )

  it.scoped("gives the answers that were ordered, in their order, then its own again", () =>
    Effect.gen(function* () {
      const { ask, http } = yield* ready()
      yield* http.openai({ answers: [{ content: "一" }, { content: "二" }] })
      yield* http.openai({ answers: [{ content: "三" }] })
      for (const content of ["一", "二", "三", "再见，有空常来聊"]) {
        expect((yield* ask([user("再见")])).body).toMatchObject(saying(content))
      }
    })
  )

  it.scoped("thinks aloud", () =>
    Effect.gen(function* () {
      const { ordered } = yield* ready()
      const { body } = yield* ordered({ reasoning: "他在打招呼", content: "嗯" })
      expect(body).toMatchObject({
        choices: [{ message: { role: "assistant", content: "嗯", reasoning_content: "他在打招呼" } }],
        usage: { completion_tokens: 6 }
      })
    })
  )

  it.scoped("says null, or parts, as they were ordered", () =>
    Effect.gen(function* () {
      const { ask, ordered } = yield* ready()
      const parts = [
        { type: "thinking", thinking: [{ type: "text", text: "想" }] },
        { type: "text", text: "好" }
      ]
      expect((yield* ordered({ content: null, reasoning: "想" }, { content: parts })).body).toMatchObject({
        ...saying(null),
        usage: { completion_tokens: 1 }
      })
      expect((yield* ask([user("你好")])).body).toMatchObject(saying(parts))
    })
  )

  it.scoped("ends for the reason that was ordered, with the words of its own if no others were", () =>
    Effect.gen(function* () {
      const { ask, ordered } = yield* ready()
      const filtered = yield* ordered(
        { content: "", finishReason: "content_filter" },
        { finishReason: "length" }
      )
      expect(filtered.body).toMatchObject(saying("", "content_filter"))
      expect((yield* ask([user("谢谢")])).body).toMatchObject(saying("不客气 ^_^", "length"))
    })
  )

  it.scoped("counts as was ordered, or not at all", () =>
    Effect.gen(function* () {
      const { ask, ordered } = yield* ready()
      const counted = yield* ordered({ usage: { promptTokens: 7, completionTokens: 5 } }, { usage: null })
      expect(counted.body).toMatchObject({
        usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 }
      })
      expect((yield* ask([user("你好")])).body).not.toHaveProperty("usage")
    })
  )

  it.scoped("answers without a choice", () =>
    Effect.gen(function* () {
      const { ordered } = yield* ready()
      expect((yield* ordered({ noChoices: true })).body).toMatchObject({ choices: [] })
    })
  )

  it.scoped("takes the time that was ordered", () =>
    Effect.gen(function* () {
      const { ask, control } = yield* ready()
      yield* control.openai({ answers: [{ delay: 5000 }] })
      const answer = yield* Effect.fork(ask([user("你好")]))
      yield* control.prompted({ wait: 60_000 })
      yield* TestClock.adjust("4999 millis")
      // a round trip: long enough for the answer, were it on its way
      yield* ask([user("谢谢")])
      expect(answer.unsafePoll()).toBeNull()
      yield* TestClock.adjust("1 millis")
      expect((yield* Fiber.join(answer)).body).toMatchObject(saying("你好呀，很高兴见到你"))
    })
  )

  it.scoped("stops when the client that waits goes away", () =>
    Effect.gen(function* () {
      const { ask, control } = yield* ready()
      yield* control.openai({ answers: [{ delay: 5000 }] })
      const answer = yield* Effect.fork(ask([user("你好")]))
      yield* control.prompted({ wait: 60_000 })
      yield* Fiber.interrupt(answer)
      expect(yield* control.requests({ wait: 60_000 })).toMatchObject([
        { endpoint: "chat/completions", status: 499 }
      ])
    })
  )

  it.scoped("is cut off in its delay when the port closes", () =>
    Effect.gen(function* () {
      const { ask, control } = yield* ready({ port: yield* portToClose })
      yield* control.openai({ answers: [{ delay: 5000 }] })
      const answer = yield* Effect.fork(Effect.flip(ask([user("你好")])))
      yield* control.prompted({ wait: 60_000 })
      yield* control.faults([{ endpoint: "*", kind: "refused", lasts: 1000 }])
      expect(yield* Fiber.join(answer)).toMatchObject({ cause: { code: "ECONNRESET" } })
    })
  )

  it.scoped("keeps every prompt, without the key", () =>
    Effect.gen(function* () {
      const { ask, control, http, post } = yield* ready()
      yield* TestClock.setTime(7)
      const messages = [{ role: "system", content: "短" }, user("你好")]
      yield* ask(messages, { temperature: 0.5, max_tokens: 100 }, { key: KEY })
      yield* post("{")
      yield* control.openai({ answers: [{ status: 503 }] })
      yield* ask([user("谢谢")])
      const prompted = yield* http.prompted()
      expect(prompted).toEqual([
        { order: 1, at: 7, model: "m-1", messages, temperature: 0.5, maxTokens: 100, status: 200 },
        { order: 2, at: 7, model: "", messages: [], temperature: null, maxTokens: null, status: 400 },
        {
          order: 3,
          at: 7,
          model: "m-1",
          messages: [user("谢谢")],
          temperature: null,
          maxTokens: null,
          status: 503
        }
      ])
      expect(JSON.stringify(prompted)).not.toContain(KEY)
      expect(yield* http.prompted({ after: 2 })).toMatchObject([{ order: 3 }])
    })
  )
})

describe("the model refuses", () => {
  it.scoped("a wrong key, of which it tells the end, and a missing one; needs none until some are set", () =>
    Effect.gen(function* () {
      const { ask, http } = yield* ready()
      expect((yield* ask([user("你好")])).status).toBe(200)
      expect((yield* ask([user("你好")], {}, { key: KEY })).status).toBe(200)
      yield* http.openai({ keys: [KEY], answers: [{ content: "留着" }] })
      expect(yield* ask([user("你好")], {}, { key: "sk-another-key" })).toEqual({
        status: 401,
        retryAfter: undefined,
        body: {
          error: {
            message: "Incorrect API key provided: **********-key.",
            type: "invalid_request_error",
            param: null,
            code: "invalid_api_key"
          }
        }
      })
      expect(yield* ask([user("你好")])).toMatchObject({
        status: 401,
        body: errorOf({ code: "invalid_api_key" })
      })
      // no answer was spent on them
      expect((yield* ask([user("你好")], {}, { key: KEY })).body).toMatchObject(saying("留着"))
      yield* http.openai({ keys: null })
      expect((yield* ask([user("你好")])).status).toBe(200)
    })
  )

  for (const [name, body] of [
    ["no JSON", "{"],
    ["no model", JSON.stringify({ messages: [user("你好")] })],
    ["no messages", JSON.stringify({ model: "m-1" })],
    ["an empty list of messages", JSON.stringify({ model: "m-1", messages: [] })],
    ["an unknown role", JSON.stringify({ model: "m-1", messages: [{ role: "robot", content: "" }] })],
    ["a temperature above 2", JSON.stringify({ model: "m-1", messages: [user("")], temperature: 2.1 })],
    ["no token at all", JSON.stringify({ model: "m-1", messages: [user("")], max_tokens: 0 })],
    ["to stream", JSON.stringify({ model: "m-1", messages: [user("")], stream: true })]
  ] as const) {
    it.scoped(`${name} with 400`, () =>
      Effect.gen(function* () {
        const { control, post } = yield* ready()
        yield* control.openai({ answers: [{ content: "留着" }] })
        const { status, text } = yield* post(body)
        expect(status).toBe(400)
        expect(JSON.parse(text)).toEqual(errorOf({ type: "invalid_request_error", code: null }))
        const next = yield* post(JSON.stringify({ model: "m-1", messages: [user("你好")] }))
        expect(next.text).toContain("留着")
      })
    )
  }

  it.scoped("an unknown path with 404", () =>
    Effect.gen(function* () {
      const { ask, control } = yield* ready()
      expect(yield* ask([user("你好")], {}, { path: "/v1/completions" })).toMatchObject({
        status: 404,
        body: errorOf({ message: "Invalid URL (POST /v1/completions)", type: "invalid_request_error" })
      })
      expect(yield* control.prompted()).toEqual([])
    })
  )

  for (const [status, fields] of [
    [400, { type: "invalid_request_error", code: null }],
    [401, { type: "invalid_request_error", code: "invalid_api_key" }],
    [402, { message: "Insufficient Balance", type: "unknown_error", code: "invalid_request_error" }],
    [403, { type: "request_forbidden", code: "unsupported_country_region_territory" }],
    [404, { type: "invalid_request_error", code: "model_not_found" }],
    [429, { type: "requests", code: "rate_limit_exceeded" }],
    [500, { type: "server_error", code: null }],
    [503, { type: "server_error", code: null }]
  ] as const) {
    it.scoped(`with ${status} when it was ordered, or as the fault ret`, () =>
      Effect.gen(function* () {
        const { ask, control, ordered } = yield* ready()
        const refused = { status, body: errorOf({ message: expect.any(String), param: null, ...fields }) }
        expect(yield* ordered({ status })).toMatchObject(refused)
        yield* control.faults([{ endpoint: "openai", kind: "ret", ret: status }])
        expect(yield* ask([user("你好")])).toMatchObject(refused)
        expect(yield* control.prompted()).toHaveLength(1)
      })
    )
  }

  it.scoped("with the words that were ordered, a time to wait, and under any status", () =>
    Effect.gen(function* () {
      const { ask, ordered } = yield* ready()
      const spent = yield* ordered(
        { status: 429, retryAfter: 20, error: { message: "用完了", code: "insufficient_quota" } },
        { error: { message: "太忙", type: "overloaded", code: 529 } }
      )
      expect(spent).toEqual({
        status: 429,
        retryAfter: "20",
        body: { error: { message: "用完了", type: "requests", param: null, code: "insufficient_quota" } }
      })
      expect(yield* ask([user("你好")])).toEqual({
        status: 200,
        retryAfter: undefined,
        body: { error: { message: "太忙", type: "overloaded", param: null, code: 529 } }
      })
    })
  )

  it.scoped("with the time to wait as a date of the servers' clock", () =>
    Effect.gen(function* () {
      const { control, ordered } = yield* ready()
      yield* TestClock.setTime(1_700_000_000_000)
      yield* control.clock({ ahead: 60 })
      const { retryAfter } = yield* ordered({ status: 503, retryAfter: 20, retryAsDate: true })
      expect(retryAfter).toBe("Tue, 14 Nov 2023 22:14:40 GMT")
    })
  )

  it.scoped("by a number that is no status of an error under status 200", () =>
    Effect.gen(function* () {
      const { ask, control } = yield* ready()
      yield* control.faults([{ endpoint: "chat/completions", kind: "ret", ret: 1302 }])
      expect(yield* ask([user("你好")])).toMatchObject({ status: 200, body: errorOf({ code: "1302" }) })
    })
  )
})

describe("faults of the model", () => {
  const whole = /^\{"id":"chatcmpl-\w{29}".*"total_tokens":15\}\}$/
  const cases: ReadonlyArray<readonly [Exclude<FaultInput, { readonly kind: "refused" }>, unknown, number]> =
    [
      [{ endpoint: "openai", kind: "status", status: 502 }, "502 ", 0],
      [{ endpoint: "openai", kind: "status", status: 502, when: "after" }, "502 ", 1],
      [{ endpoint: "openai", kind: "reset" }, "no answer", 0],
      [{ endpoint: "openai", kind: "reset", when: "after" }, "no answer", 1],
      [{ endpoint: "openai", kind: "garbage" }, expect.stringMatching(/^200 (?!\{)[^]{20}/), 0],
      [{ endpoint: "openai", kind: "empty" }, "200 ", 0],
      [{ endpoint: "openai", kind: "html" }, expect.stringMatching(/^200 <!DOCTYPE html>/), 0],
      [
        { endpoint: "openai", kind: "drip", pause: 0, pieces: 3 },
        expect.stringMatching(/^200 \{.*"total_tokens":15\}\}$/),
        1
      ],
      [{ endpoint: "openai", kind: "truncated" }, "no answer", 1],
      [{ endpoint: "openai", kind: "half" }, expect.stringMatching(/^200 \{"id":"chatcmpl-.*[^}]$/), 1],
      [
        { endpoint: "openai", kind: "control", field: "content" },
        expect.stringMatching(/^200 .*"content":"你好呀，很高兴见到你\p{Cc}"/u),
        1
      ]
    ]
  for (const [fault, outcome, prompts] of cases) {
    it.scoped(`${JSON.stringify(fault)}: then it is as before`, () =>
      Effect.gen(function* () {
        const { control, post } = yield* ready({ seed: "a" })
        const body = JSON.stringify({ model: "m-1", messages: [user("你好")] })
        const answer = post(body).pipe(
          Effect.map(({ status, text }) => `${status} ${text}`),
          Effect.orElseSucceed(() => "no answer")
        )
        yield* control.faults([{ ...fault, times: 1 }])
        expect(yield* answer).toEqual(outcome)
        expect(yield* control.prompted()).toHaveLength(prompts)
        expect((yield* post(body)).text).toMatch(whole)
      })
    )
  }

  it.scoped("hang: no answer until it is cleared", () =>
    Effect.gen(function* () {
      const { ask, control } = yield* ready()
      yield* control.faults([{ endpoint: "chat/completions", kind: "hang", when: "after" }])
      const held = yield* Effect.fork(Effect.flip(ask([user("你好")])))
      yield* control.prompted({ wait: 60_000 })
      yield* control.clearFaults()
      expect(yield* Fiber.join(held)).toMatchObject({ cause: { code: "ECONNRESET" } })
    })
  )
})
