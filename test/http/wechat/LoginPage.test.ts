import { describe, expect, it } from "@effect/vitest"
import { Effect, Option, Redacted, Struct } from "effect"
import { CookieJar } from "../../../src/http/wechat/CookieJar.ts"
import { LoginPage } from "../../../src/http/wechat/LoginPage.ts"
import { FakeHttp } from "../../support/http/FakeHttp.ts"

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

  const both = { skey: "@crypt_c", wxsid: "cookieSid", wxuin: "42", pass_ticket: "a%2Bb%3D%2F" }
  for (const name of Struct.keys(both)) {
    it.effect(`takes ${name} from a cookie, as it stands, where the XML lacks it or leaves it empty`, () => {
      const headers = { "set-cookie": `${name}=${both[name]}; Domain=wx2.qq.com; Path=/; Secure` }
      const { [name]: _, ...others } = full
      return Effect.forEach([{ ...full, [name]: "" }, others], (fields) =>
        Effect.gen(function* () {
          const got = yield* exchange()
          expect(Redacted.value(got[name])).toBe(both[name])
        }).pipe(Effect.provide(answers(xml(fields), { headers }).wechat()))
      )
    })

    it.effect(`prefers ${name} of the XML to a cookie's`, () => {
      const http = answers(xml(full), { headers: { "set-cookie": `${name}=1; Path=/` } })
      return Effect.gen(function* () {
        const got = yield* exchange()
        expect(Redacted.value(got[name])).toBe(full[name].replace("&amp;", "&"))
      }).pipe(Effect.provide(http.wechat()))
    })
  }

  it.effect("takes no session from cookies alone", () => {
    const headers = new Headers(
      Object.entries(both).map(([name, value]): [string, string] => ["set-cookie", `${name}=${value}`])
    )
    return Effect.forEach(
      ["", "<error><ret>0</ret>", "<error><ret>0</ret><message>a & <br></message></error>"],
      (text) =>
        Effect.gen(function* () {
          expect(yield* Effect.flip(exchange())).toMatchObject({ _tag: "BadAnswer" })
        }).pipe(Effect.provide(answers(text, { headers }).wechat()))
    )
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
      expect(yield* failureOf(xml({ ret: "1203" }))).toMatchObject({
        _tag: "AccountRefused",
        message: "WeChat gave no reason"
      })
    })
  )

  it.effect("a page instead of XML means a barred account", () =>
    Effect.gen(function* () {
      const error = yield* failureOf("<!DOCTYPE html><html><body>不支持网页微信</body></html>")
      expect(error).toMatchObject({ _tag: "AccountRefused", code: Option.none() })
      expect(error.message).toContain("may not use Web WeChat")
    })
  )

  const pages = {
    "of a hotel": "<!DOCTYPE html><html><title>上网认证</title><body><p>请先登录网络。</p></body></html>",
    "of a proxy": "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
    "of a browser check": "<html><body>你的浏览器不支持网页版微信</body></html>",
    "whose script alone says it":
      "<html><script>var t='此微信号不能登录网页微信'</script><body>微信</body></html>",
    "that says it in two places": "<html><body><p>不能登录</p><p>网页微信</p></body></html>",
    "that is no HTML": "Service Unavailable"
  }
  for (const [name, page] of Object.entries(pages)) {
    it.effect(`a page ${name} says nothing against the account`, () =>
      Effect.gen(function* () {
        expect(yield* failureOf(page)).toMatchObject({ _tag: "BadAnswer" })
      })
    )
  }

  const barredPages = {
    "in simplified Chinese":
      "<html><body><h2>提示</h2><p>此微信号不能登录<b>网页微信</b>。</p></body></html>",
    "in traditional Chinese": "<!-- x --><html><body>此帳號無法登入&#x7DB2;頁版微信</body></html>",
    "in English": "\n<HTML><BODY>This account cannot log in to Web&nbsp;WeChat.</BODY></HTML>",
    "in XHTML": `<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html><body>暂不支持网页版微信</body></html>`,
    "in plain text": "该帐号暂不支持登录网页版微信"
  }
  for (const [name, page] of Object.entries(barredPages)) {
    it.effect(`a page that bars the account is heard ${name}`, () =>
      Effect.gen(function* () {
        const error = yield* failureOf(page)
        expect(error).toMatchObject({ _tag: "AccountRefused", code: Option.none() })
        expect(error.message).toMatch(/^a page of WeChat says .+ may not use Web WeChat: [^<>&]+$/)
      })
    )
  }

  const refusals: Readonly<Record<string, readonly [string, number, string]>> = {
    "with a bare ampersand": [
      "<error><ret>1203</ret><message>Windows & Mac</message></error>",
      1203,
      "Windows & Mac"
    ],
    "with a line break of HTML": [
      "<error><ret>1203</ret><message>one<br>two</message></error>",
      1203,
      "one two"
    ],
    "with one that is XML": ["<error><ret>1203</ret><message>one<br/>two</message></error>", 1203, "one two"],
    "with escaped HTML": [
      "<error><ret>1203</ret><message>one&lt;br&gt;A&amp;amp;B</message></error>",
      1203,
      "one A&B"
    ],
    "with words in bold": [
      "<error><ret>1203</ret><message>a <b>b & c</b> d</message></error>",
      1203,
      "a b & c d"
    ],
    "in CDATA": [
      "<error><ret>1203</ret><message><![CDATA[A & B <br> C]]></message></error>",
      1203,
      "A & B C"
    ],
    "in CDATA, code and all": [
      "<error><ret><![CDATA[1203]]></ret><message><![CDATA[A]]> &</message></error>",
      1203,
      "A &"
    ],
    "cut after the code": ["<error><ret>1203</re", 1203, "WeChat gave no reason"],
    "cut in the message": ["<error><ret>1203</ret><message>为了你的帐号安全", 1203, "为了你的帐号安全"],
    "cut in a tag": ["<error><ret>1203</ret><message>one<br", 1203, "one"],
    "cut in CDATA": ["<error><ret>1203</ret><message><![CDATA[one <br> two", 1203, "one"],
    "with white space": [
      "<error>\n  <ret> 1203\n</ret>\n  <message>\n one &\n two\n </message>\n</error>",
      1203,
      "one & two"
    ],
    "in capitals": ["<ERROR><RET>1203</RET><MESSAGE>no</MESSAGE></ERROR>", 1203, "no"],
    "with attributes": [
      `<error><ret a="1">1203</ret><message lang="zh">no & no</message></error>`,
      1203,
      "no & no"
    ],
    "with a declaration": [
      `<?xml version="1.0" encoding="utf-8"?><error><ret>1203</ret><message>no</message></error>`,
      1203,
      "no"
    ],
    "with a bare ampersand elsewhere": [
      "<error><ret>1203</ret><message>no</message><redirecturl>http://a/?b&c</redirecturl></error>",
      1203,
      "no"
    ],
    "without a root": ["<ret>1203</ret><message>no</message>", 1203, "no"],
    "whose message follows secrets": [
      "<error><ret>1203</ret><skey>@crypt_secret</skey><message>no & no</message>",
      1203,
      "no & no"
    ],
    "whose message does not end": [
      "<error><ret>1203</ret><message>no & no<skey>@crypt_secret</skey></error>",
      1203,
      "no & no"
    ],
    "by its words, whatever the code": [
      "<error><ret>7</ret><message>此微信号不能登录<br>网页微信? 此微信号不能登录网页微信</message></error>",
      7,
      "此微信号不能登录 网页微信? 此微信号不能登录网页微信"
    ]
  }
  for (const [name, [text, code, message]] of Object.entries(refusals)) {
    it.effect(`a refusal is one ${name}`, () =>
      Effect.gen(function* () {
        expect(yield* failureOf(text)).toMatchObject({
          _tag: "AccountRefused",
          code: Option.some(code),
          message
        })
      })
    )
  }

  it.effect.each([
    [xml({ ret: "1", message: "登录已失效" }), 1, Option.some("登录已失效")],
    ["<error><ret>1</ret><message>A & B<br>C</message></error>", 1, Option.some("A & B C")],
    ["<error><ret>1</ret><message>A", 1, Option.some("A")],
    [xml({ ret: "1204", message: "x" }), 1204, Option.some("x")],
    [xml({ ret: "-3", message: "x" }), -3, Option.some("x")],
    [xml({ ret: "1" }), 1, Option.none()],
    [xml({ ret: "1", message: "" }), 1, Option.none()],
    [xml({ ret: "1", message: " <br> &nbsp; \u0007" }), 1, Option.none()],
    ["<error><ret>1</ret><message/></error>", 1, Option.none()],
    ["<error><ret>1</ret><mess", 1, Option.none()]
  ] as const)(
    "another code is for the caller to judge, with the sentence if there is one: %s",
    ([text, code, sentence]) =>
      Effect.gen(function* () {
        const error = yield* failureOf(text)
        expect(error).toMatchObject({ _tag: "TicketRefused", code, sentence })
        expect(error.message).toContain(`refused with ${code}`)
      })
  )

  it.effect.each([-1, -2, 1205, -14, 1100, 1101, 1102])(
    "%i says nothing against the account, whatever is said with it, and however it is written",
    (code) =>
      Effect.gen(function* () {
        for (const text of [
          xml({ ret: String(code) }),
          xml({ ret: String(code), message: "此微信号不能登录网页微信" }),
          `<error><ret>${code}</ret><message>A & B<br></message></error>`,
          `<error><ret>${code}</ret>`
        ]) {
          expect(yield* failureOf(text)).toMatchObject({ _tag: "Refused", code })
        }
      })
  )

  for (const text of [
    "",
    "<error>",
    "<error><ret>",
    "<error><ret>1203",
    "<error><ret>12",
    "<error><ret></ret><message>此微信号</message></error>",
    "<error><ret>x</ret></error>",
    "<error><retry>1203</retry></error>",
    "<error><ret>0</ret><message>OK",
    "<error><ret>0</ret><message>A & B <br> 此微信号不能登录网页微信</message></error>",
    xml(full).slice(0, xml(full).length / 2),
    xml(full).slice(0, -1),
    `{"ret":1203,"message":"no"}`,
    "ret=1203"
  ]) {
    it.effect(`is not read from ${JSON.stringify(text)}`, () =>
      Effect.gen(function* () {
        const error = yield* failureOf(text)
        expect(error).toMatchObject({ _tag: "BadAnswer" })
        expect(JSON.stringify(error)).not.toContain("crypt")
      })
    )
  }

  it.effect.each([500, 502, 503])("a %i may come after the ticket was spent", (status) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(exchange())).toMatchObject({ _tag: "Unreachable", delivered: "unknown" })
    }).pipe(Effect.provide(answers("", { status }).wechat()))
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
