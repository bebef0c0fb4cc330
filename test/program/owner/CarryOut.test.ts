import { describe, expect } from "@effect/vitest"
import { Effect, Option, TestClock } from "effect"
import { FILE_HELPER } from "../../../src/domain/Contact.ts"
import { CurrentSession } from "../../../src/program/session/CurrentSession.ts"
import { SendPause } from "../../../src/program/connection/SendPause.ts"
import { Switches } from "../../../src/program/owner/Switches.ts"
import { fakes } from "../../support/program/fakes.ts"
import { robotTest, tags } from "../../support/program/replying.ts"
import { contact, friend, me, refused } from "../../support/program/wire.ts"

/** What the owner writes to 文件传输助手. */
const told = (Content: string) => ({ FromUserName: me, ToUserName: FILE_HELPER, Content })

const surroundings = fakes({
  ROBOT_TIME_ZONE: "Asia/Shanghai",
  ROBOT_QUIET_PERIOD: "0",
  ROBOT_REPLY_DELAY: "0"
})

const state = Effect.flatMap(Switches, (switches) => switches.state)

const twoOfAName = Effect.flatMap(CurrentSession, ({ get }) =>
  Effect.flatMap(get, ({ book }) =>
    Effect.zipRight(
      book.enlist([
        contact("@wang-1", { NickName: "Wang", RemarkName: "Wang" }),
        contact("@wang-2", { NickName: "Wang" }),
        contact("@23", { NickName: "Team 23:00" })
      ]),
      book.complete
    )
  )
)

