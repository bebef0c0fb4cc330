import { describe, expect, it } from "@effect/vitest"
import { Arbitrary, FastCheck as fc, Option, Schema } from "effect"
import { AddMsg } from "../../src/domain/AddMsg.ts"
import { type Body, fromWire, isControl, isMedia, Message, textOf } from "../../src/domain/Message.ts"

const me = "@me"
const li = "@a1b2"
const group = "@@family"

const wire = (overrides: Partial<AddMsg> = {}): AddMsg => ({
  MsgId: "7000000000000000001",
  FromUserName: li,
  ToUserName: me,
  MsgType: 1,
  SubMsgType: 0,
  AppMsgType: 0,
  Content: "hi",
  CreateTime: 1_500_000_000,
  Url: "",
  StatusNotifyCode: 0,
  StatusNotifyUserName: "",
  ...overrides
})

const read = (overrides: Partial<AddMsg> = {}) => fromWire(wire(overrides), me)
const bodyOf = (overrides: Partial<AddMsg>) => read(overrides).body

describe("what a message holds", () => {
  it.each<[MsgType: number, Body["_tag"], "media" | "control" | "other"]>([
    [1, "Text", "other"],
    [3, "Picture", "media"],
    [34, "Voice", "media"],
    [37, "FriendRequest", "control"],
    [40, "PossibleFriend", "control"],
    [42, "Card", "media"],
    [43, "Video", "media"],
    [47, "Sticker", "media"],
    [48, "Location", "media"],
    [49, "App", "other"],
    [50, "Call", "control"],
    [51, "StatusNotify", "control"],
    [52, "CallEnded", "control"],
    [53, "CallInvitation", "control"],
    [62, "ShortVideo", "media"],
    [9999, "SystemNotice", "control"],
    [10_000, "SystemLine", "control"],
    [10_002, "SystemXml", "control"],
    [0, "Unknown", "control"],
    [2, "Unknown", "control"],
    [38, "Unknown", "control"],
    [-1, "Unknown", "control"]
  ])("MsgType %i is %s, which is %s", (MsgType, tag, group) => {
    const body = bodyOf({ MsgType })
    expect(body._tag).toBe(tag)
    expect([isMedia(body), isControl(body)]).toEqual([group === "media", group === "control"])
  })

  it("an unknown type is told", () => {
    expect(bodyOf({ MsgType: 38 })).toEqual({ _tag: "Unknown", MsgType: 38 })
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 33, 36, 57, 2000, 2001, 100_001])(
    "MsgType 49 with AppMsgType %i is an app message",
    (AppMsgType) => {
      expect(bodyOf({ MsgType: 49, AppMsgType })).toEqual({ _tag: "App", AppMsgType })
    }
  )

  it("a reply that quotes an earlier message is the text that its sender wrote, in a group too", () => {
    const xml =
      "&lt;msg&gt;&lt;appmsg&gt;&lt;title&gt;七点好 &amp;lt;3&lt;/title&gt;&lt;type&gt;57&lt;/type&gt;&lt;refermsg&gt;" +
      "&lt;type&gt;1&lt;/type&gt;&lt;displayname&gt;Ann&lt;/displayname&gt;&lt;content&gt;明天几点&lt;/content&gt;" +
      "&lt;/refermsg&gt;&lt;/appmsg&gt;&lt;/msg&gt;"
    const reply = { _tag: "Text", text: "七点好 <3", quote: { name: "Ann", text: "明天几点" } }
    expect(bodyOf({ MsgType: 49, AppMsgType: 57, Content: xml })).toEqual(reply)
    const inGroup = { MsgType: 49, AppMsgType: 57, Content: `@aunt1:<br/>${xml}`, FromUserName: group }
    expect(bodyOf(inGroup)).toEqual(reply)
  })

  it("line breaks of a reply that quotes stay, and end the names in it", () => {
    const Content =
      "&lt;msg&gt;<br/>&lt;appmsg&gt;<br/>&lt;title&gt;@Bob<br/>明天几点&lt;/title&gt;<br/>&lt;type&gt;57&lt;/type&gt;" +
      "<br/>&lt;/appmsg&gt;&lt;/msg&gt;"
    expect(bodyOf({ MsgType: 49, AppMsgType: 57, Content })).toEqual({ _tag: "Text", text: "@Bob\n明天几点" })
  })

  it("a text holds only what its sender wrote, beside what it quotes", () => {
    const Content = "「Ann：明天几点」<br/>- - - - - - - - - - - - - - -<br/>七点好"
    const body = { _tag: "Text", text: "七点好", quote: { name: "Ann", text: "明天几点" } }
    expect(bodyOf({ Content })).toEqual(body)
    expect(bodyOf({ Content: `@aunt1:<br/>${Content}`, FromUserName: group })).toEqual(body)
  })

  it.each([1, 3, 43, 47])("MsgType %i with an AppMsgType is an app message", (MsgType) => {
    expect(bodyOf({ MsgType, AppMsgType: 2001 })).toEqual({ _tag: "App", AppMsgType: 2001 })
  })

  it.each([10_000, 51, 38])("MsgType %i stays what it is with an AppMsgType", (MsgType) => {
    expect(isControl(bodyOf({ MsgType, AppMsgType: 2001 }))).toBe(true)
  })

  it("text is decoded", () => {
    const Content = 'a<br/>&lt;3 <span class="emoji emoji1f604"></span> &amp;lt;'
    expect(bodyOf({ Content })).toEqual({ _tag: "Text", text: "a\n<3 \u{1F604} &lt;" })
    expect(textOf(read({ Content: "a &amp; b" }))).toBe("a & b")
    expect(textOf(read({ MsgType: 3 }))).toBe("")
  })

  it.each([
    ["SubMsgType 48", { SubMsgType: 48 }],
    ["a Url", { Url: "http://apis.map.qq.com/uri/v1/geocoder?coord=1.0,2.0" }]
  ])("MsgType 1 with %s is a location", (_, overrides) => {
    const Content = "Some Street 1:<br/>/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?pictype=location"
    expect(bodyOf({ Content, ...overrides })).toEqual({ _tag: "Location" })
    expect(bodyOf({ Content: `@aunt1:<br/>${Content}`, FromUserName: group, ...overrides })).toEqual({
      _tag: "Location"
    })
  })

  it("MsgType 1 with another SubMsgType is text", () => {
    expect(bodyOf({ SubMsgType: 1 })).toEqual({ _tag: "Text", text: "hi" })
  })

  it.each([
    ["@li,@@family,weixin", ["@li", "@@family", "weixin"]],
    ["@li", ["@li"]],
    ["", []],
    [",@li,,", ["@li"]]
  ])("a status notify names %j", (StatusNotifyUserName, userNames) => {
    const body = bodyOf({ MsgType: 51, StatusNotifyCode: 4, StatusNotifyUserName })
    expect(body).toEqual({ _tag: "StatusNotify", code: 4, userNames })
  })
})

