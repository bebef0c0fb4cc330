import { describe, expect, it } from "@effect/vitest"
import { Either, FastCheck as fc, Option } from "effect"
import { parseRedirectUri, pushHost, sessionHostOf } from "../../../src/http/wechat/Hosts.ts"

const page = "/cgi-bin/mmwebwx-bin/webwxnewloginpage"
const query = "?ticket=T0@qrticket_0&uuid=U0==&lang=zh_CN&scan=1500000000"
const none = Option.none<URL>()
const simulator = Option.some(new URL("http://127.0.0.1:8765"))

const accepts = (text: string, origin = none) => Either.isRight(parseRedirectUri(text, origin))

const sessionHosts = [
  "wx.qq.com",
  "wx1.qq.com",
  "wx2.qq.com",
  "wx8.qq.com",
  "wx9.qq.com",
  "wx10.qq.com",
  "wx99.qq.com",
  "web.wechat.com",
  "web1.wechat.com",
  "web2.wechat.com",
  "web42.wechat.com",
  "web99.wechat.com"
] as const

/** Names that are not a session host's, though they look like one. */
const lookalikes = [
  "wx0.qq.com",
  "wx01.qq.com",
  "wx00.qq.com",
  "wx100.qq.com",
  "wx010.qq.com",
  "wx-2.qq.com",
  "wx+2.qq.com",
  "wx 2.qq.com",
  "wx2a.qq.com",
  "wxa.qq.com",
  "wx2x3.qq.com",
  "wx2.2.qq.com",
  "wx.2.qq.com",
  "wx\u0662.qq.com",
  "wx\uff12.qq.com",
  "wx\u00b2.qq.com",
  "w\u0445.qq.com",
  "WX2.qq.com",
  "wx2.QQ.com",
  "Wx2.Qq.Com",
  "wx2.qq.com.example.net",
  "wx2.qq.com.",
  "wx2.qq.com.cn",
  "wx2.qq.cn",
  "wx2.qq",
  "wx2.qqq.com",
  "wx2.qq-com",
  "wx2qq.com",
  "wx2\u3002qq.com",
  "wx2.wechat.com",
  "web.qq.com",
  "web2.qq.com",
  "web2.wechat.com.cn",
  "web0.wechat.com",
  "web02.wechat.com",
  "web100.wechat.com",
  "webwx.wechat.com",
  "web2.wechat.co",
  "web2.wechatt.com",
  "weixin.qq.com",
  "wechat.com",
  "qq.com",
  "notwx.qq.com",
  "xwx2.qq.com",
  "x-wx2.qq.com",
  "notweb2.wechat.com",
  "2.qq.com"
]

describe("the session hosts", () => {
  it("have a push host each", () => {
    expect(sessionHosts.map(pushHost)).toEqual(sessionHosts.map((host) => `webpush.${host}`))
  })

  for (const host of sessionHosts) {
    it(`stand alone or with three names before them: ${host}`, () => {
      for (const one of [host, `login.${host}`, `file.${host}`, `webpush.${host}`]) {
        expect(sessionHostOf(one), one).toEqual(Option.some(host))
      }
      for (const one of [
        `x.${host}`,
        `webpush2.${host}`,
        `xlogin.${host}`,
        `Login.${host}`,
        `login${host}`,
        `.${host}`,
        `login.login.${host}`,
        `webpush.file.${host}`,
        `x.webpush.${host}`,
        `webpush-${host}`
      ]) {
        expect(sessionHostOf(one), one).toEqual(Option.none())
      }
    })
  }

  for (const name of ["login.weixin.qq.com", ...lookalikes]) {
    it(`are not spelt ${JSON.stringify(name)}`, () => {
      expect(sessionHostOf(name)).toEqual(Option.none())
      expect(sessionHostOf(`webpush.${name}`)).toEqual(Option.none())
      expect(sessionHostOf(`${name}\n`)).toEqual(Option.none())
    })
  }
})

