import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted, TestClock } from "effect"
import { JsLogin } from "../../../src/http/wechat/JsLogin.ts"
import { FakeHttp } from "../../support/http/FakeHttp.ts"

const uuid = Effect.flatMap(JsLogin, ({ uuid }) => uuid)
const good = () => new Response(`window.QRLogin.code = 200; window.QRLogin.uuid = "4d/Uw9+z==";`)
const answers = (text: string) => new FakeHttp(() => new Response(text)).wechat()

describe("JsLogin", () => {
  it.effect("asks with Web WeChat's own id and gives the uuid", () => {
    const http = new FakeHttp(good)
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_500_000_000_000)
      expect(Redacted.value(yield* uuid)).toBe("4d/Uw9+z==")
      const { headers, method, url } = http.last
      expect(`${method} ${url.origin}${url.pathname}`).toBe("GET https://login.wx.qq.com/jslogin")
      expect(Object.fromEntries(url.searchParams)).toEqual({
        appid: "wx782c26e4c19acffb",
        redirect_uri: "https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage",
        fun: "new",
        lang: "zh_CN",
        _: "1500000000000"
      })
      expect(headers["user-agent"]).toMatch(/^Mozilla\/5\.0 /)
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("asks for the desktop's log-in when that is chosen", () => {
    const http = new FakeHttp(good)
    return Effect.gen(function* () {
      yield* uuid
      expect(http.last.url.searchParams.get("redirect_uri")).toMatch(/webwxnewloginpage\?mod=desktop$/)
      expect(http.last.headers).not.toHaveProperty("client-version")
    }).pipe(Effect.provide(http.wechat({ client: "desktop" })))
  })

  it.effect("asks for a new one each time", () => {
    const http = new FakeHttp(good)
    return Effect.gen(function* () {
      yield* uuid
      yield* uuid
      expect(http.asked.length).toBe(2)
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("is refused with a code other than 200", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(uuid)).toMatchObject({ _tag: "Refused", endpoint: "jslogin", code: 400 })
    }).pipe(Effect.provide(answers(`window.QRLogin.code = 400; window.QRLogin.uuid = "";`)))
  )

  for (const text of [
    "",
    `window.QRLogin.code = 200;`,
    `window.QRLogin.code = 200; window.QRLogin.uuid = "../secret";`,
    `window.QRLogin.code = 200; window.QRLogin.uuid = secret();`
  ]) {
    it.effect(`takes no uuid from ${JSON.stringify(text)}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(uuid)
        expect(error._tag).toBe("BadAnswer")
        expect(JSON.stringify(error)).not.toContain("secret")
      }).pipe(Effect.provide(answers(text)))
    )
  }
})