describe("the owner's command", () => {
  robotTest("pauses and resumes, and is answered at once", surroundings, ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* hear("1", told("/暂停 30分钟"))
      expect(wechat.sent().map(({ text, to }) => [to, text])).toEqual([
        [FILE_HELPER, "已暂停，直到 1970-01-01 08:30。这期间来的消息不回复。"]
      ])
      yield* hear("2")
      yield* TestClock.adjust("5 minutes")
      expect(wechat.sent()).toHaveLength(1)
      yield* hear("3", told("/resume"))
      yield* hear("4", { Content: "new" })
      expect(
        wechat
          .sent()
          .map(({ text }) => text)
          .slice(1)
      ).toEqual(["Not paused any more. What came meanwhile is not answered.", "re: new"])
      expect(wechat.sent()).toHaveLength(3)
    })
  )

  robotTest("silences an answer that is under way", surroundings, ({ chatbot, hear, progressOf, wechat }) =>
    Effect.gen(function* () {
      yield* chatbot.next(
        Effect.as(Effect.sleep("3 seconds"), { _tag: "Words", text: "late", chatbot: "tuling" })
      )
      yield* hear("1")
      yield* hear("2", told("/pause"))
      yield* TestClock.adjust("10 seconds")
      expect(wechat.sent().map(({ to }) => to)).toEqual([FILE_HELPER])
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "paused" })
    })
  )

  robotTest("mutes one chat, for a time", surroundings, ({ hear, progressOf, wechat }) =>
    Effect.gen(function* () {
      yield* twoOfAName
      yield* hear("1", told("/mute Li 2 hours"))
      expect(wechat.sent().at(-1)?.text).toBe("Muted until 1970-01-01 10:00: Li")
      yield* hear("2")
      expect(progressOf("2").at(-1)).toEqual({ _tag: "skipped", reason: "muted" })
      yield* hear("3", { FromUserName: "@wang-1" })
      expect(wechat.sent().at(-1)?.text).toBe("re: hello")
      yield* hear("4", told("/取消静音 Li"))
      expect(wechat.sent().at(-1)?.text).toBe("没有静音：Li")
      yield* hear("5", { Content: "again" })
      expect(wechat.sent().at(-1)?.text).toBe("re: again")
    })
  )

  robotTest("lists whom a name could mean, and switches nothing", surroundings, ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* twoOfAName
      for (const [said, answered] of [
        ["/mute Wang", 'Several are called "Wang". Give the one you mean a remark:\n- Wang\n- Wang'],
        ["/mute Wan 2 hours", 'Nobody is called just "Wan". Do you mean one of these?\n- Wang\n- Wang'],
        ["/静音 老王", "没有谁叫“老王”。"],
        ["/mute", "Whom? For example: /mute Li, /mute Li 2 hours"],
        [
          "/pause a while",
          '"a while" is no time that I know, so nothing is paused. For example: /pause 30 minutes, /pause 23:00, /pause tomorrow'
        ],
        [
          "/恢复 小李",
          "看不懂这里的“小李”，什么都没变。/恢复 结束暂停；/恢复 发送 还结束微信说发送太频繁之后的停发。"
        ]
      ] as const) {
        yield* hear(said, told(said))
        expect(wechat.sent().at(-1)?.text).toBe(answered)
      }
      expect(yield* state).toEqual({ paused: undefined, mutes: [] })
    })
  )

  robotTest("takes a name that ends like a time for a name", surroundings, ({ hear }) =>
    Effect.gen(function* () {
      yield* twoOfAName
      yield* hear("1", told("/mute Team 23:00"))
      expect((yield* state).mutes).toMatchObject([{ userName: "@23", until: null }])
    })
  )

  robotTest("tells how things are, and what can be told the robot", surroundings, ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* twoOfAName
      yield* hear("1", told("/静音 Li"))
      yield* hear("2", told("/状态"))
      expect(wechat.sent().at(-1)?.text).toBe("机器人在工作。\n已静音，直到你写 /取消静音：Li")
      yield* hear("3", told("/what"))
      expect(wechat.sent().at(-1)?.text).toContain("/unmute name")
      yield* hear("4", told("/帮助"))
      expect(wechat.sent().at(-1)?.text).toContain("/取消静音 名字")
      yield* hear("5", told("/why Li"))
      expect(wechat.sent().at(-1)?.text).toBe("None is among the newest messages.")
    })
  )

  robotTest(
    "is answered in a dry run, without a turn, and in a chat that had its answers",
    fakes({ ROBOT_DRY_RUN: "true", ROBOT_SENDS_PER_MINUTE: "1", ROBOT_CHAT_REPLIES_PER_10_MINUTES: "1" }),
    ({ hear, pacer, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* pacer.always(() => Effect.never)
        yield* Effect.forEach(["1", "2", "3"], (MsgId) => hear(MsgId, told("/status")))
        expect(wechat.sent()).toHaveLength(3)
        expect(tags(progressOf("3"))).toEqual(["decided", "answered", "sending", "sent"])
        // nor does it count as an answer
        yield* hear("4", told("hello"))
        expect(progressOf("4").at(-1)).toEqual({ _tag: "would-send" })
      })
  )

  robotTest(
    "is carried out while sends pause, and not answered; the owner may end that pause",
    surroundings,
    ({ hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        const pause = yield* SendPause
        yield* pause.tooFrequent(0)
        yield* hear("1", told("/pause"))
        expect(wechat.sent()).toEqual([])
        expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "command-in-send-pause" })
        expect((yield* state).paused).toBeDefined()
        yield* hear("2", told("/resume"))
        expect(wechat.sent()).toEqual([])
        yield* hear("3", told("/resume sends"))
        expect(wechat.sent().map(({ text }) => text)).toEqual([
          "Sends go on, although WeChat found them too frequent."
        ])
        expect(yield* pause.until).toBe(0)
      })
  )

  robotTest(
    "that WeChat finds too frequent is not answered later",
    surroundings,
    ({ hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.next(refused(1205))
        yield* hear("1", told("/status"))
        yield* TestClock.adjust("4 minutes")
        expect(wechat.sent()).toHaveLength(1)
        expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "command-in-send-pause" })
      })
  )

  robotTest("whose time is over when it comes changes nothing", surroundings, ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* hear("1", told("/pause"))
      yield* TestClock.adjust("3 minutes")
      yield* hear("2", told("/pause 1 minute"), { createdAt: 0 })
      expect((yield* state).paused).toMatchObject({ until: null })
      expect(wechat.sent().at(-1)?.text).toBe("That is over already, so nothing changed: 1 minute")
    })
  )

  robotTest(
    "ends a mute also of a chat that the log-in of now does not know",
    surroundings,
    ({ hear, wechat }) =>
      Effect.gen(function* () {
        yield* twoOfAName
        const switches = yield* Switches
        yield* switches.mute({ userName: "@gone", lastingName: "group:Team" }, Option.none())
        yield* hear("1", told("/unmute Team"))
        expect(wechat.sent().at(-1)?.text).toBe("Not muted: Team")
        expect((yield* state).mutes).toEqual([])
      })
  )

  robotTest(
    "ends none of two mutes that are meant by one name, where the log-in knows neither",
    surroundings,
    ({ hear, wechat }) =>
      Effect.gen(function* () {
        yield* twoOfAName
        const switches = yield* Switches
        yield* switches.mute({ userName: "@gone", lastingName: "friend:Zhao" }, Option.none())
        yield* switches.mute({ userName: "@@gone", lastingName: "group:Zhao" }, Option.none())
        yield* hear("1", told("/unmute Zhao"))
        expect(wechat.sent().at(-1)?.text).toBe('Nobody is called "Zhao".')
        expect((yield* state).mutes).toHaveLength(2)
      })
  )

  robotTest("that is old is not carried out", surroundings, ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* TestClock.adjust("10 minutes")
      yield* hear("1", told("/pause"), { createdAt: 0 })
      expect(yield* state).toEqual({ paused: undefined, mutes: [] })
      expect(wechat.sent()).toEqual([])
    })
  )

  robotTest("is nobody else's", surroundings, ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* (yield* Switches).mute({ userName: friend, lastingName: "friend:Li" }, Option.none())
      yield* hear("1", { FromUserName: friend, Content: "/unmute Li" })
      yield* hear("2", { FromUserName: me, ToUserName: friend, Content: "/pause" })
      yield* hear("3", { FromUserName: FILE_HELPER, ToUserName: me, Content: "/pause" })
      const { mutes, paused } = yield* state
      expect([mutes.length, paused]).toEqual([1, undefined])
      expect(wechat.sent()).toEqual([])
    })
  )
})
