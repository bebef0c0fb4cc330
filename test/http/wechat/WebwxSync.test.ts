import { describe, expect, it } from "@effect/vitest"
import { Effect, Option, TestClock } from "effect"
import { WebwxSync } from "../../../src/http/wechat/WebwxSync.ts"
import { credentials, FakeHttp, json, ok, refused } from "../../support/http/FakeHttp.ts"

const SyncKey = { Count: 1, List: [{ Key: 1, Val: 600000001 }] }
const sync = Effect.flatMap(WebwxSync, ({ sync }) => sync(credentials, SyncKey))
const answers = (fields: object) => new FakeHttp(() => json({ ...ok, ...fields }))

const message = {
  MsgId: "7000000000000000001",
  FromUserName: "@@bb22",
  ToUserName: "@aa11",
  MsgType: 1,
  Content: "@dd44:<br/>hi &lt;3",
  CreateTime: 1500000000
}

describe("WebwxSync", () => {
  it.effect("posts the cursor as it was received", () => {
    const http = answers({})
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_500_000_000_000)
      yield* sync
      expect(`${http.last.method} ${http.last.url.origin}${http.last.url.pathname}`).toBe(
        "POST https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxsync"
      )
      expect(Object.fromEntries(http.last.url.searchParams)).toEqual({
        sid: "secretSid/+1",
        skey: "@crypt_secret/skey+1",
        pass_ticket: "secretTicket%2B1",
        lang: "zh_CN"
      })
      expect(JSON.parse(http.last.body)).toMatchObject({
        BaseRequest: { Uin: 100000001, Sid: "secretSid/+1", Skey: "@crypt_secret/skey+1" },
        SyncKey,
        rr: ~1_500_000_000_000
      })
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("gives what happened and both new cursors", () =>
    Effect.gen(function* () {
      const got = yield* sync
      expect(got.messages).toMatchObject([{ MsgId: "7000000000000000001", Content: "@dd44:<br/>hi &lt;3" }])
      expect(got.undecodable).toBe(0)
      expect(got.modContacts).toMatchObject([{ UserName: "@cc33", NickName: "Li" }])
      expect(got.delContacts).toEqual(["@ee55"])
      expect(got.more).toBe(true)
      expect(got.SyncKey).toEqual({ Count: 1, List: [{ Key: 1, Val: 600000009 }] })
      expect(got.SyncCheckKey).toEqual({ Count: 1, List: [{ Key: 1, Val: 600000010 }] })
      expect(got.nickName).toEqual(Option.some("New"))
    }).pipe(
      Effect.provide(
        answers({
          AddMsgList: [message],
          ModContactList: [{ UserName: "@cc33", NickName: "Li" }],
          DelContactList: [{ UserName: "@ee55", ContactFlag: 0 }, {}],
          Profile: { BitFlag: 190, NickName: { Buff: "New" } },
          ContinueFlag: 1,
          SKey: "@crypt_new",
          SyncKey: { Count: 1, List: [{ Key: 1, Val: 600000009 }] },
          SyncCheckKey: { Count: 1, List: [{ Key: 1, Val: 600000010 }] }
        }).wechat()
      )
    )
  )

  it.effect("loses no message over an odd one, and counts those", () =>
    Effect.gen(function* () {
      const { messages, undecodable } = yield* sync
      expect(messages.map(({ MsgId, MsgType }) => [MsgId, MsgType])).toEqual([
        ["7000000000000000001", 1],
        ["2", 49]
      ])
      expect(undecodable).toBe(3)
    }).pipe(
      Effect.provide(
        answers({
          AddMsgList: [
            message,
            null,
            { ...message, MsgId: undefined },
            { ...message, MsgType: "text" },
            { ...message, MsgId: "2", MsgType: "49", Content: null, CreateTime: "x" }
          ]
        }).wechat()
      )
    )
  )

  for (const fields of [
    {},
    { AddMsgList: null, ModContactList: null, Profile: null, SyncKey: null, SyncCheckKey: 0, SKey: null },
    { AddMsgList: {}, Profile: { BitFlag: 190, NickName: "New" }, SyncKey: { Count: 0 }, ContinueFlag: 0 },
    { Profile: { BitFlag: 0, NickName: { Buff: "Old" } } },
    { Profile: { BitFlag: 190, NickName: { Buff: "" } } }
  ]) {
    it.effect(`finds nothing new in ${JSON.stringify(fields)}`, () =>
      Effect.gen(function* () {
        expect(yield* sync).toEqual({
          messages: [],
          undecodable: 0,
          modContacts: [],
          delContacts: [],
          nickName: Option.none(),
          more: false,
          SyncKey: undefined,
          SyncCheckKey: undefined
        })
      }).pipe(Effect.provide(answers(fields).wechat()))
    )
  }

  it.effect("is refused with the server's number", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(sync)).toMatchObject({ _tag: "Refused", endpoint: "webwxsync", code: -1 })
    }).pipe(Effect.provide(new FakeHttp(() => refused(-1)).wechat()))
  )
})

