import { describe, expect, it } from "@effect/vitest"
import { Either, FastCheck as fc, Option } from "effect"
import { sessionHosts } from "../../../src/domain/Session.ts"
import { parseRedirectUri, pushHost, rowOf } from "../../../src/http/wechat/Hosts.ts"

const page = "/cgi-bin/mmwebwx-bin/webwxnewloginpage"
const query = "?ticket=T0@qrticket_0&uuid=U0==&lang=zh_CN&scan=1500000000"
const none = Option.none<URL>()
const simulator = Option.some(new URL("http://127.0.0.1:8765"))

const accepts = (text: string, origin = none) => Either.isRight(parseRedirectUri(text, origin))

describe("the host table", () => {
  it("knows each session host's push host", () => {
    expect(sessionHosts.map(pushHost)).toEqual([
      "webpush.wx.qq.com",
      "webpush.wx2.qq.com",
      "webpush.wx8.qq.com",
      "webpush.web.wechat.com",
      "webpush.web2.wechat.com"
    ])
  })

  it("finds the row of a host", () => {
    expect(rowOf("wx2.qq.com")).toEqual(Option.some("wx2.qq.com"))
    expect(rowOf("webpush.wx2.qq.com")).toEqual(Option.some("wx2.qq.com"))
    expect(rowOf("login.weixin.qq.com")).toEqual(Option.none())
    expect(rowOf("notwx.qq.com")).toEqual(Option.none())
  })
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
    `https://wx9.qq.com${page}${query}`,
    `https://webpush.wx.qq.com${page}${query}`,
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
    fc.constantFrom(...sessionHosts, "example.net", "qq.com", "wechat.com"),
    fc.constantFrom("", ":443", ".", ".example.net", "\t", "/..", "@example.net", "%00"),
    fc.constantFrom(page, `${page}/`, "/", `/x/../${page}`),
    fc.constantFrom(query, "", "?", "#", `${query}#f`)
  )
  const loginPage =
    /^https:\/\/(wx[28]?\.qq|web2?\.wechat)\.com\/cgi-bin\/mmwebwx-bin\/webwxnewloginpage\?[^#]+$/
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
