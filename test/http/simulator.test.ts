import { describe, expect, it } from "@effect/vitest"
import { Chunk, Duration, Effect, Layer, Logger, LogLevel, Option, Redacted, Ref, Stream } from "effect"
import * as NodeHttpExchange from "../../src/http/NodeHttpExchange.ts"
import { type Credentials } from "../../src/domain/Session.ts"
import { TulingOptions } from "../../src/http/chatbot/TulingOptions.ts"
import { TulingV1 } from "../../src/http/chatbot/TulingV1.ts"
import { TulingV2 } from "../../src/http/chatbot/TulingV2.ts"
import { BatchGetContact } from "../../src/http/wechat/BatchGetContact.ts"
import { CookieJar } from "../../src/http/wechat/CookieJar.ts"
import * as Endpoints from "../../src/http/wechat/Endpoints.ts"
import { GetContact, pages } from "../../src/http/wechat/GetContact.ts"
import { JsLogin } from "../../src/http/wechat/JsLogin.ts"
import { LoginPage } from "../../src/http/wechat/LoginPage.ts"
import { LoginPoll } from "../../src/http/wechat/LoginPoll.ts"
import { Logout } from "../../src/http/wechat/Logout.ts"
import { PushLogin } from "../../src/http/wechat/PushLogin.ts"
import { QrCode } from "../../src/http/wechat/QrCode.ts"
import { SendMessage } from "../../src/http/wechat/SendMessage.ts"
import { StatusNotify } from "../../src/http/wechat/StatusNotify.ts"
import { SyncCheck } from "../../src/http/wechat/SyncCheck.ts"
import { WebwxInit } from "../../src/http/wechat/WebwxInit.ts"
import { WebwxSync } from "../../src/http/wechat/WebwxSync.ts"
import { WechatOptions } from "../../src/http/wechat/WechatOptions.ts"
import { fromWire } from "../../src/domain/Message.ts"
import * as Simulator from "../../src/simulator/Simulator.ts"

/* Every endpoint over real HTTP, against a simulator that shares no code with it. */

const options = Layer.unwrapEffect(
  Effect.map(Simulator.Simulator, ({ origin }) =>
    Layer.mergeAll(
      Layer.succeed(WechatOptions, {
        origin: Option.some(new URL(origin)),
        client: "web",
        extspam: Option.none()
      }),
      Layer.succeed(TulingOptions, {
        apiKey: Redacted.make("the key"),
        origin: new URL(origin),
        timeout: Duration.seconds(5)
      })
    )
  )
)

const world = (simulated: Parameters<typeof Simulator.layer>[0]) =>
  Layer.mergeAll(Endpoints.layer, TulingV1.Default, TulingV2.Default).pipe(
    Layer.provide([options, NodeHttpExchange.layer]),
    Layer.provideMerge(
      Simulator.layer({ seed: "http", pollHold: "10 millis", contactsPerPage: 3, ...simulated })
    )
  )

type World = Layer.Layer.Success<ReturnType<typeof world>>

/** A test on the real clock with a simulator of its own. */
const simulated = (
  name: string,
  options: Parameters<typeof world>[0],
  body: Effect.Effect<void, unknown, World>
) => it.live(name, () => Effect.provide(body, world(options)))

const scan = Effect.gen(function* () {
  const uuid = yield* (yield* JsLogin).uuid
  const { poll } = yield* LoginPoll
  expect((yield* poll(uuid, 1))._tag).toBe("Scanned")
  const answer = yield* poll(uuid, 0)
  if (answer._tag !== "Confirmed") return yield* Effect.dieMessage(answer._tag)
  return answer.redirectUri
})

const login = Effect.gen(function* () {
  const credentials = yield* (yield* LoginPage).exchange(yield* scan)
  return yield* (yield* WebwxInit).init(credentials)
})

