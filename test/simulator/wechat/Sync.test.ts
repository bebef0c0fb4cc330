import { Cookies } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Array, Effect, Fiber, Ref } from "effect"
import { open, untilHeld, userName } from "../../support/simulator/Browser.ts"

/** A browser that has fetched what comes after every log-in. */
const ready = Effect.gen(function* () {
  const opened = yield* open({ pollHold: 0 })
  const keys = yield* opened.browser.logIn
  const first = yield* opened.browser.sync(keys, keys.SyncKey)
  return { ...opened, keys, first }
})

const selector = (n: number) => `window.synccheck={retcode:"0",selector:"${n}"}`
const retcode = (n: number) => `window.synccheck={retcode:"${n}",selector:"0"}`

describe("synccheck", () => {
  it.scoped("answers 0/0 when nothing happened for as long as it holds", () =>
    Effect.gen(function* () {
      const { browser, first, keys } = yield* ready
      expect(yield* browser.check(keys, first.SyncCheckKey)).toBe(selector(0))
    })
  )

  it.scoped("holds until a message comes", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      const keys = yield* browser.logIn
      const { SyncCheckKey } = yield* browser.sync(keys, keys.SyncKey)
      const poll = yield* Effect.fork(browser.check(keys, SyncCheckKey))
      yield* untilHeld(control.state)
      expect(poll.unsafePoll()).toBeNull()
      yield* control.messages([{ from: "lili", text: "在吗" }])
      expect(yield* Fiber.join(poll)).toBe(selector(2))
    })
  )

  it.scoped("holds until the session ends", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      const keys = yield* browser.logIn
      const { SyncCheckKey } = yield* browser.sync(keys, keys.SyncKey)
      const poll = yield* Effect.fork(browser.check(keys, SyncCheckKey))
      yield* untilHeld(control.state)
      yield* control.session({ retcode: 1101 })
      expect(yield* Fiber.join(poll)).toBe(retcode(1101))
    })
  )

  it.scoped("goes on with the oldest that is kept, when more came than that", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      yield* control.phone({ action: "selector7" })
      yield* control.messages(Array.makeBy(25_000, () => ({ from: "lili", text: "在吗" })))
      expect(yield* browser.check(keys, first.SyncCheckKey)).toBe(selector(2))
      expect(yield* control.state()).toMatchObject({ pending: 20_000 })
      const next = yield* browser.sync(keys, first.SyncKey)
      expect(next.AddMsgList).toHaveLength(50)
      yield* browser.sync(keys, next.SyncKey)
      expect(yield* control.state()).toMatchObject({ pending: 19_900 })
      // a cursor from after them all, that has not seen the phone being used
      const far = [1, 3].map((Key) => ({ Key, Val: Key === 1 ? 601_000_000 : 600_000_000 }))
      expect(yield* browser.check(keys, { Count: 2, List: far })).toBe(selector(0))
    })
  )

  it.scoped("announces news again and again until the SyncCheckKey of a sync is shown", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      yield* control.messages([{ from: "lili", text: "在吗" }])
      expect(yield* browser.check(keys, first.SyncCheckKey)).toBe(selector(2))
      const { SyncCheckKey } = yield* browser.sync(keys, first.SyncKey)
      expect(yield* browser.check(keys, first.SyncCheckKey)).toBe(selector(2))
      expect(yield* browser.check(keys, SyncCheckKey)).toBe(selector(0))
    })
  )

  it.scoped("is stuck on selector 7 for a client that shows its SyncKey instead", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      yield* control.phone({ action: "selector7" })
      expect(yield* browser.check(keys, first.SyncCheckKey)).toBe(selector(7))
      const { AddMsgCount, SyncCheckKey, SyncKey } = yield* browser.sync(keys, first.SyncKey)
      expect(AddMsgCount).toBe(0)
      expect(yield* browser.check(keys, SyncKey)).toBe(selector(7))
      expect(yield* browser.check(keys, SyncCheckKey)).toBe(selector(0))
    })
  )

  it.scoped("answers 1102 without cookies, 1100 to another sid and 1101 to another skey", () =>
    Effect.gen(function* () {
      const { browser, keys } = yield* ready
      expect(yield* browser.check({ ...keys, sid: "another" }, keys.SyncKey)).toBe(retcode(1100))
      expect(yield* browser.check({ ...keys, skey: "@crypt_no" }, keys.SyncKey)).toBe(retcode(1101))
      yield* Ref.update(browser.cookies, Cookies.remove("webwx_data_ticket"))
      expect(yield* browser.check(keys, keys.SyncKey)).toBe(retcode(1102))
      yield* Ref.set(browser.cookies, Cookies.empty)
      expect(yield* browser.check(keys, keys.SyncKey)).toBe(retcode(1102))
    })
  )
})

