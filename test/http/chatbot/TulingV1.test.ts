import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { TulingV1 } from "../../../src/http/chatbot/TulingV1.ts"
import { FakeHttp, json, tulingOptions } from "../../support/http/FakeHttp.ts"

const tuling = (http: FakeHttp) => TulingV1.Default.pipe(Layer.provide([http.layer, tulingOptions]))
const ask = (text = "你好") =>
  Effect.flatMap(TulingV1, ({ ask }) => ask({ text, userId: "u0a1b2c3", groupId: Option.some("g0d4e5f6") }))
const answers = (value: unknown) => tuling(new FakeHttp(() => json(value)))

describe("TulingV1", () => {
  it.effect("posts the question with key and pseudonym", () => {
    const http = new FakeHttp(() => json({ code: 100000, text: "你好呀" }))
    return Effect.gen(function* () {
      expect(yield* ask()).toEqual(Option.some("你好呀"))
      expect(`${http.last.method} ${http.last.url.href}`).toBe("POST http://tuling.test/openapi/api")
      expect(JSON.parse(http.last.body)).toEqual({ key: "key of any form", info: "你好", userid: "u0a1b2c3" })
      expect(http.last.headers["content-type"]).toBe("application/json; charset=UTF-8")
    }).pipe(Effect.provide(tuling(http)))
  })

  it.effect("asks the end of a long text", () => {
    const http = new FakeHttp(() => json({ code: 100000, text: "ok" }))
    return Effect.gen(function* () {
      yield* ask("x".repeat(50) + "😀".repeat(29) + "?")
      expect(JSON.parse(http.last.body)).toMatchObject({ info: `${"😀".repeat(29)}?` })
    }).pipe(Effect.provide(tuling(http)))
  })

  const list = [1, 2, 3, 4].map((n) => ({
    article: `news ${n}`,
    source: "s",
    icon: "i",
    detailurl: `http://n/${n}`
  }))
  const replies = [
    ["a text", { code: 100000, text: "一<br>二&nbsp;" }, "一\n二"],
    [
      "a link",
      { code: 200000, text: "看这里", url: "http://example.invalid/h" },
      "看这里\nhttp://example.invalid/h"
    ],
    [
      "news",
      { code: 302000, text: "新闻", list },
      "新闻\nnews 1\nhttp://n/1\nnews 2\nhttp://n/2\nnews 3\nhttp://n/3"
    ],
    [
      "a recipe",
      { code: 308000, text: "菜谱", list: [{ name: "soup", detailurl: "http://r/1" }] },
      "菜谱\nsoup\nhttp://r/1"
    ],
    ["a song", { code: 313000, text: "歌", function: {} }, "歌"]
  ] as const
  for (const [name, answer, reply] of replies) {
    it.effect(`says ${name}`, () =>
      Effect.gen(function* () {
        expect(yield* ask()).toEqual(Option.some(reply))
      }).pipe(Effect.provide(answers(answer)))
    )
  }

  it.effect("has no words for an empty text", () =>
    Effect.gen(function* () {
      expect(yield* ask()).toEqual(Option.none())
    }).pipe(Effect.provide(answers({ code: 100000, text: "<br>" })))
  )

  for (const [code, kind] of [
    [40001, "configuration"],
    [40002, "our-bug"],
    [40004, "quota"],
    [40007, "our-bug"],
    [50000, "transient"],
    [0, "transient"],
    [99999, "transient"]
  ] as const) {
    it.effect(`fails with ${code} as ${kind}, and keeps their sentence to itself`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(ask())
        expect(error).toMatchObject({ _tag: "ChatbotFailure", chatbot: "tuling", kind, code: String(code) })
        expect(JSON.stringify(error)).not.toContain("sentence")
      }).pipe(Effect.provide(answers({ code, text: "a sentence for the operator" })))
    )
  }
})