/** All that happened since the last time, as a client follows it. */
const follow = (credentials: Credentials, start: Effect.Effect.Success<typeof login>["SyncKey"]) =>
  Effect.map(Ref.make({ SyncKey: start, SyncCheckKey: start }), (cursor) =>
    Effect.gen(function* () {
      const keys = yield* Ref.get(cursor)
      const { selector } = yield* (yield* SyncCheck).poll(credentials, keys.SyncCheckKey)
      if (selector === 0) return { selector, messages: [] }
      const { messages, SyncCheckKey, SyncKey } = yield* (yield* WebwxSync).sync(credentials, keys.SyncKey)
      yield* Ref.set(cursor, {
        SyncKey: SyncKey ?? keys.SyncKey,
        SyncCheckKey: SyncCheckKey ?? keys.SyncCheckKey
      })
      return { selector, messages }
    })
  )

describe("a session", () => {
  simulated(
    "from the code to the log-out",
    {},
    Effect.gen(function* () {
      const { control } = yield* Simulator.Simulator
      const { SyncKey, contacts, credentials, me } = yield* login
      expect(credentials.host).toBe("wx2.qq.com")
      expect(me.UserName).toMatch(/^@[0-9a-f]+$/)
      expect(me.NickName).toContain("小白")
      expect(contacts.length).toBeGreaterThan(0)

      yield* (yield* StatusNotify).ready(credentials, me.UserName)
      const next = yield* follow(credentials, SyncKey)
      const first = yield* next
      expect(first.selector).toBe(2)
      expect(first.messages.map(({ StatusNotifyCode }) => StatusNotifyCode)).toContain(3)

      const { page } = yield* GetContact
      const book = Chunk.toReadonlyArray(yield* Stream.runCollect(pages((seq) => page(credentials, seq))))
      expect(book.length).toBeGreaterThan(3)
      const friend = book.find(({ RemarkName }) => RemarkName === "李莉（同事）")
      const group = book.find(({ UserName }) => UserName.startsWith("@@"))
      const [details] = yield* (yield* BatchGetContact).get(credentials, [group?.UserName ?? "none"])
      expect(details?.MemberList.map(({ DisplayName }) => DisplayName)).toContain("小白同学")

      const [MsgId] = yield* control.messages([{ from: "lili", text: "在吗 <3" }])
      const { messages } = yield* next
      expect(messages).toMatchObject([
        { MsgId, FromUserName: friend?.UserName, ToUserName: me.UserName, Content: "在吗 &lt;3" }
      ])
      expect(yield* next).toEqual({ selector: 0, messages: [] })

      const clientMsgId = "17000000000001234"
      const text = "在的 & <好> 😀\n第二行"
      const send = (yield* SendMessage).text(credentials, {
        from: me.UserName,
        to: friend?.UserName ?? "none",
        text,
        clientMsgId
      })
      const MsgID = yield* send
      expect(yield* send).toBe(MsgID)
      expect(yield* control.sent()).toMatchObject([
        { to: "lili", text, ClientMsgId: clientMsgId, repeated: false },
        { to: "lili", repeated: true, delivered: false }
      ])

      yield* (yield* Logout).logout(credentials)
      expect(yield* Effect.flip(next)).toMatchObject({ _tag: "Refused", endpoint: "synccheck", code: 1100 })
    })
  )

  simulated(
    "ends with the code that the server gives",
    {},
    Effect.gen(function* () {
      const { SyncKey, credentials, me } = yield* login
      const { control } = yield* Simulator.Simulator
      yield* control.session({ retcode: 1101 })
      const calls = [
        (yield* SyncCheck).poll(credentials, SyncKey),
        (yield* WebwxSync).sync(credentials, SyncKey),
        (yield* WebwxInit).init(credentials),
        (yield* StatusNotify).ready(credentials, me.UserName),
        (yield* GetContact).page(credentials, 0),
        (yield* BatchGetContact).get(credentials, ["@a"]),
        (yield* SendMessage).text(credentials, { from: "@a", to: "@b", text: "hi", clientMsgId: "1" })
      ]
      for (const call of calls) {
        expect(yield* Effect.flip<unknown, unknown, never>(call)).toMatchObject({
          _tag: "Refused",
          code: 1101
        })
      }
    })
  )

  simulated(
    "does not live without its cookies, and comes back with them",
    {},
    Effect.gen(function* () {
      const jar = yield* CookieJar
      const { SyncKey, credentials } = yield* login
      const poll = (yield* SyncCheck).poll(credentials, SyncKey)
      const kept = yield* jar.export
      yield* jar.clear
      expect(yield* Effect.flip(poll)).toMatchObject({ _tag: "Refused", code: 1102 })
      yield* jar.restore(kept)
      expect((yield* poll).selector).not.toBe(0)
    })
  )

  simulated(
    "may be followed by a log-in with a tap",
    {},
    Effect.gen(function* () {
      const { credentials } = yield* login
      const uuid = yield* (yield* PushLogin).uuid(credentials)
      expect(["Scanned", "Confirmed"]).toContain((yield* (yield* LoginPoll).poll(uuid, 1))._tag)
      yield* (yield* CookieJar).clear
      expect(yield* Effect.flip((yield* PushLogin).uuid(credentials))).toMatchObject({
        _tag: "Refused",
        code: 1
      })
    })
  )

  simulated(
    "refuses a ticket that was used",
    {},
    Effect.gen(function* () {
      const redirectUri = yield* scan
      const { exchange } = yield* LoginPage
      yield* exchange(redirectUri)
      expect(yield* Effect.flip(exchange(redirectUri))).toMatchObject({
        _tag: "TicketRefused",
        code: 1,
        sentence: Option.some("登录已失效，请重新扫码。")
      })
    })
  )

  simulated(
    "refuses a ticket that was never given",
    {},
    Effect.gen(function* () {
      const redirectUri = Redacted.make(Redacted.value(yield* scan).replace("ticket=", "ticket=x"))
      const error = yield* Effect.flip((yield* LoginPage).exchange(redirectUri))
      expect(error).toMatchObject({ _tag: "Refused", code: -14 })
    })
  )

  simulated(
    "begins with a pass_ticket that comes as a cookie only, and goes on with it",
    {},
    Effect.gen(function* () {
      yield* (yield* Simulator.Simulator).control.login({ passTicket: "cookie" })
      const { SyncKey, credentials } = yield* login
      expect(Redacted.value(credentials.pass_ticket)).toMatch(/^\w+%2B%2F\w+%3D$/)
      yield* (yield* WebwxSync).sync(credentials, SyncKey)
    })
  )

  for (const [when, kind] of [
    ["garbage", "garbage"],
    ["nothing", "empty"],
    ["a page", "html"],
    ["no answer", "reset"]
  ] as const) {
    simulated(
      `spends its ticket also by a use that is answered with ${when}`,
      {},
      Effect.gen(function* () {
        const { control } = yield* Simulator.Simulator
        const redirectUri = yield* scan
        const { exchange } = yield* LoginPage
        yield* control.faults([{ endpoint: "webwxnewloginpage", kind, when: "after", times: 1 }])
        expect((yield* Effect.flip(exchange(redirectUri)))._tag).toMatch(/^(BadAnswer|Unreachable)$/)
        expect(yield* Effect.flip(exchange(redirectUri))).toMatchObject({ _tag: "TicketRefused", code: 1 })
      })
    )
  }

  simulated(
    "spends its ticket also by a use of whose answer only half comes",
    {},
    Effect.gen(function* () {
      const { control } = yield* Simulator.Simulator
      const redirectUri = yield* scan
      const { exchange } = yield* LoginPage
      yield* control.faults([{ endpoint: "webwxnewloginpage", kind: "half", times: 1 }])
      expect(yield* Effect.flip(exchange(redirectUri))).toMatchObject({ _tag: "BadAnswer" })
      expect(yield* Effect.flip(exchange(redirectUri))).toMatchObject({ _tag: "TicketRefused", code: 1 })
    })
  )

  simulated(
    "draws the code that is scanned",
    {},
    Effect.gen(function* () {
      const uuid = yield* (yield* JsLogin).uuid
      const picture = yield* (yield* QrCode).image(uuid)
      expect(Buffer.from(picture.subarray(1, 4)).toString()).toBe("PNG")
      expect(yield* Effect.flip((yield* QrCode).image(Redacted.make("unknown")))).toMatchObject({
        _tag: "BadAnswer",
        issue: "status 404"
      })
    })
  )

  simulated(
    "leaves no secret in the log",
    {},
    Effect.gen(function* () {
      const lines: Array<string> = []
      const logger = Logger.map(Logger.jsonLogger, (line) => lines.push(line))
      const secrets = yield* Effect.gen(function* () {
        const uuid = yield* (yield* JsLogin).uuid
        yield* (yield* QrCode).image(uuid)
        const { SyncKey, credentials, me } = yield* login
        yield* (yield* SyncCheck).poll(credentials, SyncKey)
        yield* (yield* WebwxSync).sync(credentials, SyncKey)
        yield* (yield* SendMessage).text(credentials, {
          from: me.UserName,
          to: "filehelper",
          text: "between us",
          clientMsgId: "1"
        })
        const cookies = yield* (yield* CookieJar).export
        yield* (yield* Logout).logout(credentials)
        const hidden = [
          uuid,
          credentials.skey,
          credentials.wxsid,
          credentials.pass_ticket,
          ...cookies.filter(({ name }) => name.startsWith("webwx")).map(({ value }) => value)
        ]
        return [...hidden.map(Redacted.value), "between us", me.UserName]
      }).pipe(
        Effect.provide([Logger.replace(Logger.defaultLogger, logger), Logger.minimumLogLevel(LogLevel.All)])
      )
      const log = lines.join("\n")
      expect(secrets.length).toBeGreaterThan(7)
      for (const secret of secrets) {
        expect(log).not.toContain(secret)
        expect(log).not.toContain(encodeURIComponent(secret))
      }
      expect(lines.filter((line) => line.includes('"webwxsendmsg"')).length).toBe(1)
    })
  )

  simulated(
    "reads what the simulator writes into each kind of message",
    {},
    Effect.gen(function* () {
      const { control } = yield* Simulator.Simulator
      yield* control.person({ name: "clerk", nickName: "客服", openim: true, inBook: false })
      const { SyncKey, credentials, me } = yield* login
      const next = yield* follow(credentials, SyncKey)
      yield* next
      const quote = { name: "莉莉🌻", text: '"明天" <几点>？' }
      yield* control.messages([
        { from: "lili", kind: "app", text: "七点 & 八点", quote },
        { from: "lili", text: "七点", quote },
        { from: "lili", kind: "card", person: "tom" },
        { from: "passer-by", kind: "friend-request", text: "我是'路人'" },
        { from: "lili", kind: "transfer", text: "饭钱" },
        { from: "lili", kind: "red-packet" },
        { from: "lili", group: "family", kind: "pat" },
        {
          from: "lili",
          group: "family",
          kind: "revoke",
          of: "7000000000000000009",
          text: '"三姨" 撤回了一条消息'
        },
        { from: "lili", kind: "location", text: "海淀区" },
        { from: "clerk", group: "work", text: "您好" }
      ])
      const messages = (yield* next).messages.map((wire) => fromWire(wire, me.UserName))
      expect(messages.map(({ body }) => body)).toEqual([
        { _tag: "Text", text: "七点 & 八点", quote },
        { _tag: "Text", text: "七点", quote },
        { _tag: "Card" },
        { _tag: "FriendRequest" },
        { _tag: "App", AppMsgType: 2000 },
        { _tag: "SystemLine", tooFrequent: false },
        { _tag: "SystemLine", tooFrequent: false },
        { _tag: "Revoke", MsgId: "7000000000000000009" },
        { _tag: "Location" },
        { _tag: "Text", text: "您好" }
      ])
      const [clerk] = messages.map(({ speaker }) => Option.getOrElse(speaker, () => "")).slice(-1)
      expect(clerk).toMatch(/^@[0-9a-f]{64}@openim$/)
    })
  )
})