describe("webwxsync", () => {
  it.scoped("brings the recent chats after a log-in, and code 3 for the client's own status notify", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      const state = yield* control.state()
      expect(first.AddMsgList).toMatchObject([
        { MsgType: 51, StatusNotifyCode: 4, FromUserName: keys.me, ToUserName: keys.me }
      ])
      expect(String(first.AddMsgList[0]?.["StatusNotifyUserName"]).split(",")).toEqual(
        ["family", "work", "filehelper"].map((name) => userName(state, name))
      )
      const ids = /&lt;username&gt;(.*)&lt;\/username&gt;/.exec(first.AddMsgList[0]?.Content ?? "")?.[1]
      expect(ids?.split(",")).toEqual([
        expect.stringMatching(/^\d+@chatroom$/),
        expect.stringMatching(/^\d+@chatroom$/),
        "filehelper"
      ])
      const up = { Code: 3, FromUserName: keys.me, ToUserName: keys.me, ClientMsgId: 1 }
      const answer = yield* browser.json(browser.post("webwxstatusnotify", keys, up, {}))
      const { AddMsgList } = yield* browser.sync(keys, first.SyncKey)
      expect(AddMsgList).toMatchObject([{ MsgType: 51, StatusNotifyCode: 3 }])
      expect(answer).toMatchObject({ BaseResponse: { Ret: 0 }, MsgID: AddMsgList[0]?.MsgId })
    })
  )

  it.scoped("moves two keys that differ, and brings everything again after an old one", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      yield* control.messages([{ from: "lili", text: "一" }])
      const second = yield* browser.sync(keys, first.SyncKey)
      expect(second.SyncKey).not.toEqual(first.SyncKey)
      expect(second.SyncCheckKey).not.toEqual(first.SyncCheckKey)
      expect(second.SyncCheckKey).not.toEqual(second.SyncKey)
      const names = (key: typeof second.SyncKey) => key.List.map(({ Key }) => Key)
      expect(names(second.SyncCheckKey)).toEqual(names(keys.SyncKey))
      expect(names(second.SyncCheckKey)).toEqual(names(second.SyncKey))
      yield* control.messages([{ from: "lili", text: "二" }])
      const contents = (answer: typeof second) => answer.AddMsgList.map(({ Content }) => Content)
      expect(contents(yield* browser.sync(keys, second.SyncKey))).toEqual(["二"])
      const replayed = yield* browser.sync(keys, first.SyncKey)
      expect(contents(replayed)).toEqual(["一", "二"])
      expect(replayed.AddMsgList[0]?.MsgId).toBe(second.AddMsgList[0]?.MsgId)
    })
  )

  it.scoped("gives 50 messages at most and says that more are waiting", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      const ids = yield* control.messages(Array.makeBy(51, (n) => ({ from: "lili", text: String(n) })))
      const page = yield* browser.sync(keys, first.SyncKey)
      expect([page.AddMsgCount, page.ContinueFlag]).toEqual([50, 1])
      const rest = yield* browser.sync(keys, page.SyncKey)
      expect([rest.AddMsgCount, rest.ContinueFlag]).toEqual([1, 0])
      expect([...page.AddMsgList, ...rest.AddMsgList].map(({ MsgId }) => MsgId)).toEqual(ids)
    })
  )

  it.scoped("hands out nothing from before the log-in, whatever key is shown", () =>
    Effect.gen(function* () {
      const { browser, control, first } = yield* ready
      yield* control.messages([{ from: "lili", text: "旧" }])
      const again = yield* browser.logIn
      const { AddMsgList } = yield* browser.sync(again, first.SyncKey)
      expect(AddMsgList.map(({ MsgType }) => MsgType)).toEqual([51])
    })
  )

  it.scoped("keeps the MsgId of a message, under the UserNames of the log-in", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      const [MsgId = ""] = yield* control.messages([{ from: "lili", text: "在吗" }])
      const state = yield* control.state()
      const { AddMsgList } = yield* browser.sync(keys, first.SyncKey)
      expect(AddMsgList).toMatchObject([
        { MsgId, FromUserName: userName(state, "lili"), ToUserName: keys.me, MsgType: 1, Content: "在吗" }
      ])
      expect(MsgId).toMatch(/^7\d{18}$/)
    })
  )

  it.scoped("writes NewMsgId as a bare number beyond 2^53 in text/plain", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      const text = `"NewMsgId":"1"`
      const [MsgId = ""] = yield* control.messages([{ from: "lili", text, override: { OriContent: text } }])
      const response = yield* browser.post("webwxsync", keys, { SyncKey: first.SyncKey, rr: 1 })
      expect(response.headers["content-type"]).toContain("text/plain")
      const body = yield* response.text
      expect(body).toContain(`"NewMsgId":${MsgId},`)
      expect(body).toContain(String.raw`"OriContent":"\"NewMsgId\":\"1\""`)
    })
  )

  it.scoped("tells of changed people and groups in ModContactList", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      const added = yield* control.person({ name: "new", nickName: "新朋友" })
      expect(yield* browser.check(keys, first.SyncCheckKey)).toBe(selector(6))
      const members = [{ name: "me", displayName: "老白" }, { name: "new" }]
      const group = yield* control.group({ name: "family", members })
      const { ModContactList, SyncCheckKey } = yield* browser.sync(keys, first.SyncKey)
      expect(ModContactList).toMatchObject([
        {
          UserName: group.UserName,
          MemberList: [
            { UserName: keys.me, DisplayName: "老白" },
            { UserName: added.UserName, DisplayName: "" }
          ]
        },
        { UserName: added.UserName, NickName: "新朋友" }
      ])
      expect(yield* browser.check(keys, SyncCheckKey)).toBe(selector(0))
      yield* control.person({ name: "new", nickName: "老朋友" })
      expect(yield* browser.check(keys, SyncCheckKey)).toBe(selector(4))
    })
  )

  it.scoped("writes a changed group with the fields that it has there, and the whole profile", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      yield* control.group({ name: "work", nickName: "新名字" })
      const answer = yield* browser.json(browser.post("webwxsync", keys, { SyncKey: first.SyncKey, rr: 1 }))
      expect(answer).toMatchObject({
        ModContactList: [
          {
            UserName: userName(yield* control.state(), "work"),
            NickName: "新名字",
            HeadImgUpdateFlag: 1,
            ContactType: 0,
            ChatRoomOwner: userName(yield* control.state(), "tom"),
            Statues: 1,
            MemberCount: 4
          }
        ],
        Profile: {
          BitFlag: 0,
          NickName: { Buff: "" },
          BindUin: 0,
          BindEmail: { Buff: "" },
          BindMobile: { Buff: "" },
          PersonalCard: 0,
          HeadImgUrl: ""
        }
      })
      expect(JSON.stringify(answer)).not.toContain("EncryChatRoomId")
    })
  )

  it.scoped("answers errors with empty lists and keys of Count 0", () =>
    Effect.gen(function* () {
      const { browser, control, keys } = yield* ready
      const sync = browser.json(browser.post("webwxsync", keys, { SyncKey: keys.SyncKey, rr: 1 }))
      yield* control.session({ retcode: 1102 })
      expect(yield* sync).toMatchObject({
        BaseResponse: { Ret: 1102, ErrMsg: "" },
        AddMsgList: [],
        SyncKey: { Count: 0, List: [] },
        SyncCheckKey: { Count: 0, List: [] }
      })
    })
  )

  it.scoped("starts a hot log-in's first key at the present", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys } = yield* ready
      yield* control.messages([{ from: "lili", text: "之间" }])
      const page = yield* browser.json(browser.post("webwxinit", keys, {}))
      const kept = yield* browser.sync(keys, first.SyncKey)
      expect(kept.AddMsgList.map(({ Content }) => Content)).toEqual(["之间"])
      expect(page).toMatchObject({ SyncKey: kept.SyncKey })
    })
  )
})