describe("a line of the system", () => {
  const isWarning = (Content: string) => {
    const body = bodyOf({ MsgType: 10_000, Content })
    return body._tag === "SystemLine" && body.tooFrequent
  }

  it.each([
    "操作太频繁, 请稍后再试。",
    "发送消息过于频繁，可稍后再试。",
    "You&#39;re sending messages too frequently. Try again later."
  ])("warns that sends are too frequent: %s", (line) => {
    expect(isWarning(line)).toBe(true)
  })

  it.each([
    "",
    "收到红包，请在手机上查看",
    "You cannot chat yet. Frequently asked questions",
    // names that anybody may choose
    "&quot;Li&quot;修改群名为“操作太频繁”",
    "&quot;too frequent&quot; joined the group chat",
    "“操作太频繁”拍了拍你"
  ])("does not warn of that: %s", (line) => {
    expect(isWarning(line)).toBe(false)
  })

  it("is the only thing that warns", () => {
    expect(bodyOf({ MsgType: 9999, Content: "操作太频繁" })).toEqual({ _tag: "SystemNotice" })
  })
})

describe("a message taken back", () => {
  const xml = (msgid: string, replaced = "Li") =>
    '<sysmsg type="revokemsg"><revokemsg><session>@a1b2</session><oldmsgid>1</oldmsgid>' +
    `<msgid>${msgid}</msgid><newmsgid>2</newmsgid><replacemsg><![CDATA["${replaced}" 撤回了一条消息]]></replacemsg>` +
    "</revokemsg></sysmsg>"
  const escaped = (xml: string) =>
    xml.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
  const bodyOfXml = (Content: string, FromUserName = li) => bodyOf({ MsgType: 10_002, Content, FromUserName })

  it.each([
    ["escaped", escaped(xml("7000000000000000001"))],
    ["with line breaks", escaped(xml("7000000000000000001")).replaceAll("&gt;&lt;", "&gt;<br/>&lt;")],
    ["not escaped", xml("7000000000000000001")],
    ["with another id in somebody's name", escaped(xml("7000000000000000001", "<msgid>3</msgid>"))]
  ])("is named by its MsgId, %s", (_, content) => {
    const revoke = { _tag: "Revoke", MsgId: "7000000000000000001" }
    expect(bodyOfXml(content)).toEqual(revoke)
    expect(bodyOfXml(`@aunt1:<br/>${content}`, group)).toEqual(revoke)
  })

  it("may be the last one, MsgId 0", () => {
    expect(bodyOfXml(escaped(xml("0")))).toEqual({ _tag: "Revoke", MsgId: "0" })
  })

  it("is a control message", () => {
    const body = bodyOfXml(escaped(xml("7")))
    expect([isMedia(body), isControl(body)]).toEqual([false, true])
  })

  it.each([
    ["nothing", ""],
    ["text", "hi"],
    ["of another type", escaped('<sysmsg type="pat"><pat><msgid>7</msgid></pat></sysmsg>')],
    ["without an id", escaped('<sysmsg type="revokemsg"><revokemsg></revokemsg></sysmsg>')],
    ["with a word for an id", escaped(xml("seven"))],
    ["typed by somebody", escaped(escaped(xml("7")))],
    [
      "of another type, with a name that looks like it",
      escaped(
        `<sysmsg type="pat"><pat><template><![CDATA["${xml("7")}" pats you]]></template></pat></sysmsg>`
      )
    ],
    [
      "with an id only in somebody's name",
      escaped(
        '<sysmsg type="revokemsg"><revokemsg><session>s</session>' +
          "<replacemsg><![CDATA[<msgid>7</msgid> took it back]]></replacemsg></revokemsg></sysmsg>"
      )
    ]
  ])("is not told by XML that is %s", (_, content) => {
    expect(bodyOfXml(content)).toEqual({ _tag: "SystemXml" })
  })
})

