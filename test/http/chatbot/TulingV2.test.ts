import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Logger, LogLevel, Option, TestClock } from "effect"
import { TulingV2 } from "../../../src/http/chatbot/TulingV2.ts"
import { broken, FakeHttp, json, tulingOptions } from "../../support/http/FakeHttp.ts"

const tuling = (http: FakeHttp) => TulingV2.Default.pipe(Layer.provide([http.layer, tulingOptions]))
const ask = (text = "附近的酒店", groupId = Option.none<string>()) =>
  Effect.flatMap(TulingV2, ({ ask }) => ask({ text, userId: "u0a1b2c3", groupId }))
const answers = (value: unknown) => tuling(new FakeHttp(() => json(value)))
const good = {
  intent: { code: 10004 },
  results: [{ groupType: 0, resultType: "text", values: { text: "ok" } }]
}

describe("TulingV2", () => {
  it.effect("posts the question with key and pseudonyms, without cookies or trace", () => {
    const http = new FakeHttp(() => {
      const answer = json(good)
      answer.headers.append("set-cookie", "a=1; Path=/")
      return answer
    })
    return Effect.gen(function* () {
      yield* ask()
      expect(yield* Effect.withSpan(ask("好", Option.some("g0d4e5f6")), "outer")).toEqual(Option.some("ok"))
      expect(`${http.last.method} ${http.last.url.href}`).toBe("POST http://tuling.test/openapi/api/v2")
      expect(http.nth(1).body).toBe(
        `{"reqType":0,"perception":{"inputText":{"text":"附近的酒店"}},` +
          `"userInfo":{"apiKey":"key of any form","userId":"u0a1b2c3"}}`
      )
      expect(JSON.parse(http.last.body)).toMatchObject({
        userInfo: { userId: "u0a1b2c3", groupId: "g0d4e5f6" }
      })
      expect(Object.keys(http.last.headers).sort()).toEqual(["content-length", "content-type"])
    }).pipe(Effect.provide(tuling(http)))
  })

  it.effect("cuts a long text at 128 characters, none of them in half", () => {
    const http = new FakeHttp(() => json(good))
    return Effect.gen(function* () {
      yield* ask("x".repeat(127) + "😀😀")
      expect(JSON.parse(http.last.body)).toMatchObject({
        perception: { inputText: { text: `${"x".repeat(127)}😀` } }
      })
    }).pipe(Effect.provide(tuling(http)))
  })

  it.effect("says all texts in order, then the links; other kinds are dropped", () =>
    Effect.gen(function* () {
      expect(yield* ask()).toEqual(Option.some("找到这些\n还有\nhttp://example.invalid/h"))
    }).pipe(
      Effect.provide(
        answers({
          intent: { code: 10005, parameters: { nearby_place: "酒店" } },
          results: [
            { groupType: 1, resultType: "url", values: { url: "http://example.invalid/h" } },
            { groupType: 1, resultType: "text", values: { text: "找到这些" } },
            { groupType: 1, resultType: "image", values: { image: "http://example.invalid/i", text: "no" } },
            { groupType: 1, resultType: "news", values: { news: [{ name: "n" }] } },
            { groupType: 2, resultType: "text", values: { text: "还有" } },
            { resultType: "text" },
            null
          ],
          emotion: {}
        })
      )
    )
  )

  for (const answer of [
    { intent: { code: 5000 } },
    { intent: { code: 6000 }, results: [{ resultType: "text", values: { text: "a sentence" } }] },
    { intent: { code: 0 }, results: [{ resultType: "text", values: { text: "upload succeeded" } }] },
    { intent: { code: 10004 } },
    { intent: { code: 10004 }, results: [{ resultType: "text", values: { text: " " } }] }
  ]) {
    it.effect(`has no words in ${JSON.stringify(answer)}`, () =>
      Effect.gen(function* () {
        expect(yield* ask()).toEqual(Option.none())
      }).pipe(Effect.provide(answers(answer)))
    )
  }

  const kinds = {
    configuration: [4001, 4002, 4005, 4007],
    quota: [4003, 4500],
    "our-bug": [4000, 4100, 4400, 4600, 4602],
    transient: [8008, 4200, 9999, -1]
  }
  for (const [kind, codes] of Object.entries(kinds)) {
    for (const code of codes) {
      it.effect(`fails with ${code} as ${kind}, and keeps their sentence to itself`, () =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(ask())
          expect(error).toMatchObject({ _tag: "ChatbotFailure", chatbot: "tuling", kind, code: String(code) })
          expect(JSON.stringify(error)).not.toContain("sentence")
        }).pipe(
          Effect.provide(
            answers({ intent: { code }, results: [{ resultType: "text", values: { text: "a sentence" } }] })
          )
        )
      )
    }
  }

  for (const [name, reply, code] of [
    ["an error of the server", () => new Response("sentence", { status: 500 }), "status 500"],
    [
      "a redirect",
      () => new Response("", { status: 302, headers: { location: "http://x.test/s" } }),
      "status 302 to x.test"
    ],
    ["no JSON", () => new Response("sentence"), "body is not as expected"],
    ["JSON without a code", () => json({ results: [] }), "intent is missing"],
    ["no connection", () => broken({ code: "ECONNREFUSED", syscall: "connect" }), "ECONNREFUSED"]
  ] as const) {
    it.effect(`fails for the moment on ${name}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(ask())
        expect(error).toMatchObject({ _tag: "ChatbotFailure", kind: "transient", code })
        expect(JSON.stringify(error)).not.toContain("sentence")
      }).pipe(Effect.provide(tuling(new FakeHttp(reply))))
    )
  }

  it.effect("gives up after the time it was given", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Effect.flip(ask()))
      yield* TestClock.adjust("5 seconds")
      expect(yield* Fiber.join(fiber)).toMatchObject({ kind: "transient", code: "timed out" })
    }).pipe(Effect.provide(tuling(new FakeHttp(() => Effect.never))))
  )

  it.effect("logs one line without the text, the key or the ids", () =>
    Effect.gen(function* () {
      const lines: Array<string> = []
      const logger = Logger.map(Logger.jsonLogger, (line) => lines.push(line))
      yield* ask().pipe(
        Effect.provide([Logger.replace(Logger.defaultLogger, logger), Logger.minimumLogLevel(LogLevel.Debug)])
      )
      expect(lines.length).toBe(1)
      expect(lines[0]).toContain("tuling.test")
      expect(lines[0]).not.toMatch(/酒店|key of any form|u0a1b2c3/)
    }).pipe(Effect.provide(answers(good)))
  )
})
