import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { MessageInput } from "../../src/simulator/control/ControlInput.ts"
import { bytes, cannotRun, run } from "../support/foreign/Foreign.ts"
import { file, has, outgoing, play, sixty } from "../support/foreign/Play.ts"
import { untilHeld } from "../support/simulator/Browser.ts"
import { shared } from "../support/shared.ts"

if (cannotRun !== undefined) process.stderr.write(`skipped, no foreign client is run: ${cannotRun}\n`)

const contacts = (value: unknown) => JSON.stringify(value).includes("李莉")

const isFailedPoll = (error: unknown) => error === "同步失败"

describe.skipIf(cannotRun !== undefined)("wechat4u 0.7.14, unmodified", () => {
  const client = shared(
    Effect.gen(function* () {
      const played = play(yield* run("wechat4u"))
      const { does, hears, say } = played
      /** Logs in, and waits for the contacts. */
      const logIn = Effect.gen(function* () {
        yield* does("start")
        const uuid = yield* hears("uuid")
        const avatar = yield* hears("user-avatar")
        yield* hears("login")
        yield* hears("contacts-updated", contacts)
        return { uuid, avatar }
      })
      /** Says something, and gives the message as the client tells of it. */
      const arrives = (input: MessageInput) =>
        Effect.flatMap(say(input), (MsgId) => hears("message", has("MsgId", MsgId)))
      return { ...played, logIn, arrives }
    })
  )

  it.scopedLive("logs in by a code", () =>
    Effect.gen(function* () {
      const { logIn } = yield* client
      const { avatar, uuid } = yield* logIn
      expect([uuid, avatar]).toEqual([expect.stringMatching(/==$/), expect.stringMatching(/^data:/)])
    })
  )

  it.scopedLive("has the contacts, and the members of a group in the address book", () =>
    Effect.gen(function* () {
      const { does, names } = yield* client
      const of = yield* names
      const contact = (name: string) => does("contact", of(name))
      expect(yield* contact("lili")).toMatchObject({
        NickName: "莉莉",
        shown: "李莉（同事）",
        ContactFlag: 3
      })
      expect(yield* contact("sun")).toMatchObject({ NickName: "阳光☀🌻", RemarkName: "孙姐" })
      expect(yield* contact("shop")).toMatchObject({ NickName: "一家小店", VerifyFlag: 8 })
      expect(yield* contact("family")).toMatchObject({
        NickName: "一家人❤",
        MemberList: [
          { UserName: of("me"), DisplayName: "小白同学" },
          { UserName: of("lili"), NickName: "莉莉" },
          { UserName: of("sun"), DisplayName: "" }
        ]
      })
    })
  )

  const fields: ReadonlyArray<readonly [string, MessageInput, object]> = [
    ["a text", { from: "lili", text: "在吗？🐼\n<好>" }, { MsgType: 1, Content: "在吗？🐼\n<好>" }],
    [
      "a mention in a group",
      { from: "sun", group: "family", text: "晚上来吗", mention: true },
      { MsgType: 1, Content: "阳光☀🌻:\n@小白同学\u2005晚上来吗" }
    ],
    [
      "a card",
      { from: "lili", kind: "card", person: "wang" },
      { MsgType: 42, RecommendInfo: { NickName: "王伟" } }
    ],
    [
      "a location",
      { from: "lili", kind: "location", text: "北京" },
      { MsgType: 1, SubMsgType: 48, OriContent: expect.stringContaining('label="北京"') }
    ],
    [
      "a link",
      { from: "lili", kind: "link", text: "标题", url: "http://example.invalid/1" },
      { MsgType: 49, AppMsgType: 5, FileName: "标题", Url: "http://example.invalid/1" }
    ],
    [
      "a quote",
      { from: "lili", text: "七点好", quote: { name: "小白", text: "几点" } },
      { MsgType: 1, Content: "「小白：几点」\n- - - - - - - - - - - - - - -\n七点好" }
    ],
    [
      "a quote of type 57",
      { from: "lili", kind: "app", text: "七点好", quote: { name: "小白", text: "几点" } },
      { MsgType: 49, AppMsgType: 57, FileName: "七点好" }
    ],
    [
      "a message taken back",
      { from: "lili", kind: "revoke", text: "李莉 撤回了一条消息" },
      { MsgType: 10002, Content: expect.stringContaining("[李莉 撤回了一条消息]") }
    ],
    [
      "a line of the system",
      { group: "work", kind: "system", text: "Tom 邀请 lili 加入了群聊" },
      { MsgType: 10000, Content: "Tom 邀请 lili 加入了群聊" }
    ],
    [
      "a red packet",
      { from: "lili", kind: "red-packet" },
      { MsgType: 10000, Content: "收到红包，请在手机上查看" }
    ],
    ["a pat", { from: "lili", kind: "pat" }, { MsgType: 10000, Content: '"莉莉" 拍了拍我' }],
    [
      "a transfer",
      { from: "lili", kind: "transfer", text: "饭钱" },
      { MsgType: 49, AppMsgType: 2000, Content: expect.stringContaining("[饭钱]") }
    ],
    [
      "an announcement",
      { from: "sun", group: "family", kind: "announcement", text: "周日聚餐" },
      { MsgType: 1, Content: "阳光☀🌻:\n@所有人\n周日聚餐" }
    ],
    ["a call", { from: "lili", kind: "call" }, { MsgType: 50 }],
    ["the end of a call", { from: "lili", kind: "call-ended" }, { MsgType: 52 }],
    ["a call to many", { from: "lili", kind: "call-invitation" }, { MsgType: 53 }]
  ]

  it.scopedLive.each(fields)("hears of %s", ([, input, told]) =>
    Effect.gen(function* () {
      const { arrives } = yield* client
      expect(yield* arrives(input)).toMatchObject(told)
    })
  )

  const media = [
    ["picture", "getMsgImg", "image/jpeg", file(3000, "\xff\xd8\xff")],
    ["sticker", "getMsgImg", "image/gif", file(3000, "GIF89a")],
    ["voice", "getVoice", "audio/mp3", file(3000)],
    ["video", "getVideo", "video/mp4", file(3000)]
  ] as const

  it.scopedLive.each(media)("fetches the bytes of a %s", ([kind, method, type, data]) =>
    Effect.gen(function* () {
      const { call, say } = yield* client
      const MsgId = yield* say({ from: "lili", kind, bytes: data })
      expect(yield* call(method, MsgId)).toEqual({ data: bytes(data), type })
    })
  )

  it.scopedLive("fetches the bytes of a short video", () =>
    Effect.gen(function* () {
      const { call, control, say } = yield* client
      const MsgId = yield* say({ from: "lili", kind: "short-video" })
      const data = yield* control.media({ of: MsgId })
      expect(yield* call("getVideo", MsgId)).toEqual({ data: bytes(data), type: "video/mp4" })
    })
  )

  it.scopedLive("fetches the bytes of a file", () =>
    Effect.gen(function* () {
      const { arrives, call, names } = yield* client
      const data = file(700_000)
      const told = yield* arrives({ from: "lili", kind: "file", fileName: "报告.pdf", bytes: data })
      expect(told).toMatchObject({ MsgType: 49, AppMsgType: 6, FileName: "报告.pdf", FileSize: "700000" })
      const { MediaId } = Object(told)
      expect(yield* call("getDoc", (yield* names)("lili"), MediaId, "报告.pdf")).toMatchObject({
        data: bytes(data)
      })
    })
  )

  it.scopedLive("keeps the order of sixty messages", () =>
    Effect.gen(function* () {
      const { control, hears } = yield* client
      const ids = yield* control.messages(sixty)
      const isOne = (message: unknown) => ids.includes(Object(message).MsgId)
      const told = yield* Effect.forEach(ids, () => hears("message", isOne))
      expect(told.map((message) => Object(message).MsgId)).toEqual(ids)
    })
  )

  it.scopedLive("sends a text, and takes it back", () =>
    Effect.gen(function* () {
      const { call, control, lastSent, names } = yield* client
      const lili = (yield* names)("lili")
      const { MsgID } = Object(yield* call("sendMsg", '你好 & <a> "b"', lili))
      expect(yield* lastSent).toMatchObject({ to: "lili", text: '你好 & <a> "b"', MsgId: MsgID })
      yield* call("revokeMsg", MsgID, lili)
      expect((yield* control.takenBack()).at(-1)).toMatchObject({ MsgId: MsgID, to: "lili" })
    })
  )

  it.scopedLive.each(outgoing)("sends %s as a %s", ([name, kind, data]) =>
    Effect.gen(function* () {
      const { call, lastSent, names } = yield* client
      yield* call("sendMsg", { file: bytes(data), filename: name }, (yield* names)("lili"))
      expect(yield* lastSent).toMatchObject({ media: { kind, fileName: name }, data: bytes(data) })
    })
  )

  it.scopedLive("sends a sticker that it knows the MD5 of", () =>
    Effect.gen(function* () {
      const { call, lastSent, names } = yield* client
      const md5 = "00c801cdf69127550d93ca52c3f853ff"
      yield* call("sendMsg", { emoticonMd5: md5 }, (yield* names)("lili"))
      expect(yield* lastSent).toMatchObject({ media: { kind: "sticker", md5 } })
    })
  )

  it.scopedLive("passes a picture on", () =>
    Effect.gen(function* () {
      const { arrives, call, lastSent, names } = yield* client
      const data = file(4000, "\xff\xd8\xff")
      const told = yield* arrives({ from: "lili", kind: "picture", bytes: data })
      yield* call("forwardMsg", told, (yield* names)("wang"))
      expect(yield* lastSent).toMatchObject({ to: "wang", media: { kind: "picture" }, data: bytes(data) })
    })
  )

  it.scopedLive("changes a remark, and learns of it", () =>
    Effect.gen(function* () {
      const { call, does, hears, names, person } = yield* client
      const wang = (yield* names)("wang")
      yield* call("updateRemarkName", wang, "小王")
      yield* hears("contacts-updated", (value) => JSON.stringify(value).includes("小王"))
      expect(yield* does("contact", wang)).toMatchObject({ shown: "小王" })
      yield* call("opLog", wang, 1, "小王")
      expect(yield* person("wang")).toMatchObject({ remarkName: "小王", pinned: true })
    })
  )

  it.scopedLive("accepts a friend, and asks somebody to be one", () =>
    Effect.gen(function* () {
      const { arrives, call, control, names, person } = yield* client
      yield* control.person({ name: "zhou", nickName: "周", inBook: false })
      const told = yield* arrives({ from: "zhou", kind: "friend-request", text: "我是周" })
      expect(told).toMatchObject({ MsgType: 37, RecommendInfo: { NickName: "周", Content: "我是周" } })
      const { Ticket, UserName } = Object(told).RecommendInfo
      yield* call("verifyUser", UserName, Ticket)
      expect(yield* person("zhou")).toMatchObject({ inBook: true })
      yield* call("addFriend", (yield* names)("passer-by"), "你好")
      expect(yield* person("passer-by")).toMatchObject({ inBook: false, asked: true })
    })
  )

  it.scopedLive("makes a group, and changes its name and its members", () =>
    Effect.gen(function* () {
      const { call, group, names } = yield* client
      const of = yield* names
      const friends = [{ UserName: of("lili") }, { UserName: of("tom") }]
      const { ChatRoomName } = Object(yield* call("createChatroom", "新群", friends))
      yield* call("updateChatRoomName", ChatRoomName, "周末")
      yield* call("updateChatroom", ChatRoomName, [of("sun")], "addmember")
      yield* call("updateChatroom", ChatRoomName, [of("wang")], "invitemember")
      yield* call("updateChatroom", ChatRoomName, [of("tom")], "delmember")
      expect(yield* group("group-1")).toMatchObject({
        UserName: ChatRoomName,
        nickName: "周末",
        members: ["me", "lili", "sun", "wang"].map((name) => ({ name }))
      })
    })
  )

  it.scopedLive("sees faces, tells that it read a chat, and reports what it likes", () =>
    Effect.gen(function* () {
      const { call, does, names } = yield* client
      const lili = (yield* names)("lili")
      const { HeadImgUrl } = Object(yield* does("contact", lili))
      expect(yield* call("getHeadImg", HeadImgUrl)).toMatchObject({ type: "image/jpeg" })
      expect(yield* call("notifyMobile", lili)).toBe(null)
      expect(yield* does("report")).toMatchObject({ BaseResponse: { Ret: 0 } })
    })
  )

  it.scopedLive("goes on with the keys of before", () =>
    Effect.gen(function* () {
      const { arrives, control, does, hears } = yield* client
      yield* does("resume")
      yield* hears("login")
      expect(yield* arrives({ from: "lili", text: "还在吗？" })).toMatchObject({ Content: "还在吗？" })
      expect((yield* control.state()).sessions).toMatchObject([{ inits: 2, ended: null }])
    })
  )

  it.scopedLive("logs out", () =>
    Effect.gen(function* () {
      const { call, ends, hears } = yield* client
      yield* call("stop")
      yield* hears("logout")
      expect(yield* ends).toEqual([1100])
    })
  )

  it.scopedLive.each([1101, 1100] as const)("logs in anew, until %i logs it out", (retcode) =>
    Effect.gen(function* () {
      const { control, ends, hears, logIn } = yield* client
      yield* logIn
      yield* control.session({ retcode })
      yield* hears("logout")
      expect((yield* ends).at(-1)).toBe(retcode)
    })
  )

  // what the clients of other people do wrong is told here, and found when they do it right
  it.scopedLive("its own fault: it leaves signs in a text as they are encoded", () =>
    Effect.gen(function* () {
      const { arrives, logIn } = yield* client
      yield* logIn
      expect(yield* arrives({ from: "lili", text: `a & "b" 'c'` })).toMatchObject({
        Content: "a &amp; &quot;b&quot; &#39;c&#39;"
      })
    })
  )

  it.scopedLive("its own fault: it asks for no members that it has without their names", () =>
    Effect.gen(function* () {
      const { arrives, does, names } = yield* client
      const of = yield* names
      const told = yield* arrives({ from: "tom", group: "work", text: "晚上来吗" })
      expect(told).toMatchObject({ Content: `${of("tom")}:\n晚上来吗` })
      expect(yield* does("contact", of("work"))).toMatchObject({
        MemberList: ["me", "tom", "star", "passer-by"].map((name) => ({ UserName: of(name), NickName: "" }))
      })
    })
  )

  it.scopedLive("its own fault: a poll's 1101 is an error to it, and webwxinit has to say it again", () =>
    Effect.gen(function* () {
      const { control, forget, hears } = yield* client
      yield* untilHeld(control.state)
      yield* forget
      yield* control.session({ retcode: 1101 })
      yield* hears("error", isFailedPoll)
      yield* hears("logout")
    })
  )
})