describe("parseRedirectUri", () => {
  for (const host of sessionHosts) {
    it(`accepts the log-in page of ${host}, as it stands`, () => {
      expect(parseRedirectUri(`https://${host}${page}${query}`, none)).toEqual(
        Either.right({ host, target: page + query })
      )
    })
  }

  const foreign = [
    `http://wx.qq.com${page}${query}`,
    `ftp://wx.qq.com${page}${query}`,
    `//wx.qq.com${page}${query}`,
    `https://wx.qq.com:443${page}${query}`,
    `https://wx.qq.com:8443${page}${query}`,
    `https://user@wx.qq.com${page}${query}`,
    `https://@wx.qq.com${page}${query}`,
    `https://wx.qq.com${page}${query}#x`,
    `https://wx.qq.com${page}?#x`,
    `https://wx.qq.com.example.net${page}${query}`,
    `https://notwx.qq.com${page}${query}`,
    `https://example.net/?wx2.qq.com`,
    `https://example.net${page}?https://wx2.qq.com${page}${query}`,
    `https://wx.qq.com\\@example.net${page}${query}`,
    `https://example.net\\.wx.qq.com${page}${query}`,
    `https://WX.qq.com${page}${query}`,
    `https://wx.qq.com.${page}${query}`,
    `https://webpush.wx.qq.com${page}${query}`,
    `https://login.wx2.qq.com${page}${query}`,
    `https://file.wx99.qq.com${page}${query}`,
    `https://wx2.qq.com\n${page}${query}`,
    `http://wx42.qq.com${page}${query}`,
    `https:wx2.qq.com${page}${query}`,
    ...lookalikes.map((host) => `https://${host}${page}${query}`),
    `https://login.weixin.qq.com${page}${query}`,
    `https://wx.qq.com/${page}${query}`,
    `https://wx.qq.com/x/..${page}${query}`,
    `https://wx.qq.com${page}/${query}`,
    `https://wx.qq.com${page}x${query}`,
    `https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxinit${query}`,
    `https://wx.qq.com${page}`,
    ` https://wx.qq.com${page}${query}`,
    `https://wx.qq.com${page}${query}\n`,
    `https://wx.qq.com${page}${query}\nhttps://example.net`,
    `https://w\u0445.qq.com${page}${query}`,
    `http://127.0.0.1:8765${page}${query}`,
    `javascript:alert(1)`,
    ``
  ]
  for (const text of foreign) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(accepts(text)).toBe(false)
    })
  }

  it("names the host it would have led to, nothing else", () => {
    expect(parseRedirectUri(`https://me:pw@evil.example${page}?ticket=secret`, none)).toMatchObject({
      left: { _tag: "ForeignHost", host: "evil.example" }
    })
  })

  it("with a stand-in accepts that very origin as wx.qq.com, and WeChat's hosts as themselves", () => {
    expect(parseRedirectUri(`http://127.0.0.1:8765${page}${query}`, simulator)).toEqual(
      Either.right({ host: "wx.qq.com", target: page + query })
    )
    expect(parseRedirectUri(`https://web2.wechat.com${page}${query}`, simulator)).toEqual(
      Either.right({ host: "web2.wechat.com", target: page + query })
    )
    for (const origin of [
      "http://127.0.0.1:8766",
      "https://127.0.0.1:8765",
      "http://localhost:8765",
      "http://127.0.0.1",
      "http://127.0.0.1:8765@example.net"
    ]) {
      expect(accepts(`${origin}${page}${query}`, simulator), origin).toBe(false)
    }
  })

  const hostile = fc.tuple(
    fc.constantFrom("https://", "http://", "https:", "https:\\\\", "HTTPS://"),
    fc.constantFrom(
      "",
      "a@",
      "wx.qq.com@",
      "wx.qq.com.",
      "x.",
      "wx2.qq.com/",
      "wx.qq.com%2f",
      "wx.qq.com\\",
      "-"
    ),
    fc.oneof(
      fc.constantFrom(...sessionHosts, ...lookalikes, "example.net"),
      fc.tuple(fc.constantFrom("wx", "web"), fc.nat(200)).map(([name, n]) => `${name}${n}.qq.com`),
      fc.tuple(fc.constantFrom("wx", "web"), fc.nat(200)).map(([name, n]) => `${name}${n}.wechat.com`)
    ),
    fc.constantFrom("", ":443", ".", ".example.net", "\t", "/..", "@example.net", "%00"),
    fc.constantFrom(page, `${page}/`, "/", `/x/../${page}`),
    fc.constantFrom(query, "", "?", "#", `${query}#f`)
  )
  const loginPage =
    /^https:\/\/(wx([1-9]\d?)?\.qq|web([1-9]\d?)?\.wechat)\.com\/cgi-bin\/mmwebwx-bin\/webwxnewloginpage\?[^#]+$/
  it.prop(
    "accepts what is a session host's log-in page to a browser too, and nothing else",
    [hostile],
    ([parts]) => {
      const text = parts.join("")
      const parsed = parseRedirectUri(text, none)
      expect(Either.isRight(parsed)).toBe(loginPage.test(text))
      if (Either.isRight(parsed)) {
        const url = new URL(text)
        expect(url.href).toBe(text)
        expect(url.host).toBe(parsed.right.host)
        expect(url.pathname + url.search).toBe(parsed.right.target)
      }
    }
  )
})
