import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted, TestClock } from "effect"
import { WebwxInit } from "../../../src/http/wechat/WebwxInit.ts"
import { credentials, FakeHttp, json, ok, refused } from "../../support/http/FakeHttp.ts"

const init = Effect.flatMap(WebwxInit, ({ init }) => init(credentials))

const SyncKey = {
  Count: 2,
  List: [
    { Key: 1, Val: 600000001 },
    { Key: 1000, Val: 1500000000 }
  ]
}
const answer = {
  ...ok,
  Count: 9,
  ContactList: [
    { UserName: "@cc33", NickName: "Li" },
    { NickName: "no UserName" },
    { UserName: "@@bb22", MemberList: [] }
  ],
  SyncKey,
  User: { Uin: 100000001, UserName: "@aa11", NickName: `Xiao <span class="emoji emoji1f604"></span>` },
  ChatSet: "filehelper,@@bb22,@cc33,",
  SKey: "@crypt_new",
  SystemTime: 1500000000
}

describe("WebwxInit", () => {
  it.effect("posts a BaseRequest", () => {
    const http = new FakeHttp(() => json(answer))
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_500_000_000_000)
      yield* init
      const { body, headers, method, url } = http.last
      expect(`${method} ${url.origin}${url.pathname}`).toBe(
        "POST https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxinit"
      )
      expect(Object.fromEntries(url.searchParams)).toEqual({
        r: String(~1_500_000_000_000),
        lang: "zh_CN",
        pass_ticket: "secretTicket%2B1"
      })
      expect(headers["content-type"]).toBe("application/json; charset=UTF-8")
      expect(JSON.parse(body)).toEqual({
        BaseRequest: {
          Uin: 100000001,
          Sid: "secretSid/+1",
          Skey: "@crypt_secret/skey+1",
          DeviceID: expect.stringMatching(/^e\d{15}$/)
        }
      })
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("gives who we are, the cursor, the chats and the new skey", () =>
    Effect.gen(function* () {
      const got = yield* init
      expect(got.me).toEqual({ UserName: "@aa11", NickName: answer.User.NickName })
      expect(got.SyncKey).toEqual(SyncKey)
      expect(got.SyncCheckKey).toBeUndefined()
      expect(Redacted.value(got.credentials.skey)).toBe("@crypt_new")
      expect(Redacted.value(got.credentials.wxsid)).toBe("secretSid/+1")
      expect(got.contacts.map(({ UserName }) => UserName)).toEqual(["@cc33", "@@bb22"])
      expect(got.chatSet).toEqual(["filehelper", "@@bb22", "@cc33"])
    }).pipe(Effect.provide(new FakeHttp(() => json(answer)).wechat()))
  )

  it.effect("keeps the old skey when none comes", () =>
    Effect.gen(function* () {
      expect(Redacted.value((yield* init).credentials.skey)).toBe("@crypt_secret/skey+1")
    }).pipe(Effect.provide(new FakeHttp(() => json({ ...answer, SKey: "" })).wechat()))
  )

  for (const gone of ["SyncKey", "User"]) {
    it.effect(`wants ${gone}`, () =>
      Effect.gen(function* () {
        expect(yield* Effect.flip(init)).toMatchObject({ _tag: "BadAnswer", issue: `${gone} is missing` })
      }).pipe(Effect.provide(new FakeHttp(() => json({ ...answer, [gone]: undefined })).wechat()))
    )
  }

  it.effect("is refused when the session is dead", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(init)).toMatchObject({ _tag: "Refused", endpoint: "webwxinit", code: 1101 })
    }).pipe(Effect.provide(new FakeHttp(() => refused(1101)).wechat()))
  )
})
