import { Cookies, HttpClient, HttpClientRequest } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { baseRequest, open, userName } from "../../support/simulator/Browser.ts"

/*
 * What other clients of Web WeChat do, by plain HTTP. They are known to work on the real service, so they have to work
 * here, however odd it looks.
 */

const web = "/cgi-bin/mmwebwx-bin"

const ready = Effect.gen(function* () {
  const opened = yield* open({ pollHold: 0 })
  return { ...opened, keys: yield* opened.browser.logIn }
})

/** A GET with a `cookie` as it is given. */
const getWith = (origin: string, path: string, params: Readonly<Record<string, string>>, cookie: string) =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const request = HttpClientRequest.get(new URL(path, origin), { urlParams: params, headers: { cookie } })
    return yield* Effect.flatMap(client.execute(request), (response) => response.text)
  }).pipe(Effect.provide(NodeHttpClient.layer))

describe("openwechat", () => {
  it.scoped("enters by version=v2 alone and reads the XML from a 200", () =>
    Effect.gen(function* () {
      const { browser } = yield* open()
      const page = yield* Effect.flatMap(browser.newCode, browser.pageOf)
      const entered = yield* browser.get(`${page}&version=v2`)
      expect(entered.status).toBe(200)
      expect(yield* entered.text).toContain("<ret>0</ret>")
    })
  )

  it.scoped("asks for the account and for contacts without a pass_ticket, by one time stamp", () =>
    Effect.gen(function* () {
      const { browser, control, keys } = yield* ready
      const stamp = { _: "1500000000000" }
      const init = yield* browser.json(browser.post("webwxinit", keys, {}, stamp))
      expect(init).toMatchObject({
        BaseResponse: { Ret: 0 },
        User: { UserName: keys.me, PYInitial: "", HideInputBarFlag: 0, HeadImgFlag: 1 },
        ContactList: [{ MemberList: [{ UserName: keys.me, NickName: "", DisplayName: "" }, {}, {}] }, {}, {}]
      })
      const UserName = userName(yield* control.state(), "work")
      const body = { Count: 1, List: [{ UserName, EncryChatRoomId: "" }] }
      const found = yield* browser.json(
        browser.post("webwxbatchgetcontact", keys, body, { type: "ex", r: "1500000000000" })
      )
      expect(found).toMatchObject({ BaseResponse: { Ret: 0 }, ContactList: [{ UserName, MemberCount: 4 }] })
    })
  )

  it.scoped("shows the cookies of an old session beside those of the new one, the old ones first", () =>
    Effect.gen(function* () {
      const { browser, keys: old, origin } = yield* ready
      const before = Cookies.toCookieHeader(yield* Ref.get(browser.cookies))
      const keys = yield* browser.logIn
      const doubled = `${before}; ${Cookies.toCookieHeader(yield* Ref.get(browser.cookies))}`
      const { skey, uin } = keys
      const push = yield* getWith(origin, `${web}/webwxpushloginurl`, { uin }, doubled)
      expect(push).toContain('"ret":"0"')
      const book = { r: "1", seq: "0", skey }
      expect(yield* getWith(origin, `${web}/webwxgetcontact`, book, doubled)).toContain('"Ret":0')
      const strangers = `${before}; ${before}`
      expect(yield* getWith(origin, `${web}/webwxpushloginurl`, { uin }, strangers)).toContain('"ret":"1"')
      expect(
        yield* getWith(origin, `${web}/webwxgetcontact`, { ...book, skey: old.skey }, strangers)
      ).toContain('"Ret":1101')
    })
  )

  it.scoped("sends one text to several friends under one ClientMsgId", () =>
    Effect.gen(function* () {
      const { browser, control, keys } = yield* ready
      const state = yield* control.state()
      const send = (name: string) => browser.send(keys, userName(state, name), "大家好", "17000000000000001")
      const answers = yield* Effect.forEach(["lili", "tom", "lili"], send)
      const [first, second, again] = answers.map(({ MsgID }) => MsgID)
      expect(second).not.toBe(first)
      expect(again).toBe(first)
      expect((yield* control.sent()).map(({ delivered, to }) => [to, delivered])).toEqual([
        ["lili", true],
        ["tom", true],
        ["lili", false]
      ])
    })
  )

  it.scoped("reads the answer of the log-out as JSON, and then sees that the session is over", () =>
    Effect.gen(function* () {
      const { browser, keys } = yield* ready
      const out = yield* browser.get(`${web}/webwxlogout`, { redirect: "1", type: "1", skey: keys.skey })
      expect([out.status, out.headers["location"]]).toEqual([301, "https://wx2.qq.com/"])
      expect(JSON.parse(yield* out.text)).toEqual({ BaseResponse: { Ret: 0, ErrMsg: "" } })
      expect(yield* browser.check(keys, keys.SyncKey)).toContain('retcode:"1100"')
      const front = yield* browser.get("/")
      expect([front.status, front.headers["content-type"]]).toEqual([200, "text/html"])
    })
  )
})

