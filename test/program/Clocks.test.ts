import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { type AddMsg } from "../../src/domain/AddMsg.ts"
import { WechatTime } from "../../src/http/wechat/WechatTime.ts"
import { machine } from "../support/http/machine.ts"
import { fakes } from "../support/program/fakes.ts"
import { FakeWechat } from "../support/program/FakeWechat.ts"
import { runningWith } from "../support/program/running.ts"
import { addMsg, contact, friend, me, refused } from "../support/program/wire.ts"

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Both ways that a clock can be wrong, in milliseconds. */
const bothWays = it.effect.each([-3 * HOUR, 3 * HOUR])

/** A robot on a machine whose clock is wrong by so much when it logs in; only webwxinit tells it the time. */
const robotOn = Effect.fnUntraced(function* (set: number) {
  const at = yield* machine
  at.set(set)
  const { clock, following } = yield* at.time
  const wechat = yield* FakeWechat
  yield* wechat.webwxInit.always(() =>
    following.reading(wechat.started({ contacts: [contact(friend)] }), () =>
      Math.floor(at.serverNow() / 1000)
    )
  )
  const { progressOf } = yield* runningWith((robot) =>
    Effect.withClock(Effect.provideService(robot, WechatTime, following), clock)
  )
  let count = 0
  const come = (age: number, fields: Partial<AddMsg>) =>
    addMsg(`${++count}`, { CreateTime: Math.floor((at.serverNow() - age) / 1000), ...fields })
  /** Why nothing was said to a message, or that something was. */
  const became = (MsgId: string) => {
    const last = progressOf(MsgId).at(-1)
    if (last?._tag === "decided" && last.decision._tag === "Skip") return last.decision.reason
    return last?._tag === "skipped" ? last.reason : last?._tag
  }
  /** What became of messages that are so old, in milliseconds, and come together. */
  const hear = Effect.fnUntraced(function* (ages: ReadonlyArray<number>, fields: Partial<AddMsg> = {}) {
    const messages = ages.map((age) => come(age, fields))
    yield* wechat.push(...messages)
    // the loop may rest between two polls
    yield* TestClock.adjust("30 seconds")
    return messages.map(({ MsgId }) => became(MsgId))
  })
  const fromOwner: Partial<AddMsg> = { FromUserName: me, ToUserName: friend, Content: "it is me" }
  return { ...at, hear, fromOwner, became, inits: () => wechat.webwxInit.asked.length, wechat }
})

const atOnce = fakes({ ROBOT_REPLY_DELAY: "0" })
const ages = [HOUR, 0]

