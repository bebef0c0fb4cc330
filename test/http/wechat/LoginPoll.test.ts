import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Redacted, TestClock } from "effect"
import { LoginAnswer, LoginPoll } from "../../../src/http/wechat/LoginPoll.ts"
import { broken, FakeHttp } from "../../support/http/FakeHttp.ts"

const poll = (tip: 0 | 1 = 1) =>
  Effect.flatMap(LoginPoll, (login) => login.poll(Redacted.make("U0/+=="), tip))
const redirect =
  "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=T0@qrticket_0&uuid=U0==&lang=zh_CN"

describe("LoginPoll", () => {
  it.effect("asks anew each time, for the uuid, with the tip", () => {
    const http = new FakeHttp(() => new Response("window.code=408;"))
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_500_000_000_000)
      yield* poll(1)
      expect(http.last.url.origin + http.last.url.pathname).toBe(
        "https://login.wx.qq.com/cgi-bin/mmwebwx-bin/login"
      )
      expect(Object.fromEntries(http.last.url.searchParams)).toEqual({
        loginicon: "true",
        uuid: "U0/+==",
        tip: "1",
        r: String(~1_500_000_000_000),
        _: "1500000000000"
      })
      yield* TestClock.adjust("1 second")
      yield* poll(0)
      expect(http.last.url.searchParams.get("tip")).toBe("0")
      expect(http.last.url.searchParams.get("_")).toBe("1500000001000")
    }).pipe(Effect.provide(http.wechat()))
  })

  const answers: ReadonlyArray<readonly [string, LoginAnswer]> = [
    ["window.code=408;", LoginAnswer.Waiting()],
    ["window.code=201;", LoginAnswer.Scanned()],
    ["window.code=201;window.userAvatar = 'data:img/jpg;base64,/9j/4A==';", LoginAnswer.Scanned()],
    [
      `window.code=200;\nwindow.redirect_uri="${redirect}";`,
      LoginAnswer.Confirmed({ redirectUri: Redacted.make(redirect) })
    ],
    ["window.code=200;", LoginAnswer.Broken()],
    ["window.code=202;", LoginAnswer.Cancelled()],
    ["window.code=400;", LoginAnswer.Expired()],
    ["window.code=500;", LoginAnswer.Broken()],
    ["window.code=0;", LoginAnswer.Broken()],
    ["window.code=;", LoginAnswer.Broken()],
    ["<html>", LoginAnswer.Broken()],
    ["", LoginAnswer.Broken()]
  ]
  for (const [text, expected] of answers) {
    it.effect(`reads ${JSON.stringify(text)}`, () =>
      Effect.gen(function* () {
        expect(yield* poll()).toEqual(expected)
      }).pipe(Effect.provide(new FakeHttp(() => new Response(text)).wechat()))
    )
  }

  it.effect("keeps the way to the session out of sight", () =>
    Effect.gen(function* () {
      expect(JSON.stringify(yield* poll())).not.toContain("qrticket")
    }).pipe(
      Effect.provide(
        new FakeHttp(() => new Response(`window.code=200;\nwindow.redirect_uri="${redirect}";`)).wechat()
      )
    )
  )

  it.effect("waits 35 s for the server, which holds it for 25", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Effect.flip(poll()))
      yield* TestClock.adjust("34 seconds")
      expect(fiber.unsafePoll()).toBeNull()
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "Unreachable", reason: "timed out" })
    }).pipe(Effect.provide(new FakeHttp(() => Effect.never).wechat()))
  )

  it.effect("tells a connection that failed from an answer", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(poll())).toMatchObject({
        _tag: "Unreachable",
        endpoint: "login",
        reason: "ECONNRESET"
      })
    }).pipe(Effect.provide(new FakeHttp(() => broken({ code: "ECONNRESET" })).wechat()))
  )
})
