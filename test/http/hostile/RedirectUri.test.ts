import { describe, expect, it } from "@effect/vitest"
import { Effect, Option, Redacted } from "effect"
import { LoginPage } from "../../../src/http/wechat/LoginPage.ts"
import { calls, type World, world } from "../../support/http/calls.ts"
import { FakeHttp } from "../../support/http/FakeHttp.ts"

const path = "/cgi-bin/mmwebwx-bin/webwxnewloginpage"
const page = `${path}?ticket=secret&uuid=U0==&lang=zh_CN`

const exchange = (redirectUri: string) =>
  Effect.flatMap(LoginPage, (login) => login.exchange(Redacted.make(redirectUri)))

describe("a redirect_uri", () => {
  const leads = {
    "over plain HTTP": [`http://wx.qq.com${page}`, "wx.qq.com"],
    "over FTP": [`ftp://wx.qq.com${page}`, "wx.qq.com"],
    "to a file": [`file:///etc/passwd${page}`, "no host"],
    "to a script": [`javascript:alert("secret")`, "no host"],
    "to data": ["data:text/html,secret", "no host"],
    "without a scheme": [`//wx.qq.com${page}`, "no host"],
    nowhere: ["", "no host"],
    "to another port": [`https://wx.qq.com:8443${page}`, "wx.qq.com"],
    "to the usual port, said aloud": [`https://wx.qq.com:443${page}`, "wx.qq.com"],
    "behind a user": [`https://wx.qq.com@evil.example${page}`, "evil.example"],
    "behind a user and a password": [`https://wx.qq.com:secret@evil.example${page}`, "evil.example"],
    "as a user": [`https://secret@wx.qq.com${page}`, "wx.qq.com"],
    "to a longer name": [`https://wx.qq.com.evil.example${page}`, "wx.qq.com.evil.example"],
    "to a name with more before it": [`https://notwx.qq.com${page}`, "notwx.qq.com"],
    "to a host below": [`https://x.wx.qq.com${page}`, "x.wx.qq.com"],
    "to the domain above": [`https://qq.com${page}`, "qq.com"],
    "to a name that looks alike": [`https://w\u0445.qq.com${page}`, "xn--w-gub.qq.com"],
    "to the same in ASCII": [`https://xn--w-gub.qq.com${page}`, "xn--w-gub.qq.com"],
    "to a name in wide letters": [`https://\uFF57\uFF58.qq.com${page}`, "wx.qq.com"],
    "with another sign for the dot": [`https://wx\u3002qq.com${page}`, "wx.qq.com"],
    "with a dot at the end": [`https://wx.qq.com.${page}`, "wx.qq.com."],
    "in capitals": [`https://WX.QQ.COM${page}`, "wx.qq.com"],
    "with a letter in per cent": [`https://%77x.qq.com${page}`, "wx.qq.com"],
    "with a slash in per cent": [`https://evil.example%2fwx.qq.com${page}`, "no host"],
    "with a backslash": [`https://evil.example\\@wx.qq.com${page}`, "evil.example"],
    "with a backslash at the end": [`https://wx.qq.com\\.evil.example${page}`, "wx.qq.com"],
    "with a tab inside": [`https://w\tx.qq.com${page}`, "wx.qq.com"],
    "with a line break inside": [`https://wx.qq.com\n.evil.example${page}`, "wx.qq.com.evil.example"],
    "with a line break at the end": [`https://wx.qq.com${page}\r\nHost: evil.example`, "wx.qq.com"],
    "with an end of string inside": [`https://wx.qq.com\u0000.evil.example${page}`, "no host"],
    "with a fragment": [`https://wx.qq.com${page}#secret`, "wx.qq.com"],
    "with a fragment for a path": [`https://wx.qq.com#${page}`, "wx.qq.com"],
    "with a question mark for a path": [`https://evil.example?https://wx.qq.com${page}`, "evil.example"],
    "with two slashes": [`https://wx.qq.com/${page}`, "wx.qq.com"],
    "with three slashes": [`https:///wx.qq.com${page}`, "wx.qq.com"],
    "with one slash": [`https:/wx.qq.com${page}`, "wx.qq.com"],
    "up and down again": [`https://wx.qq.com/x/..${page}`, "wx.qq.com"],
    "to another page": ["https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxlogout?ticket=secret", "wx.qq.com"],
    "to a page below": [`https://wx.qq.com${path}/x?ticket=secret`, "wx.qq.com"],
    "to a number": [`https://2130706433${page}`, "127.0.0.1"],
    "to an address": [`https://[::1]${page}`, "[::1]"],
    "to the machine itself": [`https://localhost${page}`, "localhost"],
    "with a space before": [` https://wx.qq.com${page}`, "wx.qq.com"],
    "to a very long name": [`https://${"a".repeat(1024 * 1024)}.example${page}`, "a".repeat(100)],
    "with a very long user": [`https://${"a".repeat(1024 * 1024)}@evil.example${page}`, "evil.example"]
  } as const
  for (const [name, [text, host]] of Object.entries(leads)) {
    for (const origin of [Option.none(), Option.some(new URL("http://127.0.0.1:8765"))]) {
      it.effect(`${name} is not followed${Option.isSome(origin) ? " to a stand-in" : ""}`, () => {
        const http = new FakeHttp(() => new Response("secret"))
        return Effect.gen(function* () {
          const error = yield* Effect.flip(exchange(text))
          expect(error).toMatchObject({ _tag: "ForeignHost", host })
          expect(error.message).toMatch(/^the log-in leads to [ -~]{1,100}, which is not WeChat's$/)
          expect(JSON.stringify(error)).not.toContain("secret")
          expect(http.asked).toEqual([])
        }).pipe(Effect.provide(http.wechat({ origin })))
      })
    }
  }

  it.effect("of any length is asked for when it is WeChat's, and told to nobody", () => {
    const http = new FakeHttp(() => new Response("", { status: 414 }))
    return Effect.gen(function* () {
      const error = yield* Effect.flip(exchange(`https://wx.qq.com${page}${"x".repeat(1024 * 1024)}`))
      expect(error).toMatchObject({ _tag: "BadAnswer", issue: "status 414" })
      expect(http.asked.length).toBe(1)
    }).pipe(Effect.provide(http.wechat()))
  })
})

describe("a redirect by status", () => {
  for (const status of [300, 301, 302, 303, 307, 308]) {
    it.effect(`${status} is not followed by any call`, () => {
      const http = new FakeHttp(
        () => new Response("", { status, headers: { location: "https://evil.example/?skey=secret" } })
      )
      return Effect.gen(function* () {
        yield* Effect.forEach(Object.values<Effect.Effect<unknown, unknown, World>>(calls), Effect.exit)
        expect(http.asked.length).toBe(Object.keys(calls).length)
        expect(http.asked.filter(({ url }) => url.hostname === "evil.example")).toEqual([])
      }).pipe(Effect.provide(world(http)))
    })
  }
})
