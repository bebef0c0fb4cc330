import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { SendMessage } from "../../../src/http/wechat/SendMessage.ts"
import { broken, credentials, FakeHttp, json, ok, refused } from "../../support/http/FakeHttp.ts"

const send = (text = "hello") =>
  Effect.flatMap(SendMessage, (wechat) =>
    wechat.text(credentials, { from: "@aa11", to: "@dd44", text, clientMsgId: "15000000000001234" })
  )

describe("SendMessage", () => {
  it.effect("posts the message under Msg and gives its MsgID", () => {
    const http = new FakeHttp(() =>
      json({ ...ok, MsgID: "7000000000000000001", LocalID: "15000000000001234" })
    )
    return Effect.gen(function* () {
      expect(yield* send()).toBe("7000000000000000001")
      expect(`${http.last.method} ${http.last.url.origin}${http.last.url.pathname}`).toBe(
        "POST https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxsendmsg"
      )
      expect(Object.fromEntries(http.last.url.searchParams)).toEqual({
        lang: "zh_CN",
        pass_ticket: "secretTicket%2B1"
      })
      expect(JSON.parse(http.last.body)).toEqual({
        BaseRequest: expect.objectContaining({ Uin: 100000001, Sid: "secretSid/+1" }),
        Scene: 0,
        Msg: {
          Type: 1,
          Content: "hello",
          FromUserName: "@aa11",
          ToUserName: "@dd44",
          LocalID: "15000000000001234",
          ClientMsgId: "15000000000001234"
        }
      })
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("sends the characters themselves, not escapes", () => {
    const http = new FakeHttp(() => json({ ...ok, MsgID: "1" }))
    return Effect.gen(function* () {
      yield* send("你好 <a/> & 😀 half \uD83D")
      expect(http.last.body).toContain(`"Content":"你好 <a/> & 😀 half \uFFFD"`)
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("was taken although the server gives no id", () =>
    Effect.gen(function* () {
      expect(yield* send()).toBe("")
    }).pipe(Effect.provide(new FakeHttp(() => json(ok)).wechat()))
  )

  it.effect("is never tried twice here", () => {
    const http = new FakeHttp(() => new Response("", { status: 503 }))
    return Effect.gen(function* () {
      expect(yield* Effect.flip(send())).toMatchObject({ _tag: "Unreachable", delivered: "no" })
      expect(http.asked.length).toBe(1)
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("may have been sent when the connection breaks", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(send())).toMatchObject({ _tag: "Unreachable", delivered: "unknown" })
    }).pipe(Effect.provide(new FakeHttp(() => broken({ code: "ECONNRESET", syscall: "read" })).wechat()))
  )

  it.effect.each([
    "",
    "gibberish",
    '{"BaseResponse":{"Ret":0,"ErrMsg":""},"MsgID":"70000',
    "{}",
    '{"BaseResponse":null}',
    '{"BaseResponse":{"ErrMsg":""},"MsgID":"1"}',
    '{"BaseResponse":{"Ret":null},"MsgID":"1"}',
    '{"BaseResponse":{"Ret":"ok"},"MsgID":"1"}',
    "[]"
  ])("arrived, when an answer comes that cannot be read: %s", (body) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(send())
      expect(error).toMatchObject({ _tag: "BadAnswer", endpoint: "webwxsendmsg" })
      expect(error).not.toHaveProperty("foreign")
    }).pipe(Effect.provide(new FakeHttp(() => new Response(body)).wechat()))
  )

  it.effect.each([
    ["<!DOCTYPE html><title>hotel</title>", 200],
    ["", 404],
    ["", 302]
  ] as const)("may not have arrived where somebody else answers: %s %i", ([body, status]) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(send())).toMatchObject({ _tag: "BadAnswer", foreign: true })
    }).pipe(Effect.provide(new FakeHttp(() => new Response(body, { status })).wechat()))
  )

  for (const code of [1204, 1205, 1101, -2]) {
    it.effect(`is refused with ${code}`, () =>
      Effect.gen(function* () {
        expect(yield* Effect.flip(send())).toMatchObject({ _tag: "Refused", endpoint: "webwxsendmsg", code })
      }).pipe(Effect.provide(new FakeHttp(() => refused(code)).wechat()))
    )
  }
})