describe("a session at the stand-in's own address", () => {
  simulated(
    "counts as one of wx.qq.com, push host and all",
    { sessionHost: "own" },
    Effect.gen(function* () {
      const { SyncKey, credentials } = yield* login
      expect(credentials.host).toBe("wx.qq.com")
      expect((yield* (yield* SyncCheck).poll(credentials, SyncKey)).selector).not.toBe(0)
    })
  )
})

describe("a session at a host that no list names", () => {
  for (const sessionHost of ["wx1.qq.com", "wx99.qq.com", "web42.wechat.com"]) {
    simulated(
      `is one like any other: ${sessionHost}`,
      { sessionHost },
      Effect.gen(function* () {
        const { SyncKey, credentials } = yield* login
        expect(credentials.host).toBe(sessionHost)
        // its cookies go to its push host
        expect((yield* (yield* SyncCheck).poll(credentials, SyncKey)).selector).not.toBe(0)
        yield* (yield* PushLogin).uuid(credentials)
      })
    )
  }
})

describe("a foreign host", () => {
  simulated(
    "is not gone to",
    { sessionHost: "wx2.qq.com.example.net" },
    Effect.gen(function* () {
      const error = yield* Effect.flip((yield* LoginPage).exchange(yield* scan))
      expect(error).toMatchObject({ _tag: "ForeignHost", host: "wx2.qq.com.example.net" })
    })
  )
})

