import { describe, expect, it } from "@effect/vitest"
import { Array, Effect } from "effect"
import { openSocial, ret } from "../../support/simulator/Social.ts"

const refused = { ...ret(1), MemberCount: 0, MemberList: [] }

const LISTS = {
  addmember: "AddMemberList",
  invitemember: "InviteMemberList",
  delmember: "DelMemberList"
} as const

const ready = Effect.gen(function* () {
  const opened = yield* openSocial
  const update = (fun: string, body: object) => opened.call("webwxupdatechatroom", body, { fun })
  /** Members of a group, by their names in the simulator. */
  const change = (fun: keyof typeof LISTS, group: string, names: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      const userNames = yield* Effect.forEach(names, opened.of)
      return yield* update(fun, { ChatRoomName: yield* opened.of(group), [LISTS[fun]]: userNames.join(",") })
    })
  const groupNamed = (name: string) =>
    Effect.map(opened.control.state(), ({ groups }) => groups.find((group) => group.name === name))
  const membersOf = (name: string) =>
    Effect.map(groupNamed(name), (group) => group?.members.map((member) => member.name))
  /** A group of the owner with so many members. */
  const large = (size: number) =>
    Effect.gen(function* () {
      const names = Array.makeBy(size - 1, (n) => `p${n}`)
      yield* Effect.forEach(names, (name) => opened.control.person({ name }))
      yield* opened.control.group({ name: "large", members: ["me", ...names].map((name) => ({ name })) })
    })
  return { ...opened, update, change, groupNamed, membersOf, large }
})

describe("webwxupdatechatroom", () => {
  it.scoped("adds members, which the next sync shows with a line of the system", () =>
    Effect.gen(function* () {
      const { change, control, keys, news, of } = yield* ready
      const [family, tom, star] = yield* Effect.all([of("family"), of("tom"), of("star")])
      expect(yield* change("addmember", "family", ["tom", "star", "lili"])).toMatchObject({
        ...ret(0),
        MemberCount: 3,
        MemberList: [{ UserName: tom, MemberStatus: 0 }, { UserName: star }, {}]
      })
      const members = [{ UserName: keys.me }, {}, {}, { UserName: tom }, { UserName: star }]
      expect(yield* news).toMatchObject({
        ModContactList: [{ UserName: family, MemberCount: 5, MemberList: members }],
        AddMsgList: [
          {
            FromUserName: family,
            MsgType: 10000,
            Content: `你邀请"Tom &amp; Jerry &lt;3、*.*(^_^)[x]+?"加入了群聊`
          }
        ]
      })
      expect(yield* control.social()).toMatchObject([
        { action: "add", chat: "family", people: ["tom", "star", "lili"], Ret: 0 }
      ])
    })
  )

  it.scoped("does not bring in who deleted the owner, and says so", () =>
    Effect.gen(function* () {
      const { change, control, membersOf, news } = yield* ready
      yield* control.person({ name: "tom", invitation: "deleted" })
      expect(yield* change("addmember", "family", ["tom"])).toMatchObject({
        MemberList: [{ MemberStatus: 4 }]
      })
      expect(yield* membersOf("family")).toEqual(["me", "lili", "sun"])
      expect((yield* news).AddMsgList).toEqual([])
    })
  )

  it.scoped("takes out members of the owner's groups", () =>
    Effect.gen(function* () {
      const { change, membersOf, news } = yield* ready
      expect(yield* change("delmember", "family", ["lili"])).toMatchObject({ ...ret(0), MemberCount: 0 })
      expect(yield* membersOf("family")).toEqual(["me", "sun"])
      expect((yield* news).AddMsgList).toMatchObject([{ Content: `你将"李莉（同事）"移出了群聊` }])
    })
  )

  it.scoped("changes the topic", () =>
    Effect.gen(function* () {
      const { control, details, news, of, update } = yield* ready
      const work = yield* of("work")
      expect(yield* update("modtopic", { ChatRoomName: work, NewTopic: "项目 <B>" })).toEqual({
        ...ret(0),
        MemberCount: 0,
        MemberList: []
      })
      expect(yield* news).toMatchObject({
        ModContactList: [{ UserName: work, NickName: "项目 &lt;B&gt;" }],
        AddMsgList: [{ FromUserName: work, MsgType: 10000, Content: "你修改群名为“项目 &lt;B&gt;”" }]
      })
      expect(yield* details(work)).toMatchObject({ ContactList: [{ NickName: "项目 &lt;B&gt;" }] })
      expect(yield* control.social()).toMatchObject([{ action: "topic", chat: "work", text: "项目 <B>" }])
    })
  )

  it.scoped("invites into a small group at once", () =>
    Effect.gen(function* () {
      const { change, large, membersOf } = yield* ready
      yield* large(40)
      yield* change("invitemember", "large", ["tom"])
      expect((yield* membersOf("large"))?.at(-1)).toBe("tom")
    })
  )

  it.scoped("invites into a large group, where who was invited has to accept; adding is refused there", () =>
    Effect.gen(function* () {
      const { change, control, groupNamed, large, membersOf } = yield* ready
      yield* large(41)
      expect(yield* change("addmember", "large", ["tom"])).toMatchObject(refused)
      expect(yield* change("invitemember", "large", ["tom", "star"])).toMatchObject({
        ...ret(0),
        MemberCount: 2
      })
      expect(yield* groupNamed("large")).toMatchObject({ invited: ["tom", "star"] })
      yield* control.answers({ name: "tom", group: "large", answer: "accept" })
      yield* control.answers({ name: "star", group: "large", answer: "refuse" })
      expect(yield* groupNamed("large")).toMatchObject({ invited: [] })
      expect(yield* membersOf("large")).toHaveLength(42)
      expect((yield* membersOf("large"))?.at(-1)).toBe("tom")
    })
  )

  it.scoped("is refused with 1 for others' groups, wrong members, unknown groups, and what is no group", () =>
    Effect.gen(function* () {
      const { change, control, news, of, update } = yield* ready
      const [family, tom] = yield* Effect.all([of("family"), of("tom")])
      expect(yield* change("delmember", "work", ["tom"])).toMatchObject(refused)
      expect(yield* change("delmember", "family", ["tom"])).toMatchObject(refused)
      expect(yield* change("delmember", "family", ["me"])).toMatchObject(refused)
      expect(yield* change("delmember", "family", [])).toMatchObject(refused)
      expect(yield* change("addmember", "family", ["passer-by"])).toMatchObject(refused)
      expect(yield* change("addmember", "family", ["shop"])).toMatchObject(refused)
      expect(yield* change("addmember", "lili", ["tom"])).toMatchObject(refused)
      const many = Array.makeBy(101, () => tom).join(",")
      for (const body of [
        { ChatRoomName: "@@nowhere", AddMemberList: tom },
        { ChatRoomName: family, AddMemberList: "@nobody" },
        { ChatRoomName: family, AddMemberList: many },
        { ChatRoomName: family, DelMemberList: tom }
      ]) {
        expect(yield* update("addmember", body)).toMatchObject(refused)
      }
      expect(yield* update("modtopic", { ChatRoomName: family, NewTopic: "" })).toMatchObject(refused)
      expect(yield* update("dance", { ChatRoomName: family })).toMatchObject(refused)
      yield* control.group({ name: "left", members: [{ name: "tom" }] })
      expect(yield* change("addmember", "left", ["lili"])).toMatchObject(refused)
      expect((yield* news).AddMsgList).toEqual([])
      expect(new Set((yield* control.social()).map(({ Ret }) => Ret))).toEqual(new Set([1]))
    })
  )
})
