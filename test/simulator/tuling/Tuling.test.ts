import { HttpClient, HttpClientRequest } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../../src/simulator/Simulator.ts"

const KEY = "0123456789abcdef0123456789abcdef"

const ready = Effect.gen(function* () {
  const { control, origin } = yield* start()
  const client = yield* HttpClient.HttpClient
  const post = (path: string, body: object) =>
    client.execute(HttpClientRequest.post(new URL(path, origin)).pipe(HttpClientRequest.bodyUnsafeJson(body)))
  const json = (path: string, body: object) => Effect.flatMap(post(path, body), ({ json }) => json)
  const v1 = (info: string, more: object = {}) =>
    json("/openapi/api", { key: KEY, info, userid: "u1", ...more })
  const v2 = (text: string, more: object = {}) =>
    json("/openapi/api/v2", {
      perception: { inputText: { text } },
      userInfo: { apiKey: KEY, userId: "u1", ...more }
    })
  return { control, post, v1, v2 }
}).pipe(Effect.provide(NodeHttpClient.layer))

const results = (text: string) => [{ groupType: 0, resultType: "text", values: { text } }]

describe("Tuling, version 1", () => {
  it.scoped("answers in HTML's way, the same text in the same way", () =>
    Effect.gen(function* () {
      const { v1 } = yield* ready
      expect(yield* v1("你好")).toEqual({ code: 100000, text: "你好呀，很高兴见到你" })
      expect(yield* v1("念首诗")).toEqual({ code: 100000, text: "床前明月光，<br>疑是地上霜。" })
      expect(yield* v1("a < b & c")).toEqual({
        code: 100000,
        text: "关于“a\u00a0&lt;\u00a0b\u00a0&amp;\u00a0c”，我也想知道。"
      })
    })
  )

  it.scoped("refuses a wrong key, an empty text and a body of another form", () =>
    Effect.gen(function* () {
      const { control, v1 } = yield* ready
      expect(yield* v1("你好", { key: "" })).toMatchObject({ code: 40001 })
      expect(yield* v1(" ")).toMatchObject({ code: 40002 })
      expect(yield* v1("你好", { info: 1 })).toMatchObject({ code: 40007 })
      yield* control.tuling({ keys: ["another"] })
      expect(yield* v1("你好")).toMatchObject({ code: 40001 })
    })
  )

  it.scoped("gives the answers that were ordered, in their order, then its own again", () =>
    Effect.gen(function* () {
      const { control, v1 } = yield* ready
      const news = [{ title: "头条", url: "http://example.invalid/n" }]
      yield* control.tuling({
        answers: [{ text: "看", url: "http://example.invalid" }, { text: "新闻", news }, { code: 40004 }]
      })
      expect(yield* v1("一")).toEqual({ code: 200000, text: "看", url: "http://example.invalid" })
      expect(yield* v1("二")).toEqual({
        code: 302000,
        text: "新闻",
        list: [{ article: "头条", source: "", icon: "", detailurl: "http://example.invalid/n" }]
      })
      expect(yield* v1("三")).toEqual({ code: 40004, text: "" })
      expect(yield* v1("四")).toMatchObject({ code: 100000 })
    })
  )
})

describe("Tuling, version 2", () => {
  it.scoped("answers in plain text", () =>
    Effect.gen(function* () {
      const { v2 } = yield* ready
      expect(yield* v2("谢谢")).toMatchObject({ intent: { code: 10004 }, results: results("不客气 ^_^") })
      expect(yield* v2("念首诗")).toMatchObject({ results: results("床前明月光，\n疑是地上霜。") })
    })
  )

  for (const [name, text, user, code] of [
    ["a missing key", "你好", { apiKey: "" }, 4007],
    ["no userId", "你好", { userId: "" }, 4400],
    ["a userId with other signs than letters and digits", "你好", { userId: "@abc" }, 4400],
    ["a userId of 33 characters", "你好", { userId: "u".repeat(33) }, 4400],
    ["a groupId of 65 characters", "你好", { groupId: "g".repeat(65) }, 4000],
    ["an empty text", "", {}, 4600],
    ["a text of 129 characters", "字".repeat(129), {}, 4602],
    ["a body of another form", "你好", { userId: 1 }, 4000]
  ] as const) {
    it.scoped(`refuses ${name} with ${code}, and a sentence about it`, () =>
      Effect.gen(function* () {
        const { v2 } = yield* ready
        expect(yield* v2(text, user)).toMatchObject({
          intent: { code },
          results: results(expect.any(String))
        })
      })
    )
  }

  it.scoped("takes a text of 128 characters", () =>
    Effect.gen(function* () {
      const { v2 } = yield* ready
      expect(yield* v2("字".repeat(128))).toMatchObject({ intent: { code: 10004 } })
    })
  )

  it.scoped("gives the answers that were ordered: code alone, HTTP status, url and news", () =>
    Effect.gen(function* () {
      const { control, post, v2 } = yield* ready
      const news = [{ title: "头条", url: "http://example.invalid/n" }]
      yield* control.tuling({
        answers: [{ code: 5000 }, { text: "看", url: "http://example.invalid", news }]
      })
      expect(yield* v2("一")).toEqual({ intent: { code: 5000 } })
      expect(yield* v2("二")).toMatchObject({
        results: [
          { groupType: 1, resultType: "url", values: { url: "http://example.invalid" } },
          {
            groupType: 1,
            resultType: "news",
            values: { news: [{ name: "头条", detailurl: "http://example.invalid/n" }] }
          },
          { groupType: 1, resultType: "text", values: { text: "看" } }
        ]
      })
      yield* control.tuling({ answers: [{ status: 503 }] })
      const body = { perception: { inputText: { text: "三" } }, userInfo: { apiKey: KEY, userId: "u1" } }
      expect((yield* post("/openapi/api/v2", body)).status).toBe(503)
    })
  )

  it.scoped("keeps every question, without the key", () =>
    Effect.gen(function* () {
      const { control, v1, v2 } = yield* ready
      yield* v2("你好", { groupId: "g1" })
      yield* v1("")
      const asked = yield* control.asked()
      expect(asked).toMatchObject([
        { order: 1, version: 2, text: "你好", userId: "u1", groupId: "g1", status: 200, code: 10004 },
        { order: 2, version: 1, text: "", userId: "u1", groupId: "", status: 200, code: 40002 }
      ])
      expect(JSON.stringify(asked)).not.toContain(KEY)
    })
  )
})
