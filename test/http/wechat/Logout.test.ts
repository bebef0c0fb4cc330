import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, TestClock } from "effect"
import { Logout } from "../../../src/http/wechat/Logout.ts"
import { broken, credentials, FakeHttp } from "../../support/http/FakeHttp.ts"

const logout = Effect.flatMap(Logout, ({ logout }) => logout(credentials))

describe("Logout", () => {
  it.effect("posts who leaves, and follows nothing", () => {
    const http = new FakeHttp(
      () => new Response("", { status: 301, headers: { location: "https://wx.qq.com/" } })
    )
    return Effect.gen(function* () {
      expect(yield* logout).toBe(true)
      expect(http.asked.length).toBe(1)
      expect(`${http.last.method} ${http.last.url.origin}${http.last.url.pathname}`).toBe(
        "POST https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxlogout"
      )
      expect(Object.fromEntries(http.last.url.searchParams)).toEqual({
        redirect: "1",
        type: "0",
        skey: "@crypt_secret/skey+1"
      })
      expect(Object.fromEntries(new URLSearchParams(http.last.body))).toEqual({
        sid: "secretSid/+1",
        uin: "100000001"
      })
    }).pipe(Effect.provide(http.wechat()))
  })

  for (const [name, isTold, http] of [
    ["a page", true, new FakeHttp(() => new Response("<html>"))],
    ["an error", false, new FakeHttp(() => new Response("", { status: 500 }))],
    ["no connection", false, new FakeHttp(() => broken({ code: "ECONNREFUSED", syscall: "connect" }))]
  ] as const) {
    it.effect(`says whether WeChat may know, with ${name}: ${isTold}`, () =>
      Effect.gen(function* () {
        expect(yield* logout).toBe(isTold)
        expect(http.asked.length).toBe(1)
      }).pipe(Effect.provide(http.wechat()))
    )
  }

  it.effect("waits 5 s at most", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(logout)
      yield* TestClock.adjust("5 seconds")
      expect(yield* Fiber.join(fiber)).toBe(true)
    }).pipe(Effect.provide(new FakeHttp(() => Effect.never).wechat()))
  )
})
