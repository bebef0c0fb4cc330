import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import type { Kind, MessageInput } from "../../../src/simulator/control/ControlInput.ts"
import { open, userName } from "../../support/simulator/Browser.ts"

/** Delivers messages and fetches them. */
const fetched = (...inputs: ReadonlyArray<MessageInput>) =>
  Effect.gen(function* () {
    const { browser, control } = yield* open()
    const keys = yield* browser.logIn
    const { SyncKey } = yield* browser.sync(keys, keys.SyncKey)
    const ids = yield* control.messages(inputs)
    const { AddMsgList } = yield* browser.sync(keys, SyncKey)
    const state = yield* control.state()
    return { AddMsgList, ids, keys, of: (name: string) => userName(state, name) }
  })

describe("a message", () => {
  it.scoped("of a group member has the speaker before the text, and the mention in it", () =>
    Effect.gen(function* () {
      const { AddMsgList, keys, of } = yield* fetched(
        { from: "lili", group: "family", text: "<来> 🤖", mention: true },
        { from: "tom", group: "work", text: "hi", mention: true },
        { from: "tom", group: "work", text: "hi", mention: "all" }
      )
      const panda = '<span class="emoji emoji1f43c"></span>'
      const addresses = { FromUserName: of("family"), ToUserName: keys.me, MsgType: 1 }
      expect(AddMsgList).toMatchObject([
        { ...addresses, Content: `${of("lili")}:<br/>@小白同学\u2005&lt;来&gt; 🤖` },
        { FromUserName: of("work"), Content: `${of("tom")}:<br/>@小白${panda}\u2005hi` },
        { FromUserName: of("work"), Content: `${of("tom")}:<br/>@所有人\u2005hi` }
      ])
    })
  )

  it.scoped("that answers an earlier one holds that before its own text, or in its XML", () =>
    Effect.gen(function* () {
      const quote = { name: "Ann", text: "1 < 2" }
      const { AddMsgList } = yield* fetched(
        { from: "lili", text: "hi", quote },
        { from: "lili", kind: "app", text: "a & b", quote }
      )
      expect(AddMsgList).toMatchObject([
        { MsgType: 1, Content: "「Ann：1 &lt; 2」<br/>- - - - - - - - - - - - - - -<br/>hi" },
        {
          MsgType: 49,
          AppMsgType: 57,
          Content: expect.stringContaining(
            "&lt;displayname&gt;Ann&lt;/displayname&gt;<br/>\t\t\t&lt;content&gt;1 &amp;lt; 2&lt;/content&gt;"
          )
        }
      ])
    })
  )

  it.scoped("of the owner goes from them to the chat, without a speaker", () =>
    Effect.gen(function* () {
      const { AddMsgList, keys, of } = yield* fetched(
        { from: "me", to: "lili", text: "一" },
        { from: "me", group: "family", text: "二" },
        { from: "me", text: "三" },
        { from: "me", to: "filehelper", text: "四" }
      )
      expect(AddMsgList).toMatchObject(
        [
          [of("lili"), "一"],
          [of("family"), "二"],
          [keys.me, "三"],
          ["filehelper", "四"]
        ].map(([ToUserName, Content]) => ({ FromUserName: keys.me, ToUserName, Content }))
      )
    })
  )

  it.scoped("of the system has no speaker", () =>
    Effect.gen(function* () {
      const { AddMsgList, of } = yield* fetched(
        { kind: "system", group: "family", text: "收到红包" },
        { kind: "system", from: "lili", text: "你们还不是好友" }
      )
      expect(AddMsgList).toMatchObject([
        { MsgType: 10000, FromUserName: of("family"), Content: "收到红包" },
        { MsgType: 10000, FromUserName: of("lili"), Content: "你们还不是好友" }
      ])
    })
  )

  it.scoped("takes back the one that is named", () =>
    Effect.gen(function* () {
      const { AddMsgList, of } = yield* fetched({
        kind: "revoke",
        from: "lili",
        group: "family",
        of: "7000000000000000009",
        text: `"三姨" 撤回了一条消息`
      })
      const [revoke] = AddMsgList
      expect(revoke).toMatchObject({ MsgType: 10002, FromUserName: of("family") })
      expect(revoke?.Content).toBe(
        `${of("lili")}:<br/>&lt;sysmsg type="revokemsg"&gt;&lt;revokemsg&gt;&lt;session&gt;s&lt;/session&gt;` +
          `&lt;oldmsgid&gt;1&lt;/oldmsgid&gt;&lt;msgid&gt;7000000000000000009&lt;/msgid&gt;` +
          `&lt;newmsgid&gt;7000000000000000009&lt;/newmsgid&gt;&lt;replacemsg&gt;` +
          `&lt;![CDATA["三姨" 撤回了一条消息]]&gt;&lt;/replacemsg&gt;&lt;/revokemsg&gt;&lt;/sysmsg&gt;`
      )
    })
  )

  it.scoped("takes back the chat's last one when none is named", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      const keys = yield* browser.logIn
      const [, last = "no id"] = yield* control.messages([
        { from: "lili", text: "一" },
        { from: "lili", text: "二" },
        { from: "tom", text: "三" }
      ])
      yield* control.messages([{ kind: "revoke", from: "lili" }])
      const { AddMsgList } = yield* browser.sync(keys, keys.SyncKey)
      expect(AddMsgList.at(-1)?.Content).toContain(`&lt;msgid&gt;${last}&lt;/msgid&gt;`)
    })
  )

  it.scoped("of the system names people in plain quotation marks", () =>
    Effect.gen(function* () {
      const { AddMsgList, of } = yield* fetched(
        { kind: "pat", from: "lili" },
        { kind: "pat", group: "work", from: "tom" },
        { kind: "red-packet", from: "me", to: "lili" }
      )
      expect(AddMsgList).toMatchObject([
        { MsgType: 10000, FromUserName: of("lili"), Content: `"莉莉" 拍了拍我` },
        { MsgType: 10000, FromUserName: of("work"), Content: `"Tom &amp; Jerry &lt;3" 拍了拍我` },
        { MsgType: 10000, FromUserName: of("lili"), Content: "发出红包，请在手机上查看" }
      ])
    })
  )

  it.scoped("that announces something to a group begins with everybody", () =>
    Effect.gen(function* () {
      const { control } = yield* open()
      const { AddMsgList, of } = yield* fetched({
        kind: "announcement",
        from: "lili",
        group: "family",
        text: "搬家"
      })
      expect(AddMsgList).toMatchObject([{ MsgType: 1, Content: `${of("lili")}:<br/>@所有人<br/>搬家` }])
      const alone = yield* Effect.flip(
        control.messages([{ kind: "announcement", from: "lili", text: "搬家" }])
      )
      expect(alone).toMatchObject({ _tag: "BadInput" })
    })
  )

  it.scoped("shows the person of a card and the one who asks to be a friend, in the log-in of now", () =>
    Effect.gen(function* () {
      const { AddMsgList, of } = yield* fetched(
        { kind: "card", from: "lili", person: "tom" },
        { kind: "friend-request", from: "passer-by", text: "我是<路人>" }
      )
      const [card, request] = AddMsgList
      expect(card?.["RecommendInfo"]).toMatchObject({
        UserName: of("tom"),
        NickName: "Tom &amp; Jerry &lt;3",
        Scene: 17
      })
      expect(card?.Content).toMatch(
        /^&lt;\?xml version="1.0"\?&gt;<br\/>&lt;msg .*username="wxid_[0-9a-f]{14}" nickname="Tom &amp;amp; Jerry &amp;lt;3"/
      )
      expect(request?.["RecommendInfo"]).toMatchObject({ UserName: of("passer-by"), NickName: "路人甲" })
      expect(request?.Content).toMatch(
        /^&lt;msg fromusername="wxid_[0-9a-f]{14}" encryptusername="v1_[0-9a-f]{64}@stranger" fromnickname="路人甲" content="我是&amp;lt;路人&amp;gt;" .* ticket="v2_[0-9a-f]{64}@stranger" opcode="2"/
      )
    })
  )

  it.scoped("of WeChat Work is said by somebody whose UserName ends in @openim", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      yield* control.person({ name: "clerk", nickName: "客服", openim: true, inBook: false })
      yield* control.group({ name: "work", members: [{ name: "me" }, { name: "clerk" }] })
      const keys = yield* browser.logIn
      const { SyncKey } = yield* browser.sync(keys, keys.SyncKey)
      yield* control.messages([{ from: "clerk", group: "work", text: "您好" }])
      const { AddMsgList } = yield* browser.sync(keys, SyncKey)
      expect(AddMsgList[0]?.Content).toMatch(/^@[0-9a-f]{64}@openim:<br\/>您好$/)
    })
  )

  const xml = (part: string): unknown => expect.stringContaining(part)
  const ticket: unknown = expect.stringMatching(/^v2_[0-9a-f]+@stranger$/)
  const kinds: ReadonlyArray<readonly [Kind, object]> = [
    ["picture", { MsgType: 3, ImgHeight: 120, Content: xml(`length="6503" md5="`) }],
    ["voice", { MsgType: 34, VoiceLength: 7000, Content: xml(`voicelength="7000"`) }],
    [
      "friend-request",
      {
        MsgType: 37,
        FromUserName: "fmessage",
        RecommendInfo: { Content: "地点", Ticket: ticket, OpCode: 2 },
        Ticket: ticket,
        Content: xml(`fromnickname="莉莉" content="地点"`)
      }
    ],
    ["possible-friend", { MsgType: 40 }],
    [
      "card",
      {
        MsgType: 42,
        RecommendInfo: { NickName: "微信团队", UserName: "weixin", VerifyFlag: 56 },
        Content: xml(`username="weixin" nickname="微信团队"`)
      }
    ],
    ["video", { MsgType: 43, PlayLength: 7, Content: xml(`playlength="7"`) }],
    ["sticker", { MsgType: 47, Content: xml(`cdnurl = "http://`) }],
    ["location", { MsgType: 1, SubMsgType: 48, Url: expect.stringContaining("coord=") }],
    ["link", { MsgType: 49, AppMsgType: 5, Content: expect.stringContaining("&lt;title&gt;地点&lt;") }],
    ["app", { MsgType: 49, AppMsgType: 2001 }],
    [
      "file",
      {
        MsgType: 49,
        AppMsgType: 6,
        FileName: "a &amp; b.pdf",
        FileSize: "1024",
        Content: xml("fileext&gt;pdf&lt;")
      }
    ],
    [
      "transfer",
      {
        MsgType: 49,
        AppMsgType: 2000,
        FileName: "微信转账",
        Content: xml("&lt;pay_memo&gt;&lt;![CDATA[地点]]&gt;&lt;/pay_memo&gt;")
      }
    ],
    ["red-packet", { MsgType: 10000, Content: "收到红包，请在手机上查看" }],
    ["pat", { MsgType: 10000, Content: "地点" }],
    ["call", { MsgType: 50 }],
    ["status-notify", { MsgType: 51, StatusNotifyCode: 2 }],
    ["call-ended", { MsgType: 52 }],
    ["call-invitation", { MsgType: 53 }],
    ["short-video", { MsgType: 62, Content: xml(`playlength="7"`) }],
    ["system-notice", { MsgType: 9999 }],
    ["unknown", { MsgType: 4242 }]
  ]
  for (const [kind, fields] of kinds) {
    it.scoped(`can be of kind ${kind}`, () =>
      Effect.gen(function* () {
        const { AddMsgList } = yield* fetched({
          kind,
          from: "lili",
          text: "地点",
          seconds: 7,
          appType: 2001,
          fileName: "a & b.pdf",
          code: 2,
          msgType: 4242
        })
        expect(AddMsgList).toMatchObject([fields])
      })
    )
  }

  it.scoped("can be old, and can have any field replaced", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_500_000_000_500)
      const override = { MsgId: "7", MsgType: 77, Content: "<b>", Extra: null }
      const { AddMsgList, ids } = yield* fetched({ from: "lili", age: 600 }, { from: "lili", override })
      expect(AddMsgList).toMatchObject([{ CreateTime: 1_499_999_400 }, override])
      expect(ids[1]).toBe("7")
    })
  )
})