describe("who speaks to whom", () => {
  it("a friend's message belongs to the chat with the friend", () => {
    expect(read()).toEqual({
      MsgId: "7000000000000000001",
      from: li,
      to: me,
      chat: li,
      speaker: Option.none(),
      CreateTime: 1_500_000_000,
      body: { _tag: "Text", text: "hi" }
    })
  })

  it.each([me, ""])("the owner's message, from %j, belongs to the chat it went to", (FromUserName) => {
    for (const ToUserName of [li, group, "filehelper", me]) {
      expect(read({ FromUserName, ToUserName })).toMatchObject({ from: me, to: ToUserName, chat: ToUserName })
    }
  })

  it.each(["@a1B2", "wxid_old-style1", "lilei"])("in a group %s speaks", (member) => {
    for (const FromUserName of [group, "family@chatroom"]) {
      expect(read({ FromUserName, Content: `${member}:<br/>a:<br/>b` })).toMatchObject({
        from: FromUserName,
        chat: FromUserName,
        speaker: Option.some(member),
        body: { _tag: "Text", text: "a:\nb" }
      })
    }
  })

  it.each(["hi", "a b:<br/>hi", "@aunt1: hi", ":<br/>hi", "@@family:<br/>hi", " @aunt1:<br/>hi"])(
    "in a group nobody is told to speak: %s",
    (Content) => {
      const message = read({ FromUserName: group, Content })
      expect(message.speaker).toEqual(Option.none())
      expect(textOf(message)).toBe(Content.replace("<br/>", "\n"))
    }
  )

  it("the speaker of a picture is known as well", () => {
    const { body, speaker } = read({ FromUserName: group, MsgType: 3, Content: "@aunt1:<br/>&lt;msg&gt;" })
    expect([body, speaker]).toEqual([{ _tag: "Picture" }, Option.some("@aunt1")])
  })

  it.each([
    ["a friend", { FromUserName: li }],
    ["the owner in a group", { FromUserName: me, ToUserName: group }],
    ["the owner, not named", { FromUserName: "", ToUserName: group }]
  ])("what looks like a speaker is text when it comes from %s", (_, overrides) => {
    const message = read({ ...overrides, Content: "lilei:<br/>hi" })
    expect([message.speaker, textOf(message)]).toEqual([Option.none(), "lilei:\nhi"])
  })
})

describe("fromWire", () => {
  const userName = fc.oneof(fc.constantFrom(me, "", li, group, "a@chatroom", "filehelper"), fc.string())
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "@aunt1:<br/>",
      "&lt;",
      "&amp;",
      '<span class="emoji emoji',
      '1f604"></span>',
      '"',
      "<msgid>1"
    )
  )
  const anyWire = fc
    .record({
      message: Arbitrary.make(AddMsg),
      FromUserName: userName,
      ToUserName: userName,
      MsgType: fc.constantFrom(1, 3, 42, 49, 51, 10_000, 10_002, 77),
      Content: fc.array(piece).map((pieces) => pieces.join(""))
    })
    .map(({ message, ...overrides }): AddMsg => ({ ...message, ...overrides }))

  const always = (name: string, holds: (wire: AddMsg, message: Message) => void) =>
    it.prop(name, [anyWire], ([wire]) => holds(wire, fromWire(wire, me)), { fastCheck: { numRuns: 500 } })

  always("reads every AddMsg", (_, message) => {
    expect(Schema.is(Message)(message)).toBe(true)
  })

  always("the chat is the other side, never a third", ({ FromUserName, ToUserName }, { chat }) => {
    const mine = FromUserName === me || FromUserName === ""
    expect(chat).toBe(mine ? ToUserName : FromUserName)
  })

  always("only members of a group are speakers", ({ FromUserName }, { speaker }) => {
    if (Option.isSome(speaker)) expect(FromUserName).toMatch(/^@@|@chatroom$/)
  })

  always("a message is text, app, media or control, and one of them", (_, { body }) => {
    const kinds = [body._tag === "Text", body._tag === "App", isMedia(body), isControl(body)]
    expect(kinds.filter((is) => is)).toEqual([true])
  })
})
