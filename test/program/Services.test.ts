import { describe, expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { servicesOf } from "../../src/program/Services.ts"
import { settingsOf } from "../support/layers/files.ts"

const toldOf = (environment: Readonly<Record<string, string>>) =>
  settingsOf(environment).pipe(
    Effect.flatMap(({ settings }) => settings),
    Effect.map((settings) =>
      servicesOf(settings).map(({ model, name, origin, through }) => [
        [name, ...Option.toArray(model)].join(" "),
        origin.origin,
        Option.getOrElse(through, () => "straight")
      ])
    )
  )

const chatbots = {
  TULING_API_KEY: "k",
  OPENAI_BASE_URL: "https://models.example/v1",
  OPENAI_MODEL: "m"
}

describe("the services that the robot speaks to", () => {
  it.effect("are WeChat, and the chatbots that are set up", () =>
    Effect.gen(function* () {
      expect(yield* toldOf({})).toEqual([["WeChat", "https://login.wx.qq.com", "straight"]])
      expect(yield* toldOf({ ...chatbots, WECHAT_ORIGIN: "http://127.0.0.1:8765" })).toEqual([
        ["WeChat", "http://127.0.0.1:8765", "straight"],
        ["Tuling", "http://openapi.turingapi.com", "straight"],
        ["OpenAI-compatible m", "https://models.example", "straight"]
      ])
    })
  )

  it.effect("are reached each over its own proxy, of which host and port are told, and no user", () =>
    Effect.gen(function* () {
      const proxies = {
        WECHAT_PROXY: "http://me:s3cret@one.example",
        HTTP_PROXY: "http://me:s3cret@two.example:3128",
        https_proxy: "http://me:s3cret@[2001:db8::1]:3128"
      }
      expect(yield* toldOf({ ...chatbots, ...proxies })).toEqual([
        ["WeChat", "https://login.wx.qq.com", "WECHAT_PROXY one.example:80"],
        ["Tuling", "http://openapi.turingapi.com", "HTTP_PROXY two.example:3128"],
        ["OpenAI-compatible m", "https://models.example", "HTTPS_PROXY [2001:db8::1]:3128"]
      ])
      expect(yield* toldOf({ ...chatbots, ...proxies, no_proxy: "models.example,turingapi.com" })).toEqual([
        ["WeChat", "https://login.wx.qq.com", "WECHAT_PROXY one.example:80"],
        ["Tuling", "http://openapi.turingapi.com", "straight"],
        ["OpenAI-compatible m", "https://models.example", "straight"]
      ])
    })
  )
})
