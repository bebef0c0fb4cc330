import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { PushLogin } from "../../../src/http/wechat/PushLogin.ts"
import { credentials, FakeHttp, json } from "../../support/http/FakeHttp.ts"

const uuid = Effect.flatMap(PushLogin, (push) => push.uuid(credentials))
const answers = (value: unknown) => new FakeHttp(() => json(value))

describe("PushLogin", () => {
  for (const ret of ["0", 0]) {
    it.effect(`asks the session host, and takes the uuid of ret ${JSON.stringify(ret)}`, () => {
      const http = answers({ ret, msg: "all ok", uuid: "P0==" })
      return Effect.gen(function* () {
        expect(Redacted.value(yield* uuid)).toBe("P0==")
        expect(`${http.last.method} ${http.last.url.href}`).toBe(
          "GET https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxpushloginurl?uin=100000001"
        )
      }).pipe(Effect.provide(http.wechat()))
    })
  }

  it.effect("says that it is the desktop client when it is", () => {
    const http = answers({ ret: 0, uuid: "P0==" })
    return Effect.gen(function* () {
      yield* uuid
      expect(http.last.url.searchParams.get("mod")).toBe("desktop")
    }).pipe(Effect.provide(http.wechat({ client: "desktop" })))
  })

  it.effect("is refused with the server's number, without its sentence", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(uuid)
      expect(error).toMatchObject({ _tag: "Refused", endpoint: "webwxpushloginurl", code: 1 })
      expect(JSON.stringify(error)).not.toContain("device")
    }).pipe(Effect.provide(answers({ ret: "1", msg: "invalid device auth info" }).wechat()))
  )

  it.effect("wants a uuid with the yes", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(uuid)).toMatchObject({ _tag: "BadAnswer", issue: "uuid is missing" })
    }).pipe(Effect.provide(answers({ ret: 0 }).wechat()))
  )
})
