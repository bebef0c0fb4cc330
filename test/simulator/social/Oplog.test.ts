import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { openSocial, ret } from "../../support/simulator/Social.ts"

describe("webwxoplog", () => {
  it.scoped("gives a friend a remark, which the next sync and the contacts show", () =>
    Effect.gen(function* () {
      const { call, check, control, details, news, of } = yield* openSocial
      const UserName = yield* of("tom")
      expect(yield* call("webwxoplog", { CmdId: 2, RemarkName: "猫 & 鼠", UserName })).toEqual(ret(0))
      expect(yield* check).toContain('selector:"4"')
      expect((yield* news).ModContactList).toMatchObject([{ UserName, RemarkName: "猫 &amp; 鼠" }])
      expect(yield* details(UserName)).toMatchObject({ ContactList: [{ RemarkName: "猫 &amp; 鼠" }] })
      expect(yield* control.social()).toMatchObject([
        { order: 1, action: "remark", chat: "tom", people: [], text: "猫 & 鼠", Ret: 0 }
      ])
    })
  )

  it.scoped("pins a friend and a group, and lets them go again", () =>
    Effect.gen(function* () {
      const { call, control, details, of } = yield* openSocial
      const lili = yield* of("lili")
      const family = yield* of("family")
      const flagOf = (name: string, flag: unknown) => ({
        ContactList: [{ UserName: name, ContactFlag: flag }]
      })
      expect(yield* call("webwxoplog", { CmdId: 3, OP: 1, RemarkName: "李莉", UserName: lili })).toEqual(
        ret(0)
      )
      expect(yield* call("webwxoplog", { CmdId: 3, OP: 1, UserName: family })).toEqual(ret(0))
      expect(yield* details(lili)).toMatchObject(flagOf(lili, 2051))
      const { groups, people } = yield* control.state()
      expect(people.find(({ name }) => name === "lili")).toMatchObject({ pinned: true, remarkName: "李莉" })
      expect(groups.find(({ name }) => name === "family")).toMatchObject({ pinned: true })
      yield* call("webwxoplog", { CmdId: 3, OP: 0, RemarkName: "李莉", UserName: lili })
      expect(yield* details(lili)).toMatchObject(flagOf(lili, 3))
      expect((yield* control.social()).map(({ action }) => action)).toEqual(["pin", "pin", "unpin"])
    })
  )

  it.scoped("takes the remark away with a pin that names none", () =>
    Effect.gen(function* () {
      const { call, details, of } = yield* openSocial
      const UserName = yield* of("lili")
      yield* call("webwxoplog", { CmdId: 3, OP: 1, UserName })
      expect(yield* details(UserName)).toMatchObject({ ContactList: [{ RemarkName: "" }] })
    })
  )

  it.scoped("is remembered as long as the names in it do not fill the memory", () =>
    Effect.gen(function* () {
      const { call, control } = yield* openSocial
      const UserName = "@".repeat(3 * 1024 * 1024)
      for (let n = 0; n < 4; n += 1) yield* call("webwxoplog", { CmdId: 2, RemarkName: "x", UserName })
      const kept = yield* control.social()
      expect(kept.map(({ order }) => order)).toEqual([3, 4])
    })
  )

  it.scoped("refuses strangers, groups' remarks, the owner, unknown names and other commands with 1", () =>
    Effect.gen(function* () {
      const { call, control, keys, news, of } = yield* openSocial
      for (const UserName of [yield* of("passer-by"), yield* of("family"), keys.me, "@nobody"]) {
        expect(yield* call("webwxoplog", { CmdId: 2, RemarkName: "x", UserName })).toEqual(ret(1))
      }
      expect(yield* call("webwxoplog", { CmdId: 9, UserName: yield* of("tom") })).toEqual(ret(1))
      expect((yield* news).ModContactList).toEqual([])
      expect((yield* control.social()).map(({ Ret, chat }) => [chat, Ret])).toEqual([
        ["passer-by", 1],
        ["family", 1],
        ["me", 1],
        ["@nobody", 1]
      ])
    })
  )
})
