import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Logger, LogLevel, Option, Redacted, TestClock } from "effect"
import { type Background, type Question } from "../../../src/domain/Chatbot.ts"
import { ChatCompletions } from "../../../src/http/chatbot/ChatCompletions.ts"
import { type ChatCompletionsOptions } from "../../../src/http/chatbot/ChatCompletionsOptions.ts"
import * as NodeHttpExchange from "../../../src/http/NodeHttpExchange.ts"
import { countingServer } from "../../support/http/countingServer.ts"
import { broken, chatCompletionsOptions, FakeHttp, json } from "../../support/http/FakeHttp.ts"

type Options = Partial<ChatCompletionsOptions["Type"]>

const question: Question = {
  text: "现在呢？",
  speaker: Option.none(),
  quoted: Option.none(),
  userId: "u1a2b3c4",
  groupId: Option.none()
}
const background: Background = {
  instructions: "简短。",
  turns: [{ text: "几点？", answer: "三点。", speaker: Option.none(), quoted: Option.none() }]
}
const ask = Effect.flatMap(ChatCompletions, ({ ask }) => ask(question, background))

const model = (http: FakeHttp, options: Options = {}) =>
  ChatCompletions.Default.pipe(Layer.provide([http.layer, chatCompletionsOptions(options)]))
const good = {
  choices: [{ message: { role: "assistant", content: "四点。" }, finish_reason: "stop" }],
  usage: { total_tokens: 12 }
}
const words = { text: Option.some("四点。"), isCutShort: false, tokens: 12 }

describe("ChatCompletions", () => {
  it.effect("posts the messages with key and model, without cookies, trace or ids", () => {
    const http = new FakeHttp(() => {
      const answer = json(good)
      answer.headers.append("set-cookie", "a=1; Path=/")
      return answer
    })
    return Effect.gen(function* () {
      yield* ask
      expect(yield* Effect.withSpan(ask, "outer")).toEqual(words)
      expect(`${http.last.method} ${http.last.url.href}`).toBe("POST http://model.test/v1/chat/completions")
      expect(http.last.headers["authorization"]).toBe("Bearer sk-key-of-any-form")
      expect(Object.keys(http.last.headers).sort()).toEqual([
        "authorization",
        "content-length",
        "content-type"
      ])
      expect(JSON.parse(http.last.body)).toEqual({
        model: "some-model",
        messages: [
          { role: "system", content: "简短。" },
          { role: "user", content: "几点？" },
          { role: "assistant", content: "三点。" },
          { role: "user", content: "现在呢？" }
        ],
        stream: false
      })
    }).pipe(Effect.provide(model(http)))
  })

  it.effect("needs no key, and tells temperature and length where they are set", () => {
    const http = new FakeHttp(() => json(good))
    return Effect.gen(function* () {
      yield* ask
      expect(http.last.headers).not.toHaveProperty("authorization")
      expect(JSON.parse(http.last.body)).toMatchObject({ temperature: 0, max_tokens: 300 })
    }).pipe(
      Effect.provide(
        model(http, { apiKey: Option.none(), temperature: Option.some(0), maxTokens: Option.some(300) })
      )
    )
  })

  it.effect("asks nobody with a key that no header can hold", () => {
    const http = new FakeHttp(() => json(good))
    return Effect.gen(function* () {
      expect(yield* Effect.flip(ask)).toMatchObject({ kind: "configuration", code: "unusable key" })
      expect(http.asked).toEqual([])
    }).pipe(Effect.provide(model(http, { apiKey: Option.some(Redacted.make("密钥")) })))
  })

  for (const [name, reply, failure] of [
    [
      "a refused key",
      () => new Response("sentence", { status: 401 }),
      { kind: "configuration", code: "401" }
    ],
    [
      "a redirect",
      () => new Response("", { status: 302, headers: { location: "http://x.test/sentence" } }),
      { kind: "configuration", code: "302" }
    ],
    [
      "too many questions",
      () => new Response("{}", { status: 429, headers: { "retry-after": "20" } }),
      { kind: "transient", code: "429", rest: Duration.seconds(20) }
    ],
    [
      "no credit",
      () => new Response('{"error":{"code":"insufficient_quota","message":"sentence"}}', { status: 429 }),
      { kind: "quota", code: "insufficient_quota", rest: Duration.hours(1) }
    ],
    [
      "an error with status 200",
      () => json({ error: { code: 502, message: "sentence" } }),
      { kind: "transient", code: "502" }
    ],
    ["no JSON", () => new Response("sentence"), { kind: "transient", code: "body is not as expected" }],
    [
      "no connection",
      () => broken({ code: "ECONNREFUSED", syscall: "connect" }),
      { kind: "transient", code: "ECONNREFUSED" }
    ]
  ] as const) {
    it.effect(`fails on ${name}, and keeps their sentence to itself`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(ask)
        expect(error).toMatchObject({ _tag: "ChatbotFailure", chatbot: "openai", ...failure })
        expect(JSON.stringify(error)).not.toContain("sentence")
      }).pipe(Effect.provide(model(new FakeHttp(reply))))
    )
  }

  it.effect("gives up after the time it was given", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Effect.flip(ask))
      yield* TestClock.adjust("30 seconds")
      expect(yield* Fiber.join(fiber)).toMatchObject({ kind: "transient", code: "timed out" })
    }).pipe(Effect.provide(model(new FakeHttp(() => Effect.never))))
  )

  it.effect("logs one line without texts, ids, key or path", () =>
    Effect.gen(function* () {
      const lines: Array<string> = []
      const logger = Logger.map(Logger.jsonLogger, (line) => lines.push(line))
      yield* ask.pipe(
        Effect.provide([Logger.replace(Logger.defaultLogger, logger), Logger.minimumLogLevel(LogLevel.Debug)])
      )
      expect(lines.length).toBe(1)
      expect(lines[0]).toContain("model.test")
      expect(lines[0]).not.toMatch(/点|简短|sk-key|u1a2b3|v1/)
    }).pipe(Effect.provide(model(new FakeHttp(() => json(good)))))
  )
})