const salvage = Effect.flatMap(WebwxSync, ({ salvage }) => salvage(credentials, SyncKey))

/** An answer as text, with four messages of which two are broken, and what stands after them. */
const broken = (rest: string) => {
  const piece = (MsgId: string, Content: string) =>
    `{"MsgId":"${MsgId}","FromUserName":"@a","ToUserName":"@b","MsgType":1,"Content":${Content}}`
  const list = [
    piece("1", '"one"'),
    piece("2", '"he said "two""'),
    piece("3", '"three\u0001 {\\"MsgId\\":\\"9\\""'),
    piece("4", "undefined")
  ]
  return new FakeHttp(
    () =>
      new Response(
        `{"BaseResponse":{"Ret":0,"ErrMsg":""},"AddMsgCount":4,"AddMsgList":[${list.join(",\n")}],${rest}`
      )
  ).wechat()
}

describe("salvaging", () => {
  it.effect("asks the same, and gives the same where all can be read", () => {
    const http = answers({ AddMsgList: [message, null], SyncKey })
    return Effect.gen(function* () {
      const { whole, ...got } = yield* salvage
      expect(whole).toBe(true)
      expect(got).toEqual(yield* sync)
      const [salvaged, asked] = [http.nth(1), http.nth(2)]
      expect(salvaged.url.href).toBe(asked.url.href)
      expect(JSON.parse(salvaged.body)).toMatchObject({ SyncKey, rr: JSON.parse(asked.body).rr })
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("finds each message that can be read by itself, both cursors, and how much is lost", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(sync))._tag).toBe("BadAnswer")
      expect(yield* salvage).toMatchObject({
        whole: false,
        messages: [
          { MsgId: "1", Content: "one" },
          { MsgId: "3", Content: 'three\u0001 {"MsgId":"9"' }
        ],
        undecodable: 2,
        more: false,
        SyncKey: { Count: 1, List: [{ Key: 1, Val: 600000009 }] },
        SyncCheckKey: {
          Count: 2,
          List: [
            { Key: 1, Val: 7 },
            { Key: "2", Val: "8" }
          ]
        }
      })
    }).pipe(
      Effect.provide(
        broken(
          '"ModContactList":[{"a":"b"c"}],"SKey":"","SyncKey":{"Count":1,"List":[{"Key":1,"Val":600000009}]},\n"SyncCheckKey" : {"Count":2,"List":[{"Key":1,"Val":7},{"Key":"2","Val":"8"}]}}'
        )
      )
    )
  )

  it.effect("finds no cursor in an answer that was cut short before it, and counts what is missing", () =>
    Effect.gen(function* () {
      expect(yield* salvage).toMatchObject({
        whole: false,
        undecodable: 4,
        SyncKey: undefined,
        SyncCheckKey: undefined
      })
    }).pipe(
      Effect.provide(
        new FakeHttp(
          () =>
            new Response(
              `{"BaseResponse":{"Ret":0},"AddMsgCount":5,"AddMsgList":[${JSON.stringify(message)},{"MsgId":"2","Con`
            )
        ).wechat()
      )
    )
  )

  it.effect("finds nothing in gibberish", () =>
    Effect.gen(function* () {
      expect(yield* salvage).toMatchObject({ whole: false, messages: [], undecodable: 0, SyncKey: undefined })
    }).pipe(Effect.provide(new FakeHttp(() => new Response("gibberish")).wechat()))
  )

  it.effect("takes a refusal for one, though the rest of it cannot be read", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(salvage)).toMatchObject({
        _tag: "Refused",
        endpoint: "webwxsync",
        code: 1101
      })
    }).pipe(
      Effect.provide(
        new FakeHttp(
          () => new Response(`{"BaseResponse":{"Ret":1101,"ErrMsg":"a "word""},"SyncKey":{`)
        ).wechat()
      )
    )
  )

  it.effect.each(["<html></html>", "x".repeat(17 * 1024 * 1024)])(
    "leaves alone what is not WeChat's, or too much: %#",
    (body) =>
      Effect.gen(function* () {
        expect(yield* Effect.flip(salvage)).toMatchObject({ _tag: "BadAnswer" })
      }).pipe(Effect.provide(new FakeHttp(() => new Response(body)).wechat()))
  )
})
