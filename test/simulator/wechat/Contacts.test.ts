import { describe, expect, it } from "@effect/vitest"
import { Array, Effect, Schema } from "effect"
import type { SimulatorOptions } from "../../../src/simulator/world/Options.ts"
import { type Keys, open, userName } from "../../support/simulator/Browser.ts"

const Contact = Schema.Struct(
  { UserName: Schema.String, NickName: Schema.String },
  { key: Schema.String, value: Schema.Unknown }
)
const Page = Schema.parseJson(
  Schema.Struct({ MemberCount: Schema.Int, MemberList: Schema.Array(Contact), Seq: Schema.Int })
)

const ready = (options?: SimulatorOptions) =>
  Effect.gen(function* () {
    const opened = yield* open(options)
    const keys = yield* opened.browser.logIn
    const { browser } = opened
    const page = (seq: number, skey = keys.skey) =>
      browser.text(browser.get("/cgi-bin/mmwebwx-bin/webwxgetcontact", { r: "1", seq: String(seq), skey }))
    const batch = (who: Keys, names: ReadonlyArray<string>) =>
      browser.json(
        browser.post("webwxbatchgetcontact", who, {
          Count: names.length,
          List: names.map((UserName) => ({ UserName, EncryChatRoomId: "" }))
        })
      )
    return { ...opened, keys, page, batch, state: yield* opened.control.state() }
  })

describe("webwxgetcontact", () => {
  it.scoped("gives the whole book in pages that Seq leads through", () =>
    Effect.gen(function* () {
      const { page, state } = yield* ready({ contactsPerPage: 5 })
      const pages = yield* Effect.forEach([0, 5, 10], (seq) => Effect.flatMap(page(seq), Schema.decode(Page)))
      const names = pages.flatMap(({ MemberList }) => MemberList.map(({ UserName }) => UserName))
      const inBook = [...state.people, ...state.groups].filter((contact) => contact.inBook)
      expect(pages.map(({ MemberCount, Seq }) => [MemberCount, Seq])).toEqual([
        [5, 5],
        [5, 10],
        [4, 0]
      ])
      expect(names.toSorted()).toEqual(inBook.map(({ UserName }) => UserName ?? "").toSorted())
      expect(names).not.toContain(userName(state, "work"))
    })
  )

  it.scoped("writes names as text is written, and the skey into HeadImgUrl", () =>
    Effect.gen(function* () {
      const { keys, page, state } = yield* ready()
      const { MemberList } = yield* Effect.flatMap(page(0), Schema.decode(Page))
      const find = (name: string) => MemberList.find(({ UserName }) => UserName === userName(state, name))
      expect(find("tom")).toMatchObject({ NickName: "Tom &amp; Jerry &lt;3", ContactFlag: 3, VerifyFlag: 0 })
      expect(find("sun")?.NickName).toBe(
        '阳光<span class="emoji emoji2600"></span><span class="emoji emoji1f33b"></span>'
      )
      expect(find("lili")).toMatchObject({
        RemarkName: "李莉（同事）",
        HeadImgUrl: expect.stringContaining(keys.skey)
      })
      expect(["shop", "daily", "academy"].map((name) => find(name)?.["VerifyFlag"])).toEqual([8, 24, 56])
      expect(find("family")).toMatchObject({ ContactFlag: 3, MemberCount: 0, MemberList: [] })
    })
  )

  it.scoped("lists the owner only when they are in their own book", () =>
    Effect.gen(function* () {
      const { control, keys, page } = yield* ready()
      const me = Effect.map(Effect.flatMap(page(0), Schema.decode(Page)), ({ MemberList }) =>
        MemberList.filter(({ UserName }) => UserName === keys.me)
      )
      expect(yield* me).toEqual([])
      yield* control.person({ name: "me", inBook: true })
      expect(yield* me).toMatchObject([{ ContactFlag: 7 }])
    })
  )

  it.scoped("is refused with 1101 for a wrong skey", () =>
    Effect.gen(function* () {
      const { page } = yield* ready()
      expect(yield* page(0, "@crypt_wrong")).toContain('"Ret":1101')
    })
  )
})

describe("webwxbatchgetcontact", () => {
  it.scoped("gives groups with members and display names, book or not, and leaves out unknown names", () =>
    Effect.gen(function* () {
      const { batch, keys, state } = yield* ready()
      const answer = yield* batch(keys, [userName(state, "work"), "@nobody", userName(state, "passer-by")])
      expect(answer).toMatchObject({
        BaseResponse: { Ret: 0 },
        Count: 2,
        ContactList: [
          {
            UserName: userName(state, "work"),
            NickName: "项目讨论 &lt;A&amp;B&gt;",
            EncryChatRoomId: expect.stringMatching(/^@[0-9a-f]{32}$/),
            MemberCount: 4,
            MemberList: [
              { UserName: keys.me, DisplayName: "" },
              { UserName: userName(state, "tom") },
              { UserName: userName(state, "star"), DisplayName: "[star]*" },
              { UserName: userName(state, "passer-by"), DisplayName: "路人🤖" }
            ]
          },
          { UserName: userName(state, "passer-by"), ContactFlag: 0 }
        ]
      })
    })
  )

  it.scoped("looks up the first 50 names, and no more", () =>
    Effect.gen(function* () {
      const { batch, keys } = yield* ready()
      const names = Array.makeBy(50, () => "filehelper")
      expect(yield* batch(keys, ["weixin", ...names.slice(1)])).toMatchObject({ Count: 50 })
      expect(yield* batch(keys, [...names, "weixin"])).toMatchObject({
        BaseResponse: { Ret: 0 },
        Count: 50,
        ContactList: names.map((UserName) => ({ UserName }))
      })
    })
  )
})
