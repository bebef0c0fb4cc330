import { Cookies, HttpClient, HttpClientRequest } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Ref } from "effect"
import * as ControlClient from "../../../src/simulator/control/ControlClient.ts"
import { baseRequest, open, openBrowser, untilHeld, userName } from "../../support/simulator/Browser.ts"
import { bytesOf, form } from "../../support/simulator/Media.ts"
import { logInAs, twoAccounts } from "../../support/simulator/TwoAccounts.ts"

const ret = (Ret: number) => ({ BaseResponse: { Ret, ErrMsg: "" } })

describe("two accounts in one simulator", () => {
  it.scoped("differ in number, owner and every UserName but those that stay", () =>
    Effect.gen(function* () {
      const { account, first, second } = yield* twoAccounts
      expect(account).toEqual({ name: "second", uin: 100_000_002, nickName: "小黑", loggedIn: false })
      expect([first.keys.uin, second.keys.uin]).toEqual(["100000001", "100000002"])
      expect(second.keys.init.User.NickName).toBe("小黑")
      expect(first.keys.init.User.NickName).not.toBe("小黑")
      const of = ({ groups, people }: Effect.Effect.Success<ReturnType<typeof first.control.state>>) =>
        [...people, ...groups].map(({ UserName }) => UserName)
      const both = new Set(of(yield* first.control.state()))
      expect(of(yield* second.control.state()).filter((name) => both.has(name))).toEqual([
        "filehelper",
        "newsapp",
        "fmessage",
        "weixin"
      ])
    })
  )

  it.scoped("get each their own messages, contacts and sends, and nothing of the other's", () =>
    Effect.gen(function* () {
      const { first, second } = yield* twoAccounts
      const ready = yield* first.browser.sync(first.keys, first.keys.SyncKey)
      const poll = yield* Effect.fork(first.browser.check(first.keys, ready.SyncCheckKey))
      yield* untilHeld(first.control.state)
      const [MsgId] = yield* second.control.messages([{ from: "lili", text: "给第二个" }])
      yield* second.control.person({ name: "zhou" })
      yield* second.browser.send(second.keys, "filehelper", "第二个说的", "1")

      expect((yield* first.control.state()).holding.synccheck).toBe(1)
      const nothing = yield* first.browser.sync(first.keys, ready.SyncKey)
      expect(nothing).toMatchObject({ AddMsgList: [], ModContactList: [] })
      expect(yield* first.control.sent()).toEqual([])
      expect((yield* first.control.state()).people.map(({ name }) => name)).not.toContain("zhou")

      const news = yield* second.browser.sync(second.keys, second.keys.SyncKey)
      expect(news.AddMsgList.at(-1)).toMatchObject({ MsgId, Content: "给第二个", ToUserName: second.keys.me })
      expect(news.ModContactList).toMatchObject([{ NickName: "zhou" }])
      expect(yield* second.control.sent()).toMatchObject([{ to: "filehelper", text: "第二个说的" }])
      expect((yield* second.control.fetched()).at(-1)).toMatchObject({ MsgId })
      expect((yield* first.control.fetched()).map(({ chat }) => chat)).not.toContain("lili")

      yield* first.control.messages([{ from: "tom", text: "给第一个" }])
      expect(yield* Fiber.join(poll)).toContain('selector:"2"')
    })
  )

  it.scoped("hear at once that an upload is no form", () =>
    Effect.gen(function* () {
      const { first, origin, second } = yield* twoAccounts
      for (const { browser } of [first, second]) {
        const post = HttpClientRequest.post(new URL("/cgi-bin/mmwebwx-bin/webwxuploadmedia", origin))
        const { status } = yield* browser.execute(HttpClientRequest.bodyUnsafeJson(post, { no: "form" }))
        expect(status).toBe(400)
      }
    })
  )

  it.scoped("have each their stickers where everybody finds them", () =>
    Effect.gen(function* () {
      const { second } = yield* twoAccounts
      yield* second.control.messages([{ from: "lili", kind: "sticker" }])
      const { AddMsgList } = yield* second.browser.sync(second.keys, second.keys.SyncKey)
      const [, address = ""] = /cdnurl = "([^"]+)"/.exec(String(AddMsgList.at(-1)?.Content)) ?? []
      const answer = yield* Effect.flatMap(HttpClient.HttpClient, (plain) => plain.get(address))
      expect([answer.status, answer.headers["content-type"]]).toEqual([200, "image/gif"])
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )

  it.scoped("do not know each other's UserNames", () =>
    Effect.gen(function* () {
      const { first, second } = yield* twoAccounts
      const lili = userName(yield* first.control.state(), "lili")
      const List = [{ UserName: lili, EncryChatRoomId: "" }]
      const look = ({ browser, keys }: typeof first) =>
        browser.json(browser.post("webwxbatchgetcontact", keys, { Count: 1, List }))
      expect(yield* look(first)).toMatchObject({ ...ret(0), Count: 1 })
      expect(yield* look(second)).toMatchObject({ ...ret(0), Count: 0 })
    })
  )

  it.scoped("lose each their own session, and log out alone", () =>
    Effect.gen(function* () {
      const { first, second } = yield* twoAccounts
      const init = ({ browser, keys }: typeof first) => browser.json(browser.post("webwxinit", keys, {}))
      yield* second.control.session({ retcode: 1101 })
      expect(yield* init(second)).toMatchObject(ret(1101))
      expect(yield* init(first)).toMatchObject(ret(0))
      const keys = yield* logInAs(second.control, second.browser)
      yield* first.browser.get("/cgi-bin/mmwebwx-bin/webwxlogout", { skey: first.keys.skey })
      expect(yield* init(first)).toMatchObject(ret(1100))
      expect(yield* init({ ...second, keys })).toMatchObject(ret(0))
      expect(yield* first.control.accounts).toMatchObject([
        { name: "first", loggedIn: false },
        { name: "second", loggedIn: true }
      ])
    })
  )

  it.scoped("are barred, and pushed to the phone, apart", () =>
    Effect.gen(function* () {
      const { first, second } = yield* twoAccounts
      yield* second.control.login({ pushLogin: false })
      const push = ({ browser, keys }: typeof first) =>
        browser.json(browser.get("/cgi-bin/mmwebwx-bin/webwxpushloginurl", { uin: keys.uin }))
      expect(yield* push(first)).toMatchObject({ ret: "0" })
      expect(yield* push(second)).toMatchObject({ ret: "1" })
      yield* second.control.login({ pushLogin: true })
      expect(yield* push(second)).toMatchObject({ ret: "0" })
      const stages = Effect.map(first.control.state(), ({ scans }) => scans.map(({ stage }) => stage))
      expect(yield* stages).toEqual(["used", "scanned"])
      yield* second.control.login({ action: "confirm" })
      expect(yield* stages).toEqual(["used", "scanned"])

      yield* second.control.login({ action: "refuse" })
      expect((yield* logInAs(first.control, first.browser)).uin).toBe("100000001")
      const uuid = yield* second.browser.newCode
      yield* second.control.login({ action: "confirm", uuid })
      const page = yield* second.browser.pageOf(uuid)
      expect(yield* second.browser.text(second.browser.get(page))).toContain("<ret>1203</ret>")
    })
  )

  it.scoped("are told apart by BaseRequest where a browser shows the cookies of both", () =>
    Effect.gen(function* () {
      const { first, origin, second } = yield* twoAccounts
      const shown = (browser: typeof first.browser) =>
        Effect.map(Ref.get(browser.cookies), Cookies.toCookieHeader)
      const both = `${yield* shown(first.browser)}; ${yield* shown(second.browser)}`
      const init = (keys: typeof first.keys) =>
        Effect.gen(function* () {
          const plain = yield* openBrowser(origin)
          const request = HttpClientRequest.post(new URL("/cgi-bin/mmwebwx-bin/webwxinit", origin), {
            headers: { cookie: both }
          }).pipe(HttpClientRequest.bodyUnsafeJson({ BaseRequest: baseRequest(keys) }))
          return yield* plain.json(plain.execute(request))
        })
      expect(yield* init(first.keys)).toMatchObject({ ...ret(0), User: { UserName: first.keys.me } })
      expect(yield* init(second.keys)).toMatchObject({ ...ret(0), User: { UserName: second.keys.me } })
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )

  it.scoped("upload apart, though no cookie comes along", () =>
    Effect.gen(function* () {
      const { first, origin, second } = yield* twoAccounts
      const jar = Cookies.toRecord(yield* Ref.get(second.browser.cookies))
      const fields = {
        uploadmediarequest: JSON.stringify({
          BaseRequest: baseRequest(second.keys),
          ClientMediaId: 1,
          TotalLen: 9
        }),
        webwx_data_ticket: jar["webwx_data_ticket"] ?? ""
      }
      const plain = yield* openBrowser(origin)
      const url = new URL("/cgi-bin/mmwebwx-bin/webwxuploadmedia?f=json", origin)
      const upload = HttpClientRequest.post(url).pipe(
        HttpClientRequest.bodyFormData(form(fields, "a.txt", bytesOf(9)))
      )
      expect(yield* plain.json(plain.execute(upload))).toMatchObject({ ...ret(0), StartPos: 9 })
      expect(yield* second.control.uploads()).toMatchObject([{ size: 9 }])
      expect(yield* first.control.uploads()).toEqual([])
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )
})

describe("a QR code", () => {
  it.scoped("is of the first account unless another one's phone scans it", () =>
    Effect.gen(function* () {
      const { browser, control, controlOf } = yield* open({ autoScan: false })
      yield* control.addAccount({ name: "second" })
      const second = yield* controlOf("second")
      const uuid = yield* browser.newCode
      const poll = yield* Effect.fork(browser.pageOf(uuid))
      yield* untilHeld(control.state)
      yield* second.login({ action: "scan" })
      expect((yield* second.state()).scans).toMatchObject([{ uuid }])
      expect((yield* control.state()).scans).toEqual([])
      expect(yield* Effect.flip(control.login({ action: "confirm" }))).toMatchObject({ _tag: "NothingThere" })
      yield* second.login({ action: "confirm" })
      expect((yield* browser.enter(yield* Fiber.join(poll))).uin).toBe("100000002")
      yield* control.login({ autoScan: true })
      expect((yield* browser.logIn).uin).toBe("100000001")
    })
  )

  it.scoped("is scanned by itself as the account that was last told to", () =>
    Effect.gen(function* () {
      const { browser, control, controlOf } = yield* open()
      yield* control.addAccount({ name: "second" })
      const second = yield* controlOf("second")
      expect((yield* browser.logIn).uin).toBe("100000001")
      yield* second.login({ autoScan: true })
      expect((yield* browser.logIn).uin).toBe("100000002")
      expect([(yield* control.state()).autoScan, (yield* second.state()).autoScan]).toEqual([false, true])
      yield* control.login({ autoScan: false })
      expect((yield* second.state()).autoScan).toBe(true)
    })
  )
})

describe("the control API with accounts", () => {
  const status = (url: URL) => Effect.map(HttpClient.get(url), (response) => response.status)

  it.scoped("steers the account that the query names, and says which there are", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* open()
      const remote = yield* ControlClient.make(origin)
      expect(yield* remote.addAccount({ name: "second" })).toMatchObject({ nickName: "second" })
      const second = yield* ControlClient.make(origin, "second")
      yield* second.person({ name: "zhou" })
      expect((yield* second.state()).people.map(({ name }) => name)).toContain("zhou")
      expect((yield* control.state()).people.map(({ name }) => name)).not.toContain("zhou")
      expect((yield* remote.accounts).map(({ name }) => name)).toEqual(["first", "second"])
      expect(yield* status(new URL("/control/state?account=first", origin))).toBe(200)
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )

  it.scoped("refuses an unknown account with the names there are, and a name that is taken", () =>
    Effect.gen(function* () {
      const { control, controlOf, origin } = yield* open()
      yield* control.addAccount({ name: "second" })
      const response = yield* HttpClient.get(new URL("/control/state?account=third", origin))
      expect(response.status).toBe(404)
      const unknown = { _tag: "UnknownName", name: "third", known: ["first", "second"] }
      expect(yield* response.json).toEqual(unknown)
      expect(yield* Effect.flip(controlOf("third"))).toMatchObject(unknown)
      expect(yield* status(new URL("/control/state?account=", origin))).toBe(404)
      for (const name of ["first", "second"]) {
        expect(yield* Effect.flip(control.addAccount({ name }))).toMatchObject({ _tag: "BadInput" })
      }
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )

  it.scoped("keeps faults, chatbots, clocks and requests in common", () =>
    Effect.gen(function* () {
      const { first, second } = yield* twoAccounts
      yield* second.control.faults([{ kind: "ret", endpoint: "webwxinit", ret: -1, times: 1 }])
      yield* second.control.clock({ ahead: 60 })
      yield* second.control.tuling({ keys: ["0123456789abcdef"] })
      const init = ({ browser, keys }: typeof first) => browser.json(browser.post("webwxinit", keys, {}))
      expect(yield* init(first)).toMatchObject(ret(-1))
      const [one, other] = [yield* first.control.state(), yield* second.control.state()]
      expect(one).toMatchObject({ clock: { ahead: 60 }, faults: [{ hits: 1 }] })
      for (const key of ["clock", "faults", "requests", "listening"] as const) {
        expect(other[key]).toEqual(one[key])
      }
      expect((yield* second.control.requests()).at(-1)).toMatchObject({ endpoint: "webwxinit" })
    })
  )
})