describe("a barred account", () => {
  simulated(
    "is told why",
    {},
    Effect.gen(function* () {
      yield* (yield* Simulator.Simulator).control.login({ action: "refuse" })
      const error = yield* Effect.flip((yield* LoginPage).exchange(yield* scan))
      expect(error).toMatchObject({ _tag: "AccountRefused", code: Option.some(1203) })
      expect(error.message).toBe(
        "为了你的帐号安全，此微信号不能登录网页微信。 你可以使用 Windows 微信 & Mac 微信在电脑端登录。"
      )
    })
  )

  simulated(
    "is told why by a page",
    {},
    Effect.gen(function* () {
      const { control } = yield* Simulator.Simulator
      yield* control.login({ action: "refuse", refusal: "html" })
      const error = yield* Effect.flip((yield* LoginPage).exchange(yield* scan))
      expect(error).toMatchObject({ _tag: "AccountRefused", code: Option.none() })
      expect(error.message).toContain("不能登录网页微信")
    })
  )
})

describe("Tuling", () => {
  const question = { text: "你好", userId: "u0a1b2c3", groupId: Option.some("g0d4e5f6") }

  simulated(
    "answers in both versions",
    {},
    Effect.gen(function* () {
      const { control } = yield* Simulator.Simulator
      expect(yield* (yield* TulingV1).ask(question)).toEqual(Option.some("你好呀，很高兴见到你"))
      expect(yield* (yield* TulingV2).ask(question)).toEqual(Option.some("你好呀，很高兴见到你"))
      expect(yield* control.asked()).toMatchObject([
        { version: 1, text: "你好", userId: "u0a1b2c3" },
        { version: 2, text: "你好", userId: "u0a1b2c3", groupId: "g0d4e5f6" }
      ])
    })
  )

  simulated(
    "takes the longest question that is sent",
    {},
    Effect.gen(function* () {
      expect((yield* (yield* TulingV2).ask({ ...question, text: "你好😀".repeat(100) }))._tag).toBe("Some")
    })
  )

  simulated(
    "keeps its sentence when it refuses",
    {},
    Effect.gen(function* () {
      const { control } = yield* Simulator.Simulator
      yield* control.tuling({ keys: ["another key"] })
      expect(yield* Effect.flip((yield* TulingV1).ask(question))).toMatchObject({
        kind: "configuration",
        code: "40001"
      })
      expect(yield* Effect.flip((yield* TulingV2).ask(question))).toMatchObject({
        kind: "configuration",
        code: "4007"
      })
    })
  )
})
