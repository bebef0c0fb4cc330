import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { MessageInput } from "../../src/simulator/control/ControlInput.ts"
import { bytes, cannotRun, run } from "../support/foreign/Foreign.ts"
import { file, has, outgoing, play, sixty } from "../support/foreign/Play.ts"
import { shared } from "../support/shared.ts"

/** Types of messages, as wechaty numbers them. */
const AUDIO = 2
const CARD = 3
const STICKER = 5
const PICTURE = 6
const TEXT = 7
const LINK = 14
const VIDEO = 15
const ATTACHMENT = 1
const TAKEN_BACK = 13
const TRANSFER = 11
const UNKNOWN = 0

describe.skipIf(cannotRun !== undefined)("wechaty-puppet-wechat4u 1.14.14, unmodified", () => {
  const client = shared(
    Effect.gen(function* () {
      const played = play(yield* run("puppet"))
      const { call, hears, say } = played
      /** Says something, and gives the message's id as soon as the client tells of it. */
      const arrives = (input: MessageInput) =>
        Effect.tap(say(input), (messageId) => hears("message", has("messageId", messageId)))
      const payload = (input: MessageInput) =>
        Effect.flatMap(arrives(input), (messageId) => call("messagePayload", messageId))
      /** The ids of messages in the order in which the client tells of them. */
      const order = (ids: ReadonlyArray<string>) =>
        Effect.forEach(ids, () =>
          Effect.map(
            hears("message", (message) => ids.includes(Object(message).messageId)),
            (message) => String(Object(message).messageId)
          )
        )
      return { ...played, arrives, order, payload }
    })
  )

  it.scopedLive("logs in by a code", () =>
    Effect.gen(function* () {
      const { does, hears, names } = yield* client
      yield* does("start")
      const qrcode = expect.stringMatching(/^https:\/\/login\.weixin\.qq\.com\/l\/.+==$/)
      expect(yield* hears("scan")).toEqual({ qrcode, status: 2 })
      expect(yield* hears("scan")).toEqual({ qrcode, status: 3, data: expect.stringMatching(/^data:/) })
      const { contactId } = Object(yield* hears("login"))
      expect(contactId).toBe((yield* names)("me"))
      yield* hears("ready")
    })
  )

  it.scopedLive("has the contacts, and their faces", () =>
    Effect.gen(function* () {
      const { call, does, names } = yield* client
      const of = yield* names
      const contact = (name: string) => call("contactPayload", of(name))
      expect(yield* contact("lili")).toMatchObject({
        name: "莉莉",
        alias: "李莉（同事）",
        friend: true,
        type: 1
      })
      expect(yield* contact("sun")).toMatchObject({ name: "阳光☀🌻", alias: "孙姐", friend: true })
      expect(yield* contact("shop")).toMatchObject({ name: "一家小店", type: 2 })
      expect(yield* contact("passer-by")).toMatchObject({ name: "路人甲", friend: false })
      expect(yield* call("contactList")).toEqual(expect.arrayContaining(["lili", "star", "wang2"].map(of)))
      expect(yield* does("file", "contactAvatar", of("lili"))).toMatchObject({
        data: { base64: expect.stringMatching(/^\/9j\//) }
      })
    })
  )

  it.scopedLive("has the groups, and their members", () =>
    Effect.gen(function* () {
      const { call, names } = yield* client
      const of = yield* names
      expect(yield* call("roomList")).toEqual(expect.arrayContaining(["family", "work"].map(of)))
      expect(yield* call("roomPayload", of("family"))).toMatchObject({
        topic: "一家人❤",
        memberIdList: ["me", "lili", "sun"].map(of)
      })
      expect(yield* call("roomMemberPayload", of("family"), of("me"))).toMatchObject({
        roomAlias: "小白同学"
      })
      expect(yield* call("roomMemberPayload", of("work"), of("tom"))).toMatchObject({ roomAlias: "" })
    })
  )

  const payloads: ReadonlyArray<readonly [string, MessageInput, object]> = [
    ["a text", { from: "lili", text: "在吗？🐼\n<好>" }, { type: TEXT, text: "在吗？🐼\n<好>" }],
    ["a card", { from: "lili", kind: "card", person: "wang" }, { type: CARD }],
    [
      "a quote",
      { from: "lili", text: "七点好", quote: { name: "小白", text: "几点" } },
      { type: TEXT, text: "「小白：几点」\n- - - - - - - - - - - - - - -\n七点好" }
    ],
    [
      "a quote of type 57",
      { from: "lili", kind: "app", text: "七点好", quote: { name: "小白", text: "几点" } },
      { type: TEXT, text: "「小白：几点」\n- - - - - - - - - - - - - - -\n七点好" }
    ],
    [
      "a message taken back",
      { from: "lili", kind: "revoke", text: "李莉 撤回了一条消息" },
      { type: TAKEN_BACK, text: expect.stringContaining("[李莉 撤回了一条消息]") }
    ],
    [
      "a line of the system",
      { from: "lili", kind: "red-packet" },
      { type: UNKNOWN, text: "收到红包，请在手机上查看" }
    ],
    ["a pat", { from: "lili", kind: "pat" }, { type: UNKNOWN, text: '"莉莉" 拍了拍我' }],
    [
      "a transfer",
      { from: "lili", kind: "transfer", text: "饭钱" },
      { type: TRANSFER, text: expect.stringContaining("[饭钱]") }
    ]
  ]

  it.scopedLive.each(payloads)("hears of %s", ([, input, told]) =>
    Effect.gen(function* () {
      const { names, payload } = yield* client
      const of = yield* names
      expect(yield* payload(input)).toMatchObject({
        ...told,
        talkerId: of("lili"),
        listenerId: of("me")
      })
    })
  )

  it.scopedLive("hears of a mention in a group", () =>
    Effect.gen(function* () {
      const { names, payload } = yield* client
      const of = yield* names
      expect(yield* payload({ from: "sun", group: "family", text: "来吗", mention: true })).toMatchObject({
        type: TEXT,
        text: "@小白同学\u2005来吗",
        talkerId: of("sun"),
        roomId: of("family"),
        mentionIdList: [of("me")]
      })
    })
  )

  it.scopedLive("hears of a link", () =>
    Effect.gen(function* () {
      const { arrives, call } = yield* client
      const link = { title: "标题", url: "http://example.invalid/1" }
      const id = yield* arrives({ from: "lili", kind: "link", text: link.title, url: link.url })
      expect(yield* call("messagePayload", id)).toMatchObject({ type: LINK })
      expect(yield* call("messageUrl", id)).toMatchObject(link)
    })
  )

  it.scopedLive("hears of a new name of a group", () =>
    Effect.gen(function* () {
      const { hears, names, say } = yield* client
      const of = yield* names
      yield* say({ group: "family", kind: "system", text: "你修改群名为“周末”" })
      expect(yield* hears("room-topic")).toMatchObject({
        roomId: of("family"),
        changerId: of("me"),
        newTopic: "周末"
      })
    })
  )

  const media = [
    ["picture", PICTURE, file(3000, "\xff\xd8\xff")],
    ["sticker", STICKER, file(3000, "GIF89a")],
    ["voice", AUDIO, file(3000)],
    ["video", VIDEO, file(3000)],
    ["file", ATTACHMENT, file(700_000)]
  ] as const

  it.scopedLive.each(media)("fetches the bytes of a %s", ([kind, type, data]) =>
    Effect.gen(function* () {
      const { arrives, call, does } = yield* client
      const id = yield* arrives({ from: "lili", kind, bytes: data })
      expect(yield* call("messagePayload", id)).toMatchObject({ type })
      expect(yield* does("file", "messageFile", id)).toMatchObject({ data: bytes(data) })
    })
  )

  it.scopedLive("keeps the order of sixty messages", () =>
    Effect.gen(function* () {
      const { control, order } = yield* client
      const ids = yield* control.messages(sixty.map((input) => ({ ...input, group: "family" })))
      expect(yield* order(ids)).toEqual(ids)
    })
  )

  it.scopedLive("sends a text, and takes one back", () =>
    Effect.gen(function* () {
      const { call, control, hears, lastSent, names } = yield* client
      const lili = (yield* names)("lili")
      yield* control.sending({ echo: true })
      yield* call("messageSendText", lili, '你好 & <a> "b"')
      yield* control.sending({ echo: false })
      const { MsgId, text } = yield* lastSent
      expect(text).toBe('你好 & <a> "b"')
      yield* hears("message", has("messageId", MsgId))
      expect(yield* call("messageRecall", MsgId)).toBe(true)
      expect(yield* control.takenBack({ wait: 15_000 })).toMatchObject([{ MsgId, to: "lili" }])
    })
  )

  it.scopedLive.each(outgoing)("sends %s as a %s", ([name, kind, data]) =>
    Effect.gen(function* () {
      const { does, lastSent, names } = yield* client
      yield* does("sendFile", (yield* names)("lili"), name, bytes(data))
      expect(yield* lastSent).toMatchObject({ media: { kind, fileName: name }, data: bytes(data) })
    })
  )

  it.scopedLive("passes a picture on", () =>
    Effect.gen(function* () {
      const { arrives, call, lastSent, names } = yield* client
      const data = file(4000, "\xff\xd8\xff")
      const id = yield* arrives({ from: "lili", kind: "picture", bytes: data })
      yield* call("messageForward", (yield* names)("wang"), id)
      expect(yield* lastSent).toMatchObject({ to: "wang", media: { kind: "picture" }, data: bytes(data) })
    })
  )

  it.scopedLive("changes a remark", () =>
    Effect.gen(function* () {
      const { call, names, person } = yield* client
      yield* call("contactAlias", (yield* names)("wang"), "小王")
      expect(yield* person("wang")).toMatchObject({ remarkName: "小王" })
    })
  )

  it.scopedLive("accepts a friend", () =>
    Effect.gen(function* () {
      const { call, control, hears, names, person, say } = yield* client
      yield* control.person({ name: "zhou", nickName: "周", inBook: false })
      const friendshipId = yield* say({ from: "zhou", kind: "friend-request", text: "我是周" })
      yield* hears("friendship", has("friendshipId", friendshipId))
      expect(yield* call("friendshipPayload", friendshipId)).toMatchObject({
        contactId: (yield* names)("zhou"),
        hello: "我是周"
      })
      yield* call("friendshipAccept", friendshipId)
      expect(yield* person("zhou")).toMatchObject({ inBook: true })
      // that it is confirmed
      yield* hears("friendship")
    })
  )

  it.scopedLive("makes a group, and changes its name and its members", () =>
    Effect.gen(function* () {
      const { call, group, names } = yield* client
      const of = yield* names
      yield* call("roomCreate", [of("lili"), of("tom")], "新群")
      const id = (yield* group("group-1"))?.UserName
      yield* call("roomTopic", id, "周末")
      yield* call("roomAdd", id, of("sun"))
      yield* call("roomDel", id, of("tom"))
      expect(yield* group("group-1")).toMatchObject({
        nickName: "周末",
        members: ["me", "lili", "sun"].map((name) => ({ name }))
      })
    })
  )

  it.scopedLive.each([1101, 1100] as const)("is logged out by %i, and logs in anew", (retcode) =>
    Effect.gen(function* () {
      const { control, hears, payload } = yield* client
      yield* control.session({ retcode })
      yield* hears("logout")
      yield* hears("login")
      expect(yield* payload({ from: "lili", text: "还在吗？" })).toMatchObject({ text: "还在吗？" })
    })
  )

  // what the clients of other people do wrong is told here, and found when they do it right
  it.scopedLive("its own fault: it leaves signs in a text as they are encoded", () =>
    Effect.gen(function* () {
      const { payload } = yield* client
      expect(yield* payload({ from: "lili", text: 'a & "b"' })).toMatchObject({
        text: "a &amp; &quot;b&quot;"
      })
    })
  )

  it.scopedLive("its own fault: it takes a location for a text", () =>
    Effect.gen(function* () {
      const { arrives, call } = yield* client
      const id = yield* arrives({ from: "lili", kind: "location", text: "北京" })
      expect(yield* call("messagePayload", id)).toMatchObject({
        type: TEXT,
        text: expect.stringMatching(/^北京:\n/)
      })
      expect((yield* Effect.flip(call("messageLocation", id))).message).toMatch(/Unsupported/)
    })
  )

  it.scopedLive("its own fault: it does not say whose card it was shown", () =>
    Effect.gen(function* () {
      const { arrives, call } = yield* client
      const id = yield* arrives({ from: "lili", kind: "card", person: "wang" })
      expect((yield* Effect.flip(call("messageContact", id))).message).toMatch(/Unsupported/)
    })
  )

  // its own fault: what is said in a group may come behind what friends said later
  it.scopedLive("tells sixty messages, those of one group in their order", () =>
    Effect.gen(function* () {
      const { control, order } = yield* client
      const ids = yield* control.messages(sixty)
      const told = yield* order(ids)
      expect([...told].toSorted()).toEqual([...ids].toSorted())
      const inGroup = ids.filter((_, index) => sixty[index]?.group !== undefined)
      expect(told.filter((id) => inGroup.includes(id))).toEqual(inGroup)
    })
  )

  it.scopedLive("its own fault: it gives all of an answer for the name of a new group", () =>
    Effect.gen(function* () {
      const { call, group, names } = yield* client
      const of = yield* names
      const made = yield* call("roomCreate", [of("lili"), of("sun")], "又一个")
      const ChatRoomName = (yield* group("group-2"))?.UserName
      expect(made).toMatchObject({ BaseResponse: { Ret: 0 }, ChatRoomName })
    })
  )

  it.scopedLive("its own fault: it logs out for itself only, and really when it stops", () =>
    Effect.gen(function* () {
      const { call, control, ends, hears } = yield* client
      yield* call("logout")
      yield* hears("logout")
      expect((yield* control.state()).sessions.at(-1)).toMatchObject({ ended: null })
      yield* call("stop")
      expect((yield* ends).at(-1)).toBe(1100)
    })
  )
})
