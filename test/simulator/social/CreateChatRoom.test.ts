import { describe, expect, it } from "@effect/vitest"
import { Array, Effect } from "effect"
import { openSocial, ret } from "../../support/simulator/Social.ts"

const refused = { ...ret(1), MemberCount: 0, MemberList: [], ChatRoomName: "" }

const ready = Effect.gen(function* () {
  const opened = yield* openSocial
  const create = (Topic: string, names: ReadonlyArray<string>) =>
    opened.call("webwxcreatechatroom", {
      Topic,
      MemberCount: names.length,
      MemberList: names.map((UserName) => ({ UserName }))
    })
  const createOf = (Topic: string, names: ReadonlyArray<string>) =>
    Effect.flatMap(Effect.forEach(names, opened.of), (all) => create(Topic, all))
  return { ...opened, create, createOf }
})

describe("webwxcreatechatroom", () => {
  it.scoped("makes a group of the owner's, which the next sync and its details show", () =>
    Effect.gen(function* () {
      const { check, control, createOf, details, keys, news, of } = yield* ready
      const answer = yield* createOf("爬山 & 吃饭", ["lili", "tom"])
      const [lili, tom, room] = yield* Effect.all([of("lili"), of("tom"), of("group-1")])
      expect(answer).toMatchObject({
        BaseResponse: { Ret: 0, ErrMsg: "Everything is OK" },
        Topic: "爬山 &amp; 吃饭",
        MemberCount: 2,
        MemberList: [
          { UserName: lili, NickName: "莉莉", MemberStatus: 0 },
          { UserName: tom, NickName: "Tom &amp; Jerry &lt;3", MemberStatus: 0 }
        ],
        ChatRoomName: room,
        BlackList: ""
      })
      const members = [{ UserName: keys.me }, { UserName: lili }, { UserName: tom }]
      const shown = {
        UserName: room,
        NickName: "爬山 &amp; 吃饭",
        MemberCount: 3,
        MemberList: members
      }
      expect(yield* check).toContain('selector:"4"')
      expect(yield* news).toMatchObject({
        ModContactList: [shown],
        AddMsgList: [
          {
            FromUserName: room,
            ToUserName: keys.me,
            MsgType: 10000,
            Content: `你邀请"李莉（同事）、Tom &amp; Jerry &lt;3"加入了群聊`
          }
        ]
      })
      expect(yield* details(room)).toMatchObject({ ContactList: [{ ...shown, IsOwner: 1 }] })
      expect(yield* control.social()).toMatchObject([
        { action: "create", chat: "group-1", people: ["lili", "tom"], text: "爬山 & 吃饭", Ret: 0 }
      ])
    })
  )

  it.scoped("leaves out who deleted or blocked the owner, and says so", () =>
    Effect.gen(function* () {
      const { control, createOf } = yield* ready
      yield* control.person({ name: "tom", invitation: "deleted" })
      yield* control.person({ name: "star", invitation: "blocked" })
      expect(yield* createOf("", ["lili", "tom", "star"])).toMatchObject({
        MemberList: [{ MemberStatus: 0 }, { MemberStatus: 4 }, { MemberStatus: 3 }]
      })
      const group = (yield* control.state()).groups.at(-1)
      expect(group?.members.map(({ name }) => name)).toEqual(["me", "lili"])
    })
  )

  it.scoped("gives each group a name of its own", () =>
    Effect.gen(function* () {
      const { control, createOf } = yield* ready
      yield* createOf("一", ["lili", "tom"])
      yield* createOf("二", ["lili", "tom"])
      expect((yield* control.state()).groups.map(({ name, nickName }) => [name, nickName]).slice(-2)).toEqual(
        [
          ["group-1", "一"],
          ["group-2", "二"]
        ]
      )
    })
  )

  it.scoped("is refused with 1 for one friend, strangers, official accounts, unknown names, and forty", () =>
    Effect.gen(function* () {
      const { control, create, createOf, of } = yield* ready
      yield* control.person({ name: "star", invitation: "blocked" })
      yield* control.person({ name: "sun", invitation: "deleted" })
      for (const names of [
        ["lili"],
        ["lili", "passer-by"],
        ["lili", "shop"],
        ["star", "sun"],
        ["lili", "me"]
      ]) {
        expect(yield* createOf("x", names)).toMatchObject(refused)
      }
      const lili = yield* of("lili")
      expect(yield* create("x", [lili, lili])).toMatchObject(refused)
      expect(yield* create("x", [lili, "@nobody"])).toMatchObject(refused)
      expect(
        yield* create(
          "x",
          Array.makeBy(40, () => lili)
        )
      ).toMatchObject(refused)
      expect((yield* control.state()).groups.length).toBe(2)
      expect((yield* control.social()).map(({ Ret, chat }) => [chat, Ret])).toEqual(
        Array.makeBy(8, () => [null, 1])
      )
    })
  )
})