describe("ItChat", () => {
  it.scoped("asks the log-in page for nothing and reads the XML from a 301", () =>
    Effect.gen(function* () {
      const { browser } = yield* open()
      const page = yield* Effect.flatMap(browser.newCode, browser.pageOf)
      const moved = yield* browser.get(page)
      expect(moved.status).toBe(301)
      expect(yield* moved.text).toMatch(/<wxsid>.+<\/wxsid>.*<pass_ticket>.+<\/pass_ticket>/)
    })
  )

  it.scoped("names the field of a group's members ChatRoomId, and writes pass_ticket as its DeviceID", () =>
    Effect.gen(function* () {
      const { browser, control, keys } = yield* ready
      const UserName = userName(yield* control.state(), "family")
      const BaseRequest = { ...baseRequest(keys), Uin: keys.uin, DeviceID: keys.passTicket }
      const body = { BaseRequest, Count: 1, List: [{ UserName, ChatRoomId: "" }] }
      const found = yield* browser.json(browser.post("webwxbatchgetcontact", keys, body, { type: "ex" }))
      expect(found).toMatchObject({ ContactList: [{ UserName, MemberCount: 3 }] })
    })
  )

  it.scoped("asks for the picture of a person or a group by userName", () =>
    Effect.gen(function* () {
      const { browser, control, keys } = yield* ready
      const state = yield* control.state()
      const picture = (call: string, name: string) =>
        browser.get(`${web}/${call}`, { userName: userName(state, name), skey: keys.skey, type: "big" })
      expect((yield* picture("webwxgeticon", "lili")).headers["content-type"]).toBe("image/jpeg")
      expect((yield* picture("webwxgetheadimg", "family")).headers["content-type"]).toBe("image/jpeg")
    })
  )

  it.scoped("reads what was taken back, and what a transfer says, from CDATA", () =>
    Effect.gen(function* () {
      const { browser, control, keys } = yield* ready
      yield* control.messages([
        { kind: "transfer", from: "tom", text: "饭钱" },
        { kind: "revoke", from: "lili", of: "7000000000000000001" },
        { kind: "revoke", from: "me", to: "tom", of: "7000000000000000002" }
      ])
      const { AddMsgList } = yield* browser.sync(keys, keys.SyncKey)
      // the first is the phone's list of chats
      const words = AddMsgList.slice(1).map(({ Content }) =>
        [...Content.matchAll(/\[CDATA\[(.+?)\]/g)].slice(0, 2).map(([, text]) => text)
      )
      expect(words).toEqual([
        ["微信转账", "收到转账0.01元。如需收钱，请点此升级至最新版本"],
        ['"李莉（同事）" 撤回了一条消息'],
        ["你撤回了一条消息"]
      ])
    })
  )

  it.scoped("sends pass_ticket=undefined where nobody looks at it", () =>
    Effect.gen(function* () {
      const { browser, keys } = yield* ready
      const up = { Code: 3, FromUserName: keys.me, ToUserName: keys.me, ClientMsgId: 1_500_000_000 }
      const answer = browser.json(browser.post("webwxstatusnotify", keys, up, { pass_ticket: "undefined" }))
      expect(yield* answer).toMatchObject({ BaseResponse: { Ret: 0 } })
    })
  )
})
