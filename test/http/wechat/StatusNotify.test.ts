import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { StatusNotify } from "../../../src/http/wechat/StatusNotify.ts"
import { credentials, FakeHttp, json, ok, refused } from "../../support/http/FakeHttp.ts"

const ready = Effect.flatMap(StatusNotify, ({ ready }) => ready(credentials, "@aa11"))

describe("StatusNotify", () => {
  it.effect("tells the phone that a client is up", () => {
    const http = new FakeHttp(() => json({ ...ok, MsgID: "6000000000000000001" }))
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_500_000_000_000)
      yield* ready
      expect(http.last.url.origin + http.last.url.pathname).toBe(
        "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxstatusnotify"
      )
      expect(Object.fromEntries(http.last.url.searchParams)).toEqual({
        lang: "zh_CN",
        pass_ticket: "secretTicket%2B1"
      })
      expect(JSON.parse(http.last.body)).toMatchObject({
        BaseRequest: { Uin: 100000001 },
        Code: 3,
        FromUserName: "@aa11",
        ToUserName: "@aa11",
        ClientMsgId: 1_500_000_000_000
      })
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("is refused when the session is dead", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(ready)).toMatchObject({
        _tag: "Refused",
        endpoint: "webwxstatusnotify",
        code: 1101
      })
    }).pipe(Effect.provide(new FakeHttp(() => refused(1101)).wechat()))
  )
})
