import { Cookies } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { CookieJar } from "../../../src/http/wechat/CookieJar.ts"
import { WebwxInit } from "../../../src/http/wechat/WebwxInit.ts"
import { credentials, FakeHttp } from "../../support/http/FakeHttp.ts"

const path = "/cgi-bin/mmwebwx-bin/webwxnewloginpage"

/** What the jar holds after webwxinit answered with these lines. */
const kept = (...lines: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    yield* (yield* WebwxInit).init(credentials).pipe(Effect.ignore)
    return yield* (yield* CookieJar).export
  }).pipe(
    Effect.provide(
      new FakeHttp(
        () => new Response("", { headers: lines.map((line): [string, string] => ["set-cookie", line]) })
      ).wechat()
    )
  )

describe("Set-Cookie", () => {
  const foreign = [
    "evil.example",
    ".com",
    "com",
    "tencent.com",
    "wechat.com",
    "wx.qq.com",
    "wx8.qq.com",
    "login.wx2.qq.com",
    "webpush.wx2.qq.com",
    "notwx2.qq.com",
    "x2.qq.com",
    "wx2.qq.com.evil.example",
    "wx2.qq.com.",
    "evil.example,wx2.qq.com",
    "w\u0078%32.qq.com",
    "*.qq.com",
    "127.0.0.1",
    "__proto__"
  ]
  for (const domain of foreign) {
    it.effect(`for ${domain} is not taken from wx2.qq.com`, () =>
      Effect.gen(function* () {
        expect(yield* kept(`a=1; Domain=${domain}; Path=/`)).toEqual([])
      })
    )
  }

  for (const domain of ["wx2.qq.com", "qq.com", ".qq.com", "QQ.COM"]) {
    it.effect(`for ${domain} is taken from wx2.qq.com`, () =>
      Effect.gen(function* () {
        expect(yield* kept(`a=1; Domain=${domain}; Path=/`)).toMatchObject([{ name: "a", hostOnly: false }])
      })
    )
  }

  it.effect("with a name of every object's own does nothing to any object", () =>
    Effect.gen(function* () {
      const names = ["__proto__", "constructor", "toString", "hasOwnProperty"]
      const cookies = yield* kept(...names.map((name) => `${name}=1; Path=/`), "wxsid=good; Path=/")
      expect(cookies.map(({ name }) => name)).toContain("wxsid")
      expect({}).not.toHaveProperty("name")
      expect(String({})).toBe("[object Object]")
    })
  )

  it.effect("with what no header may carry is not taken", () =>
    Effect.gen(function* () {
      const jar = yield* CookieJar
      const lines = [
        "a=1\r\nx-evil: 1; Path=/",
        "b=1\u0000; Path=/",
        "c=\u001b[2J; Path=/",
        "d=\u4f60; Path=/",
        "e\r\n=1; Path=/",
        " =1; Path=/",
        "=1; Path=/",
        "no equals sign",
        ";;;",
        "",
        `long=${"x".repeat(1024 * 1024)}; Path=/`,
        "good=1; Path=/"
      ]
      yield* jar.store("wx2.qq.com", path, Cookies.fromSetCookie(lines))
      expect(yield* jar.header("wx2.qq.com", path)).toBe("good=1")
    }).pipe(Effect.provide(CookieJar.Default))
  )

  it.effect("thousands of times leaves the newest hundred", () =>
    Effect.gen(function* () {
      const jar = yield* CookieJar
      for (let answer = 0; answer < 100; answer++) {
        const lines = Array.from({ length: 50 }, (_, n) => `c${answer * 50 + n}=1; Path=/`)
        yield* jar.store("wx2.qq.com", path, Cookies.fromSetCookie(lines))
      }
      const names = (yield* jar.export).map(({ name }) => name)
      expect(names).toEqual(Array.from({ length: 100 }, (_, n) => `c${4900 + n}`))
    }).pipe(Effect.provide(CookieJar.Default))
  )

  const paths = [
    "/../",
    "//",
    "/cgi-bin/mmwebwx-bin/../",
    "/cgi-bin/mmwebwx-bin/webwxinitx",
    "/%63gi-bin",
    "/\\"
  ]
  for (const root of paths) {
    it.effect(`for the path ${root} is sent nowhere else`, () =>
      Effect.gen(function* () {
        const jar = yield* CookieJar
        yield* jar.store("wx2.qq.com", path, Cookies.fromSetCookie(`a=1; Path=${root}`))
        expect(yield* jar.header("wx2.qq.com", "/cgi-bin/mmwebwx-bin/webwxinit")).toBe("")
      }).pipe(Effect.provide(CookieJar.Default))
    )
  }

  const ages = {
    ["9".repeat(400)]: 1,
    "1e9": 1,
    [`-${"9".repeat(400)}`]: 0,
    NaN: 1,
    "": 1,
    "0x10": 0
  } as const
  for (const [age, count] of Object.entries(ages)) {
    it.effect(`with Max-Age=${age.slice(0, 10)} is taken ${count} times`, () =>
      Effect.gen(function* () {
        expect((yield* kept(`a=1; Path=/; Max-Age=${age}`)).length).toBe(count)
      })
    )
  }
})
