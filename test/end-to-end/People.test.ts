import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { robot } from "../../src/program/Robot.ts"
import type { MessageInput } from "../../src/simulator/control/ControlInput.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, robotAt, untilSyncing } from "../support/end-to-end/inProcess.ts"

/** A robot at work that leaves nothing to chance; `say` delivers a message and tells how the robot was done with it. */
const working = Effect.fnUntraced(function* (environment: Readonly<Record<string, string>> = {}) {
  const { control, origin } = yield* start()
  const settings = { ROBOT_GROUP_REPLY_PROBABILITY: "0", ROBOT_QUIET_PERIOD: "0", ...environment }
  const context = yield* Layer.build(robotAt(origin, settings))
  yield* Effect.forkScoped(Effect.provide(robot, context))
  yield* untilSyncing(control)
  const endings = Context.get(context, Endings)
  return {
    control,
    say: (input: MessageInput) =>
      Effect.flatMap(control.messages([input]), ([MsgId = ""]) => endings.of(MsgId)),
    asked: Effect.map(control.asked(), (all) => all.map(({ text }) => text))
  }
})

const skipped = (reason: string) => ({ _tag: "skipped", reason })
const sent = { _tag: "sent" }

describe("words and people over HTTP", () => {
  it.scopedLive("what somebody quotes is not theirs: neither a mention in it nor a question", () =>
    Effect.gen(function* () {
      const { asked, say } = yield* working()
      const quote = { name: "小白🐼", text: `@小白同学\u2005${"很长的一段话".repeat(40)}` }
      const inGroup = { from: "lili", group: "family", quote }
      expect(yield* say({ ...inGroup, text: "七点好" })).toEqual(skipped("group-not-chosen"))
      expect(yield* say({ ...inGroup, kind: "app", text: "七点好" })).toEqual(skipped("group-not-chosen"))
      expect(yield* say({ ...inGroup, text: "七点好", mention: true })).toMatchObject(sent)
      expect(yield* say({ from: "lili", quote, text: "真的吗" })).toMatchObject(sent)
      expect(yield* say({ from: "lili", kind: "app", quote, text: "什么时候" })).toMatchObject(sent)
      expect(yield* asked).toEqual(["七点好", "真的吗", "什么时候"])
    })
  )

  it.scopedLive("a member with a longer name is another member, and mention-all is no mention", () =>
    Effect.gen(function* () {
      const { control, say } = yield* working()
      yield* control.person({ name: "bai", nickName: "小白同学 2" })
      const members = [{ name: "me", displayName: "小白同学" }, { name: "lili" }, { name: "bai" }]
      yield* control.group({ name: "family", members })
      const inGroup = (text: string) => say({ from: "lili", group: "family", text })
      expect(yield* inGroup("@小白同学 2\u2005在吗")).toEqual(skipped("group-not-chosen"))
      expect(yield* inGroup("@小白同学\u2005在吗")).toMatchObject(sent)
      expect(yield* inGroup("@全体成员 开会")).toEqual(skipped("mention-all"))
    })
  )

  it.scopedLive("a denied friend is known by any spelling of the name, and by the one of now", () =>
    Effect.gen(function* () {
      const { control, say } = yield* working({ ROBOT_DENY: "阳光\u2600\uFE0F\u{1F33B},老孙" })
      expect(yield* say({ from: "sun", text: "在吗" })).toEqual(skipped("denied"))
      yield* control.person({ name: "sun", nickName: "月亮", remarkName: "老孙" })
      expect(yield* say({ from: "sun", text: "在吗" })).toEqual(skipped("denied"))
      yield* control.person({ name: "sun", remarkName: "" })
      expect(yield* say({ from: "sun", text: "在吗" })).toMatchObject(sent)
    })
  )

  it.scopedLive("a name that sounds like a warning silences nobody", () =>
    Effect.gen(function* () {
      const { say } = yield* working()
      const text = "你已添加了频繁出差，现在可以开始聊天了。"
      expect(yield* say({ kind: "system", from: "lili", text })).toEqual(skipped("control-message"))
      expect(yield* say({ from: "lili", text: "你好" })).toMatchObject(sent)
    })
  )

  it.scopedLive("a contact of WeChat Work speaks in a group", () =>
    Effect.gen(function* () {
      const { control, say } = yield* working()
      yield* control.person({ name: "worker", fixedUserName: "@worker@openim", inBook: false })
      yield* control.group({ name: "work", members: [{ name: "me" }, { name: "worker" }] })
      expect(yield* say({ from: "worker", group: "work", text: "在吗", mention: true })).toMatchObject(sent)
    })
  )
})
