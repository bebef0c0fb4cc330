import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { checkSettings } from "../../../src/program/tools/CheckSettings.ts"
import { FakeHttp } from "../../support/http/FakeHttp.ts"
import { settingsOf } from "../../support/layers/files.ts"
import { printed } from "../../support/program/printed.ts"

/** What `check` prints of what is reachable, on a network where everything answers. */
const reachableWith = Effect.fnUntraced(function* (environment: Readonly<Record<string, string>>) {
  const { layer } = new FakeHttp(() => new Response())
  const report = yield* settingsOf(environment)
  const networks = { wechat: () => layer, chatbots: () => layer }
  const { out } = yield* Effect.provide(printed(checkSettings(report, Effect.void, networks)), layer)
  return out.slice(out.indexOf("Reachable") + 1).filter((line) => line !== "")
})

it.effect("check tells of the model's service whether it is reachable, and which model is asked", () =>
  Effect.gen(function* () {
    const model = { OPENAI_BASE_URL: "https://models.example/v1", OPENAI_MODEL: "some-model" }
    const wechat = "  WeChat  https://login.wx.qq.com  answers with status 200"
    expect(yield* reachableWith(model)).toEqual([
      wechat,
      "  OpenAI-compatible  https://models.example  model some-model  answers with status 200"
    ])
    expect(yield* reachableWith({ ...model, https_proxy: "http://me:s3cret@proxy.example:3128" })).toEqual([
      wechat,
      "  OpenAI-compatible  https://models.example  model some-model  through HTTPS_PROXY proxy.example:3128  answers with status 200"
    ])
  })
)
