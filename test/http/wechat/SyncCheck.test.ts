import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, TestClock } from "effect"
import { SyncCheck } from "../../../src/http/wechat/SyncCheck.ts"
import { broken, credentials, FakeHttp } from "../../support/http/FakeHttp.ts"

const key = {
  Count: 2,
  List: [
    { Key: 1, Val: 600000001 },
    { Key: "1000", Val: "1500000000" }
  ]
}
const poll = Effect.flatMap(SyncCheck, ({ poll }) => poll(credentials, key))
const answers = (text: string) => new FakeHttp(() => new Response(text))

describe("SyncCheck", () => {
  it.effect("asks the push host with every parameter", () => {
    const http = answers(`window.synccheck={retcode:"0",selector:"2"}`)
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_500_000_000_000)
      expect(yield* poll).toEqual({ selector: 2 })
      expect(`${http.last.method} ${http.last.url.origin}${http.last.url.pathname}`).toBe(
        "GET https://webpush.wx2.qq.com/cgi-bin/mmwebwx-bin/synccheck"
      )
      expect(Object.fromEntries(http.last.url.searchParams)).toEqual({
        r: "1500000000000",
        skey: "@crypt_secret/skey+1",
        sid: "secretSid/+1",
        uin: "100000001",
        deviceid: expect.stringMatching(/^e\d{15}$/),
        synckey: "1_600000001|1000_1500000000",
        _: "1500000000000"
      })
      expect(http.last.url.search).toContain("synckey=1_600000001%7C1000_1500000000")
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("shows a new device id each time: a fixed one makes messages late", () => {
    const http = answers(`window.synccheck={retcode:"0",selector:"0"}`)
    return Effect.gen(function* () {
      yield* poll
      yield* poll
      expect(http.nth(1).url.searchParams.get("deviceid")).not.toBe(
        http.nth(2).url.searchParams.get("deviceid")
      )
    }).pipe(Effect.provide(http.wechat()))
  })

  for (const [text, selector] of [
    [`window.synccheck={retcode:"0",selector:"0"}`, 0],
    [`window.synccheck={retcode:"0",selector:"7"};`, 7],
    [` window.synccheck = { retcode : 0 , selector : 6 } `, 6]
  ] as const) {
    it.effect(`reads ${text}`, () =>
      Effect.gen(function* () {
        expect(yield* poll).toEqual({ selector })
      }).pipe(Effect.provide(answers(text).wechat()))
    )
  }

  for (const code of [1100, 1101, 1102, 1205, -1]) {
    it.effect(`is refused with retcode ${code}`, () =>
      Effect.gen(function* () {
        expect(yield* Effect.flip(poll)).toMatchObject({ _tag: "Refused", endpoint: "synccheck", code })
      }).pipe(Effect.provide(answers(`window.synccheck={retcode:"${code}",selector:"0"}`).wechat()))
    )
  }

  it.effect("takes an empty answer for none", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(poll)).toMatchObject({ _tag: "Unreachable", reason: "empty answer" })
    }).pipe(Effect.provide(answers("").wechat()))
  )

  it.effect("takes what is not even HTTP for a reason to sync", () =>
    Effect.gen(function* () {
      expect(yield* poll).toEqual({ selector: 2 })
    }).pipe(Effect.provide(new FakeHttp(() => broken({ code: "HPE_INVALID_CONSTANT" })).wechat()))
  )

  it.effect("cannot read anything else", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(poll)).toMatchObject({ _tag: "BadAnswer", endpoint: "synccheck" })
    }).pipe(Effect.provide(answers(`window.synccheck={retcode:"0",selector:f()}`).wechat()))
  )

  it.effect("waits 35 s for the server, which holds it for 25", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Effect.flip(poll))
      yield* TestClock.adjust("34 seconds")
      expect(fiber.unsafePoll()).toBeNull()
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "Unreachable", reason: "timed out" })
    }).pipe(Effect.provide(new FakeHttp(() => Effect.never).wechat()))
  )
})