describe("over HTTP", () => {
  const asking = (url: string) =>
    ChatCompletions.Default.pipe(
      Layer.provide([NodeHttpExchange.layer, chatCompletionsOptions({ baseUrl: new URL("some/v1/", url) })])
    )

  it.scopedLive("asks and is answered", () =>
    Effect.gen(function* () {
      let path: string | undefined
      const { url } = yield* countingServer({
        answer: (response, _, request) => {
          path = request.url
          response.end(JSON.stringify(good))
        }
      })
      expect(yield* ask.pipe(Effect.provide(asking(url)))).toEqual(words)
      expect(path).toBe("/some/v1/chat/completions")
    })
  )

  it.scopedLive("reads what a refusal says, and when to come again", () =>
    Effect.gen(function* () {
      const { url } = yield* countingServer({
        answer: (response) => {
          response.writeHead(429, { "retry-after-ms": "1500" })
          response.end('{"error":{"code":"rate_limit_exceeded"}}')
        }
      })
      expect(yield* Effect.flip(ask).pipe(Effect.provide(asking(url)))).toMatchObject({
        kind: "transient",
        code: "rate_limit_exceeded",
        rest: Duration.millis(1500)
      })
    })
  )

  it.scopedLive("does not ask again by itself when a kept connection is closed", () =>
    Effect.gen(function* () {
      const { seen, url } = yield* countingServer({
        answer: (response, nth) =>
          nth === 1 ? response.end(JSON.stringify(good)) : response.socket?.destroy()
      })
      yield* Effect.gen(function* () {
        yield* ask
        expect(yield* Effect.flip(ask)).toMatchObject({ kind: "transient", code: "ECONNRESET" })
      }).pipe(Effect.provide(asking(url)))
      expect(seen.requests).toBe(2)
    })
  )
})
