import { describe, expect, it } from "@effect/vitest"
import { Effect, Option, Redacted } from "effect"
import { CookieJar } from "../../../src/http/wechat/CookieJar.ts"
import { LoginPage } from "../../../src/http/wechat/LoginPage.ts"
import { FakeHttp } from "../FakeHttp.ts"

const page = "/cgi-bin/mmwebwx-bin/webwxnewloginpage"
const query = "?ticket=T0@qrticket_0&uuid=U0==&lang=zh_CN&scan=1500000000"

const exchange = (uri = `https://wx2.qq.com${page}${query}`) =>
  Effect.flatMap(LoginPage, (login) => login.exchange(Redacted.make(uri)))

const xml = (fields: Readonly<Record<string, string>>) =>
  `<error>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("")}</error>`

const full = {
  ret: "0",
  message: "OK",
  skey: "@crypt_0000aaaa_0123&amp;",
  wxsid: "AbCdEfGhIjKlMnOp",
  wxuin: "100000001",
  pass_ticket: "abc%2Bdef%3D",
  isgrayscale: "1"
}

const answers = (text: string, init: ResponseInit = {}) => new FakeHttp(() => new Response(text, init))
const failureOf = (text: string) => Effect.provide(Effect.flip(exchange()), answers(text).wechat())

describe("LoginPage", () => {
  it.effect("asks the host of the address, and gives the four values", () => {
    const http = answers(xml(full))
    return Effect.gen(function* () {
      const got = yield* exchange()
      expect(got.host).toBe("wx2.qq.com")
      expect(Redacted.value(got.skey)).toBe("@crypt_0000aaaa_0123&")
      expect(Redacted.value(got.wxsid)).toBe("AbCdEfGhIjKlMnOp")
      expect(Redacted.value(got.wxuin)).toBe("100000001")
      expect(Redacted.value(got.pass_ticket)).toBe("abc%2Bdef%3D")
      expect(http.last.url.origin + http.last.url.pathname).toBe(`https://wx2.qq.com${page}`)
      expect(Object.fromEntries(http.last.url.searchParams)).toEqual({
        ticket: "T0@qrticket_0",
        uuid: "U0==",
        lang: "zh_CN",
        scan: "1500000000",
        fun: "new",
        version: "v2"
      })
      expect(http.last.headers).not.toHaveProperty("extspam")
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("reads the answer of a 301, keeps its cookies and does not follow it", () => {
    const http = answers(xml(full), {
      status: 301,
      headers: { location: "https://wx2.qq.com/elsewhere", "set-cookie": "wxsid=fromCookie; Path=/" }
    })
    return Effect.gen(function* () {
      expect(Redacted.value((yield* exchange()).wxsid)).toBe("AbCdEfGhIjKlMnOp")
      expect(http.asked.length).toBe(1)
      expect(yield* (yield* CookieJar).header("webpush.wx2.qq.com", "/")).toBe("wxsid=fromCookie")
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("takes sid and uin from the answer's cookies when the XML lacks them", () => {
    const headers = new Headers([
      ["set-cookie", "wxsid=cookieSid; Path=/"],
      ["set-cookie", "wxuin=42; Path=/"]
    ])
    const http = answers(xml({ ...full, wxsid: "", wxuin: "" }), { headers })
    return Effect.gen(function* () {
      const got = yield* exchange()
      expect(Redacted.value(got.wxsid)).toBe("cookieSid")
      expect(Redacted.value(got.wxuin)).toBe("42")
    }).pipe(Effect.provide(http.wechat()))
  })

  for (const name of ["skey", "wxsid", "wxuin", "pass_ticket"]) {
    it.effect(`wants ${name}`, () =>
      Effect.gen(function* () {
        const error = yield* failureOf(xml({ ...full, [name]: "" }))
        expect(error).toMatchObject({ _tag: "BadAnswer", issue: `${name} is not as expected` })
        expect(JSON.stringify(error)).not.toContain("crypt")
      })
    )
  }

  it.effect("a barred account is told so in the server's words, made fit for a terminal", () =>
    Effect.gen(function* () {
      const message = `为了你的帐号安全&lt;\u001b[31m${"x".repeat(300)}`
      const error = yield* failureOf(xml({ ret: "1203", message }))
      expect(error).toMatchObject({ _tag: "AccountRefused", code: Option.some(1203) })
      expect(error.message).toMatch(/^为了你的帐号安全< \[31mx+$/)
      expect(error.message.length).toBe(200)
    })
  )

  it.effect("says something when the server does not", () =>
    Effect.gen(function* () {
      expect((yield* failureOf(xml({ ret: "1" }))).message).toBe("WeChat gave no reason")
    })
  )

  it.effect("a page instead of XML means a barred account", () =>
    Effect.gen(function* () {
      const error = yield* failureOf("<!DOCTYPE html><html><body>不支持网页微信</body></html>")
      expect(error).toMatchObject({ _tag: "AccountRefused", code: Option.none() })
      expect(error.message).toContain("may not use Web WeChat")
    })
  )

  it.effect("a spent ticket says nothing against the account", () =>
    Effect.gen(function* () {
      expect(yield* failureOf(xml({ ret: "-14", message: "x" }))).toMatchObject({
        _tag: "Refused",
        code: -14
      })
    })
  )

  it.effect("does not go where redirecturl leads", () => {
    const http = answers(xml({ ...full, redirecturl: "https://wx2.qq.com/secret" }))
    return Effect.gen(function* () {
      const error = yield* Effect.flip(exchange())
      expect(error).toMatchObject({ _tag: "BadAnswer", issue: "redirecturl is not followed" })
      expect(http.asked.length).toBe(1)
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("sends nothing to a foreign host", () => {
    const http = answers(xml(full))
    return Effect.gen(function* () {
      const error = yield* Effect.flip(exchange(`https://wx2.qq.com.example.net${page}${query}`))
      expect(error).toMatchObject({ _tag: "ForeignHost", host: "wx2.qq.com.example.net" })
      expect(http.asked).toEqual([])
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("goes to the stand-in for a real host, and for the stand-in's own page", () => {
    const http = answers(xml(full))
    return Effect.gen(function* () {
      expect((yield* exchange()).host).toBe("wx2.qq.com")
      expect((yield* exchange(`http://127.0.0.1:8765${page}${query}`)).host).toBe("wx.qq.com")
      expect(http.asked.map(({ url }) => url.origin + url.pathname)).toEqual([
        `http://127.0.0.1:8765${page}`,
        `http://127.0.0.1:8765${page}`
      ])
    }).pipe(Effect.provide(http.wechat({ origin: Option.some(new URL("http://127.0.0.1:8765")) })))
  })

  it.effect("as desktop client shows its headers and the operator's value", () => {
    const http = answers(xml(full))
    return Effect.gen(function* () {
      yield* exchange()
      expect(http.last.url.searchParams.get("mod")).toBe("desktop")
      expect(http.last.headers).toMatchObject({
        "client-version": "2.0.0",
        extspam: "operator's",
        referer: "https://wx.qq.com/?&lang=zh_CN&target=t"
      })
    }).pipe(
      Effect.provide(http.wechat({ client: "desktop", extspam: Option.some(Redacted.make("operator's")) }))
    )
  })
})
