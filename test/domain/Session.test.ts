import { describe, expect, it } from "@effect/vitest"
import { Either, Schema } from "effect"
import { Credentials } from "../../src/domain/Session.ts"

const decode = Schema.decodeUnknownEither(Credentials)
const kept = (host: unknown) => ({ host, skey: "s", wxsid: "i", wxuin: "1", pass_ticket: "p" })

describe("credentials that were kept", () => {
  for (const host of ["wx.qq.com", "wx2.qq.com", "wx8.qq.com", "web.wechat.com", "web2.wechat.com"]) {
    it(`are read as before: ${host}`, () => {
      expect(decode(kept(host))).toMatchObject({ right: { host } })
    })
  }

  for (const host of ["wx1.qq.com", "wx99.qq.com", "web10.wechat.com"]) {
    it(`come back as they went: ${host}`, () => {
      const read = Either.getOrThrow(decode(kept(host)))
      expect(Schema.encodeSync(Credentials)(read)).toEqual(kept(host))
    })
  }

  for (const host of [
    "example.net",
    "wx0.qq.com",
    "wx2.qq.com.example.net",
    "WX2.qq.com",
    "webpush.wx2.qq.com",
    "",
    null,
    2
  ]) {
    it(`of another host are nobody's: ${String(host)}`, () => {
      expect(Either.isLeft(decode(kept(host)))).toBe(true)
    })
  }
})