describe("the age of a message", () => {
  bothWays("is right when the clock was wrong by %d ms at the log-in, and when it is set right", (by) =>
    Effect.gen(function* () {
      const { hear, inits, set } = yield* robotOn(by)
      expect(yield* hear(ages)).toEqual(["stale", "sent"])
      set(0)
      yield* TestClock.adjust("2 minutes")
      expect(yield* hear(ages)).toEqual(["stale", "sent"])
      expect(inits()).toBe(2)
    }).pipe(Effect.provide(atOnce))
  )

  bothWays("is right when the clock is set by %d ms long after the log-in, and back", (by) =>
    Effect.gen(function* () {
      const { hear, set } = yield* robotOn(0)
      yield* TestClock.adjust("3 hours")
      for (const off of [by, 0, -by]) {
        set(off)
        yield* TestClock.adjust("1 minute")
        expect(yield* hear(ages)).toEqual(["stale", "sent"])
      }
    }).pipe(Effect.provide(atOnce))
  )

  it.effect("is right after the machine slept: what came meanwhile is old", () =>
    Effect.gen(function* () {
      const { hear, sleep } = yield* robotOn(0)
      yield* TestClock.adjust("2 minutes")
      sleep(8 * HOUR)
      expect(yield* hear([8 * HOUR + MINUTE])).toEqual(["stale"])
      expect(yield* hear([7 * HOUR, 6 * MINUTE, MINUTE])).toEqual(["stale", "stale", "sent"])
    }).pipe(Effect.provide(atOnce))
  )

  it.effect("is right after a pause of the whole machine, as far as messages tell of it", () =>
    Effect.gen(function* () {
      const { hear, pause } = yield* robotOn(0)
      yield* TestClock.adjust("2 minutes")
      pause(8 * HOUR)
      expect(yield* hear([7 * HOUR, 0])).toEqual(["stale", "sent"])
    }).pipe(Effect.provide(atOnce))
  )

  it.effect("is that of the last look too: nothing is said that the machine slept over", () =>
    Effect.gen(function* () {
      const { became, hear, sleep } = yield* robotOn(0)
      yield* TestClock.adjust("2 minutes")
      expect(yield* hear([0])).toEqual(["answered"])
      sleep(8 * HOUR)
      yield* TestClock.adjust("1 minute")
      expect(became("1")).toBe("stale")
    }).pipe(Effect.provide(fakes({ ROBOT_REPLY_DELAY: "1 minute" })))
  )

  it.effect("does not hold up a robot whom WeChat does not tell the time", () =>
    Effect.gen(function* () {
      const { hear, inits, set, wechat } = yield* robotOn(0)
      yield* wechat.webwxInit.always(() => refused(1))
      set(3 * HOUR)
      yield* TestClock.adjust("2 minutes")
      expect(yield* hear(ages)).toEqual(["stale", "sent"])
      expect(yield* hear(ages)).toEqual(["stale", "sent"])
      expect(inits()).toBe(2)
    }).pipe(Effect.provide(atOnce))
  )
})

describe("a period lasts as long as it should", () => {
  bothWays("when the clock is set by %d ms: the quiet one after the phone was used", (by) =>
    Effect.gen(function* () {
      const { fromOwner, hear, set } = yield* robotOn(0)
      yield* hear([0], fromOwner)
      set(by)
      yield* TestClock.adjust("1 minute")
      expect(yield* hear([0])).toEqual(["phone-active"])
      set(0)
      yield* TestClock.adjust("90 seconds")
      expect(yield* hear([0])).toEqual(["sent"])
    }).pipe(Effect.provide(atOnce))
  )

  it.effect("when the machine slept: the quiet one after the phone is seen in use", () =>
    Effect.gen(function* () {
      const { hear, sleep, wechat } = yield* robotOn(0)
      yield* TestClock.adjust("2 minutes")
      sleep(8 * HOUR)
      yield* wechat.webwxSync.next(wechat.changes({}))
      yield* wechat.syncCheck.next(Effect.succeed({ selector: 7 }))
      yield* TestClock.adjust("30 seconds")
      expect(yield* hear([0])).toEqual(["phone-active"])
    }).pipe(Effect.provide(atOnce))
  )

  bothWays("when the clock is set by %d ms: the ten minutes of the loop guard", (by) =>
    Effect.gen(function* () {
      const { hear, set } = yield* robotOn(0)
      expect(yield* hear([0])).toEqual(["sent"])
      set(by)
      yield* TestClock.adjust("9 minutes")
      expect(yield* hear([0])).toEqual(["chat-limit"])
      set(0)
      yield* TestClock.adjust("2 minutes")
      expect(yield* hear([0])).toEqual(["sent"])
    }).pipe(Effect.provide(fakes({ ROBOT_REPLY_DELAY: "0", ROBOT_CHAT_REPLIES_PER_10_MINUTES: "1" })))
  )

  bothWays("when the clock is set by %d ms: the pause of sends", (by) =>
    Effect.gen(function* () {
      const { became, hear, set, wechat } = yield* robotOn(0)
      yield* wechat.sendMessage.next(refused(1205))
      yield* hear([0])
      set(by)
      yield* TestClock.adjust("9 minutes")
      expect(became("1")).toBe("answered")
      yield* TestClock.adjust("1 minute")
      expect(became("1")).toBe("sent")
    }).pipe(Effect.provide(fakes({ ROBOT_REPLY_DELAY: "0", ROBOT_MAX_MESSAGE_AGE: "1 hour" })))
  )
})
