import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { QrCode } from "../../../src/http/wechat/QrCode.ts"
import { FakeHttp } from "../../support/http/FakeHttp.ts"

const image = Effect.flatMap(QrCode, ({ image }) => image(Redacted.make("a/b==")))
const answers = (body: Uint8Array<ArrayBuffer>) => new FakeHttp(() => new Response(body)).wechat()

describe("QrCode", () => {
  it.effect("fetches the picture as it is", () => {
    const http = new FakeHttp(() => new Response(Uint8Array.of(0xff, 0xd8, 0xff, 0)))
    return Effect.gen(function* () {
      expect([...(yield* image)]).toEqual([0xff, 0xd8, 0xff, 0])
      expect(http.last.url.href).toBe("https://login.weixin.qq.com/qrcode/a%2Fb%3D%3D")
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("takes up to 1 MB", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(image)).toMatchObject({
        _tag: "BadAnswer",
        issue: "body of more than 1048576 bytes"
      })
    }).pipe(Effect.provide(answers(new Uint8Array(1024 * 1024 + 1))))
  )

  it.effect("takes no empty picture", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(image)).toMatchObject({ _tag: "BadAnswer", endpoint: "qrcode" })
    }).pipe(Effect.provide(answers(new Uint8Array(0))))
  )
})
