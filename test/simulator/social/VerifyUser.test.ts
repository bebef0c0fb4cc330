import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { openSocial, ret } from "../../support/simulator/Social.ts"

const TICKET = "v2_0123456789abcdef@stranger"

const ready = Effect.gen(function* () {
  const opened = yield* openSocial
  const passerBy = yield* opened.of("passer-by")
  const verify = (Opcode: number, Value: string, VerifyUserTicket: string, VerifyContent = "") =>
    opened.call("webwxverifyuser", {
      Opcode,
      VerifyUserListSize: 1,
      VerifyUserList: [{ Value, VerifyUserTicket }],
      VerifyContent,
      SceneListCount: 1,
      SceneList: [33],
      skey: opened.keys.skey
    })
  /** Somebody asks the owner to be a friend, with the ticket above. */
  const request = (UserName: string, NickName: string) =>
    opened.control.messages([
      {
        from: "passer-by",
        kind: "friend-request",
        text: "你好",
        override: { RecommendInfo: { UserName, NickName, Ticket: TICKET } }
      }
    ])
  const friend = Effect.map(opened.control.state(), ({ people }) =>
    people.find(({ name }) => name === "passer-by")
  )
  return { ...opened, passerBy, verify, request, friend }
})

describe("webwxverifyuser, asking", () => {
  it.scoped("waits for the answer of who was asked; yes makes a friend who says so", () =>
    Effect.gen(function* () {
      const { check, control, friend, news, passerBy, verify } = yield* ready
      expect(yield* verify(2, passerBy, "", "我是小白")).toEqual(ret(0))
      expect(yield* friend).toMatchObject({ asked: true, inBook: false })
      expect(yield* control.social()).toMatchObject([
        { action: "ask", chat: "passer-by", people: ["passer-by"], text: "我是小白", Ret: 0 }
      ])
      expect((yield* news).AddMsgList).toEqual([])
      yield* control.answers({ name: "passer-by", answer: "accept" })
      expect(yield* friend).toMatchObject({ asked: false, inBook: true })
      expect(yield* check).toContain('selector:"6"')
      expect(yield* news).toMatchObject({
        ModContactList: [{ UserName: passerBy, ContactFlag: 3 }],
        AddMsgList: [
          { FromUserName: passerBy, MsgType: 1, Content: "我通过了你的朋友验证请求，现在我们可以开始聊天了" },
          {
            FromUserName: passerBy,
            MsgType: 10000,
            Content: "路人甲刚刚把你添加到通讯录，现在可以开始聊天了。"
          }
        ]
      })
    })
  )

  it.scoped("hears nothing of a no", () =>
    Effect.gen(function* () {
      const { control, friend, news, passerBy, verify } = yield* ready
      yield* verify(2, passerBy, "")
      yield* control.answers({ name: "passer-by", answer: "refuse" })
      expect(yield* friend).toMatchObject({ asked: false, inBook: false })
      expect(yield* news).toMatchObject({ ModContactList: [], AddMsgList: [] })
    })
  )

  it.scoped("is refused with 1 for the owner and for unknown names; a friend stays one", () =>
    Effect.gen(function* () {
      const { control, keys, of, verify } = yield* ready
      expect(yield* verify(2, keys.me, "")).toEqual(ret(1))
      expect(yield* verify(2, "@nobody", "")).toEqual(ret(1))
      expect(yield* verify(2, yield* of("lili"), "")).toEqual(ret(0))
      expect((yield* control.state()).people.filter(({ asked }) => asked)).toEqual([])
    })
  )
})

describe("webwxverifyuser, accepting", () => {
  it.scoped("makes a friend of who asked, by the ticket of the request", () =>
    Effect.gen(function* () {
      const { browser, control, friend, keys, news, passerBy, request, verify } = yield* ready
      yield* request(passerBy, "路人甲")
      expect(yield* verify(3, passerBy, TICKET)).toEqual(ret(0))
      expect(yield* friend).toMatchObject({ inBook: true })
      const { AddMsgList, ModContactList } = yield* news
      expect(ModContactList).toMatchObject([{ UserName: passerBy, ContactFlag: 3 }])
      expect(AddMsgList.slice(1)).toMatchObject([
        { FromUserName: passerBy, MsgType: 10000, Content: "你已添加了路人甲，现在可以开始聊天了。" }
      ])
      expect(yield* browser.send(keys, passerBy, "你好", "1")).toMatchObject(ret(0))
      expect(yield* control.social()).toMatchObject([{ action: "accept", chat: "passer-by", Ret: 0 }])
      expect(yield* verify(3, passerBy, TICKET)).toEqual(ret(0))
      expect((yield* news).AddMsgList).toEqual(AddMsgList)
    })
  )

  it.scoped("makes one friend of who is accepted twice at once", () =>
    Effect.gen(function* () {
      const { news, passerBy, request, verify } = yield* ready
      yield* request(passerBy, "路人甲")
      const twice = Effect.replicateEffect(verify(3, passerBy, TICKET), 5, { concurrency: "unbounded" })
      expect(yield* twice).toEqual(Array.from({ length: 5 }, () => ret(0)))
      expect((yield* news).AddMsgList.filter(({ MsgType }) => MsgType === 10_000)).toHaveLength(1)
    })
  )

  it.scoped("takes the ticket where the greeting goes too", () =>
    Effect.gen(function* () {
      const { friend, passerBy, request, verify } = yield* ready
      yield* request(passerBy, "路人甲")
      expect(yield* verify(3, passerBy, "", TICKET)).toEqual(ret(0))
      expect(yield* friend).toMatchObject({ inBook: true })
    })
  )

  it.scoped("makes a friend of somebody whom only the request tells of", () =>
    Effect.gen(function* () {
      const { control, request, verify } = yield* ready
      yield* request("@0123456789abcdef", "路人乙")
      expect(yield* verify(3, "@0123456789abcdef", TICKET)).toEqual(ret(0))
      expect((yield* control.state()).people.at(-1)).toMatchObject({
        name: "路人乙",
        UserName: "@0123456789abcdef",
        inBook: true
      })
    })
  )

  it.scoped.each(["work", "lili"])("makes one of who is called as somebody else is named here: %s", (name) =>
    Effect.gen(function* () {
      const { control, request, verify } = yield* ready
      const before = yield* control.state()
      yield* request("@0123456789abcdef", name)
      expect(yield* verify(3, "@0123456789abcdef", TICKET)).toEqual(ret(0))
      const { groups, people } = yield* control.state()
      expect(groups.map(({ name }) => name)).toEqual(before.groups.map(({ name }) => name))
      expect(people).toHaveLength(before.people.length + 1)
      expect(people.at(-1)).toMatchObject({ UserName: "@0123456789abcdef", nickName: name, inBook: true })
    })
  )

  it.scoped("is refused with 1 without a request, with another ticket and with none", () =>
    Effect.gen(function* () {
      const { friend, passerBy, request, verify } = yield* ready
      expect(yield* verify(3, passerBy, TICKET)).toEqual(ret(1))
      yield* request(passerBy, "路人甲")
      expect(yield* verify(3, passerBy, `${TICKET}x`)).toEqual(ret(1))
      expect(yield* verify(3, passerBy, "")).toEqual(ret(1))
      expect(yield* verify(4, passerBy, TICKET)).toEqual(ret(1))
      expect(yield* friend).toMatchObject({ inBook: false })
    })
  )
})
