import { Cookies } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted, Schema, TestClock } from "effect"
import { StoredCookie } from "../../../src/domain/StoredCookie.ts"
import { CookieJar } from "../../../src/http/wechat/CookieJar.ts"
import { type WechatHost } from "../../../src/http/wechat/Hosts.ts"
import { WechatTime } from "../../../src/http/wechat/WechatTime.ts"
import { BEGIN, machine } from "../../support/http/machine.ts"

const bin = "/cgi-bin/mmwebwx-bin"
const page = `${bin}/webwxnewloginpage`

const set = (host: WechatHost, ...lines: ReadonlyArray<string>) =>
  Effect.flatMap(CookieJar, (jar) => jar.store(host, page, Cookies.fromSetCookie(lines)))

const sent = (host: WechatHost, path = `${bin}/webwxinit`) =>
  Effect.flatMap(CookieJar, (jar) => jar.header(host, path))

describe("CookieJar", () => {
  it.effect("sends a host's own cookie to that host and its row only", () =>
    Effect.gen(function* () {
      yield* set("wx2.qq.com", "wxsid=a/b+c%20; Path=/; Secure; HttpOnly")
      expect(yield* sent("wx2.qq.com")).toBe("wxsid=a/b+c%20")
      expect(yield* sent("webpush.wx2.qq.com")).toBe("wxsid=a/b+c%20")
      expect(yield* sent("wx.qq.com")).toBe("")
      expect(yield* sent("webpush.wx.qq.com")).toBe("")
      expect(yield* sent("login.weixin.qq.com")).toBe("")
    }).pipe(Effect.provide(CookieJar.Default))
  )

  it.effect("knows the row of any session host, and no other host for one of it", () =>
    Effect.gen(function* () {
      yield* set("wx1.qq.com", "wxsid=one; Path=/")
      yield* set("web42.wechat.com", "wxsid=many; Path=/")
      expect(yield* sent("webpush.wx1.qq.com")).toBe("wxsid=one")
      expect(yield* sent("webpush.web42.wechat.com")).toBe("wxsid=many")
      for (const other of ["wx.qq.com", "webpush.wx11.qq.com", "web4.wechat.com"] as const) {
        expect(yield* sent(other), other).toBe("")
      }
    }).pipe(Effect.provide(CookieJar.Default))
  )

  it.effect("keeps a push host's own cookie there", () =>
    Effect.gen(function* () {
      yield* set("webpush.wx2.qq.com", "a=1; Path=/")
      expect(yield* sent("webpush.wx2.qq.com")).toBe("a=1")
      expect(yield* sent("wx2.qq.com")).toBe("")
    }).pipe(Effect.provide(CookieJar.Default))
  )

  it.effect("sends a domain's cookie to all hosts under it", () =>
    Effect.gen(function* () {
      yield* set(
        "wx2.qq.com",
        "webwx_data_ticket=t; Domain=.QQ.com; Path=/",
        "wxuin=1; Domain=wx2.qq.com; Path=/"
      )
      expect(yield* sent("webpush.wx2.qq.com")).toBe("webwx_data_ticket=t; wxuin=1")
      expect(yield* sent("login.weixin.qq.com")).toBe("webwx_data_ticket=t")
      expect(yield* sent("web.wechat.com")).toBe("")
    }).pipe(Effect.provide(CookieJar.Default))
  )

  for (const domain of [
    "com",
    "example.net",
    "wx.qq.com",
    "2.qq.com",
    "webpush.wx2.qq.com",
    "evilqq.com",
    "wechat.com"
  ]) {
    it.effect(`takes no cookie for ${domain} from wx2.qq.com`, () =>
      Effect.gen(function* () {
        yield* set("wx2.qq.com", `a=1; Domain=${domain}; Path=/`)
        expect(yield* (yield* CookieJar).export).toEqual([])
      }).pipe(Effect.provide(CookieJar.Default))
    )
  }

  it.effect("minds the path, and takes the request's folder where none is named", () =>
    Effect.gen(function* () {
      yield* set("wx.qq.com", "here=1", "deep=2; Path=/cgi-bin/mmwebwx-bin/webwxinit", "other=3; Path=/cgi")
      expect(yield* sent("wx.qq.com", `${bin}/webwxinit`)).toBe("deep=2; here=1")
      expect(yield* sent("wx.qq.com", `${bin}/webwxsync`)).toBe("here=1")
      expect(yield* sent("wx.qq.com", "/")).toBe("")
      expect(yield* sent("wx.qq.com", "/cgi/x")).toBe("other=3")
    }).pipe(Effect.provide(CookieJar.Default))
  )

  it.effect("replaces a cookie of the same name, host and path", () =>
    Effect.gen(function* () {
      yield* set("wx.qq.com", "a=1; Path=/")
      yield* set("wx.qq.com", "a=2; Path=/")
      expect(yield* sent("wx.qq.com")).toBe("a=2")
    }).pipe(Effect.provide(CookieJar.Default))
  )

  it.effect("forgets a cookie when its time is up; Max-Age goes before Expires", () =>
    Effect.gen(function* () {
      yield* set(
        "wx.qq.com",
        "a=1; Path=/; Max-Age=10; Expires=Thu, 01-Jan-1970 00:00:01 GMT",
        "b=2; Path=/; Expires=Thu, 01-Jan-1970 00:00:20 GMT",
        "c=3; Path=/"
      )
      expect(yield* sent("wx.qq.com")).toBe("a=1; b=2; c=3")
      yield* TestClock.adjust("10 seconds")
      expect(yield* sent("wx.qq.com")).toBe("b=2; c=3")
      yield* TestClock.adjust("10 seconds")
      expect(yield* sent("wx.qq.com")).toBe("c=3")
    }).pipe(Effect.provide(CookieJar.Default))
  )

  for (const end of ["Max-Age=0", "Max-Age=-1", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"]) {
    it.effect(`deletes a cookie by ${end}`, () =>
      Effect.gen(function* () {
        yield* set("wx.qq.com", "a=1; Path=/", "b=2; Path=/")
        yield* set("wx.qq.com", `a=; Path=/; ${end}`)
        expect(yield* sent("wx.qq.com")).toBe("b=2")
      }).pipe(Effect.provide(CookieJar.Default))
    )
  }

  it.effect("goes out and comes back through JSON, with its values hidden on the way", () =>
    Effect.gen(function* () {
      const jar = yield* CookieJar
      yield* set(
        "wx2.qq.com",
        "wxsid=secret; Path=/; Max-Age=10",
        "long=1; Path=/; Max-Age=99999999999999999"
      )
      const header = yield* sent("webpush.wx2.qq.com")
      const kept = yield* jar.export
      expect(JSON.stringify(kept)).not.toContain("secret")
      const Stored = Schema.parseJson(Schema.Array(StoredCookie))
      const text = yield* Schema.encode(Stored)(kept)
      yield* jar.clear
      expect(yield* sent("webpush.wx2.qq.com")).toBe("")
      yield* jar.restore(yield* Schema.decode(Stored)(text))
      expect(yield* sent("webpush.wx2.qq.com")).toBe(header)
      expect(header).toBe("wxsid=secret; long=1")
      yield* TestClock.adjust("10 seconds")
      expect((yield* jar.export).map(({ value }) => Redacted.value(value))).toEqual(["1"])
    }).pipe(Effect.provide(CookieJar.Default))
  )

  it.effect("sends what seems to have ended, as long as WeChat has not told the time", () =>
    Effect.gen(function* () {
      const at = yield* machine
      at.set(400 * 24 * 3_600_000)
      const { clock, following } = yield* at.time
      const life = Effect.gen(function* () {
        const jar = yield* CookieJar
        const kept = {
          name: "wxsid",
          value: Redacted.make("1"),
          domain: "wx2.qq.com",
          hostOnly: true,
          path: "/"
        }
        yield* jar.restore([{ ...kept, expires: BEGIN + 60_000 }])
        expect(yield* sent("wx2.qq.com")).toBe("wxsid=1")
        yield* following.reading(Effect.void, () => BEGIN / 1000)
        expect(yield* sent("wx2.qq.com")).toBe("wxsid=1")
        yield* Effect.sync(() => at.sleep(90_000))
        yield* following.reading(Effect.void, () => BEGIN / 1000 + 90)
        expect(yield* sent("wx2.qq.com")).toBe("")
      })
      yield* life.pipe(
        Effect.provide(CookieJar.Default),
        Effect.provideService(WechatTime, following),
        Effect.withClock(clock)
      )
    })
  )

  it.effect("takes what an answer sets also then, and takes away what that takes away", () =>
    Effect.gen(function* () {
      const at = yield* machine
      at.set(400 * 24 * 3_600_000)
      const { clock, following } = yield* at.time
      const day = new Date(BEGIN + 24 * 3_600_000).toUTCString()
      const life = Effect.gen(function* () {
        yield* set(
          "wx2.qq.com",
          `a=1; Path=/; Expires=${day}`,
          "b=2; Path=/; Max-Age=60",
          "c=3; Path=/",
          "d=4; Path=/"
        )
        yield* set("wx2.qq.com", "c=; Path=/; Max-Age=0", "d=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
        expect(yield* sent("wx2.qq.com")).toBe("a=1; b=2")
        yield* following.reading(Effect.void, () => BEGIN / 1000)
        expect(yield* sent("wx2.qq.com")).toBe("a=1; b=2")
      })
      yield* life.pipe(
        Effect.provide(CookieJar.Default),
        Effect.provideService(WechatTime, following),
        Effect.withClock(clock)
      )
    })
  )
})
