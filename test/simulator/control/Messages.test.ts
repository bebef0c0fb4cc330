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
            "&lt;displayname&gt;Ann&lt;/displayname&gt;<br/>&lt;content&gt;1 &amp;lt; 2&lt;/content&gt;"
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
        `${of("lili")}:<br/>&lt;sysmsg type=&quot;revokemsg&quot;&gt;&lt;revokemsg&gt;&lt;session&gt;s&lt;/session&gt;` +
          `&lt;oldmsgid&gt;1&lt;/oldmsgid&gt;&lt;msgid&gt;7000000000000000009&lt;/msgid&gt;` +
          `&lt;newmsgid&gt;7000000000000000009&lt;/newmsgid&gt;&lt;replacemsg&gt;` +
          `&lt;![CDATA[&quot;三姨&quot; 撤回了一条消息]]&gt;&lt;/replacemsg&gt;&lt;/revokemsg&gt;&lt;/sysmsg&gt;`
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

  const kinds: ReadonlyArray<readonly [Kind, object]> = [
    ["picture", { MsgType: 3, ImgHeight: 120 }],
    ["voice", { MsgType: 34, VoiceLength: 7000 }],
    ["friend-request", { MsgType: 37, FromUserName: "fmessage", RecommendInfo: { Content: "地点" } }],
    ["possible-friend", { MsgType: 40 }],
    ["card", { MsgType: 42, RecommendInfo: { NickName: "weixin", UserName: "weixin" } }],
    ["video", { MsgType: 43, PlayLength: 7 }],
    ["sticker", { MsgType: 47 }],
    ["location", { MsgType: 1, SubMsgType: 48, Url: expect.stringContaining("coord=") }],
    ["link", { MsgType: 49, AppMsgType: 5, Content: expect.stringContaining("&lt;title&gt;地点&lt;") }],
    ["app", { MsgType: 49, AppMsgType: 2001 }],
    ["file", { MsgType: 49, AppMsgType: 6, FileName: "a &amp; b.pdf", FileSize: "1024" }],
    ["call", { MsgType: 50 }],
    ["status-notify", { MsgType: 51, StatusNotifyCode: 2 }],
    ["call-ended", { MsgType: 52 }],
    ["call-invitation", { MsgType: 53 }],
    ["short-video", { MsgType: 62 }],
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
