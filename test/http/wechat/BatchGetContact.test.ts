import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { BatchGetContact } from "../../../src/http/wechat/BatchGetContact.ts"
import { credentials, FakeHttp, json, ok, refused } from "../../support/http/FakeHttp.ts"

const get = (...userNames: ReadonlyArray<string>) =>
  Effect.flatMap(BatchGetContact, ({ get }) => get(credentials, userNames))

const group = {
  UserName: "@@bb22",
  NickName: "Trip",
  MemberList: [{ UserName: "@dd44", NickName: "Li", DisplayName: "captain" }, { NickName: "nobody" }]
}

describe("BatchGetContact", () => {
  it.effect("asks by name and gives groups with their members", () => {
    const http = new FakeHttp(() => json({ ...ok, Count: 1, ContactList: [group] }))
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_500_000_000_000)
      expect(yield* get("@@bb22", "@dd44")).toMatchObject([
        { UserName: "@@bb22", NickName: "Trip", MemberList: [{ UserName: "@dd44", DisplayName: "captain" }] }
      ])
      expect(http.last.url.origin + http.last.url.pathname).toBe(
        "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxbatchgetcontact"
      )
      expect(Object.fromEntries(http.last.url.searchParams)).toEqual({
        type: "ex",
        r: "1500000000000",
        lang: "zh_CN",
        pass_ticket: "secretTicket%2B1"
      })
      expect(JSON.parse(http.last.body)).toMatchObject({
        BaseRequest: { Sid: "secretSid/+1" },
        Count: 2,
        List: [
          { UserName: "@@bb22", EncryChatRoomId: "" },
          { UserName: "@dd44", EncryChatRoomId: "" }
        ]
      })
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("asks for at most 50 at once, and for all", () => {
    const http = new FakeHttp(({ body }) => {
      const { List }: { List: ReadonlyArray<{ UserName: string }> } = JSON.parse(body)
      return json({ ...ok, ContactList: List.map(({ UserName }) => ({ UserName })) })
    })
    const names = Array.from({ length: 101 }, (_, i) => `@${i}`)
    return Effect.gen(function* () {
      expect((yield* get(...names)).map(({ UserName }) => UserName)).toEqual(names)
      expect(http.asked.map(({ body }) => JSON.parse(body).Count)).toEqual([50, 50, 1])
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("asks nobody about nobody", () => {
    const http = new FakeHttp(() => json(ok))
    return Effect.gen(function* () {
      expect(yield* get()).toEqual([])
      expect(http.asked).toEqual([])
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("gives nothing when the list is missing", () =>
    Effect.gen(function* () {
      expect(yield* get("@a")).toEqual([])
    }).pipe(Effect.provide(new FakeHttp(() => json(ok)).wechat()))
  )

  it.effect("is refused with the server's number", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(get("@a"))).toMatchObject({ _tag: "Refused", code: -1 })
    }).pipe(Effect.provide(new FakeHttp(() => refused(-1)).wechat()))
  )
})
