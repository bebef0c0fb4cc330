import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Logger, TestClock } from "effect"
import { SyncCheck } from "../../../src/http/wechat/SyncCheck.ts"
import { WebwxInit } from "../../../src/http/wechat/WebwxInit.ts"
import * as WechatTime from "../../../src/http/wechat/WechatTime.ts"
import { credentials, FakeHttp, json, ok } from "../../support/http/FakeHttp.ts"
import { BEGIN, machine } from "../../support/http/machine.ts"

const HOUR = 3_600_000
const MINUTE = 60_000

/** The robot's time on a machine, with what it asks and tells. */
const following = (set = 0) =>
  Effect.gen(function* () {
    const at = yield* machine
    at.set(set)
    const { clock, following } = yield* at.time
    let asks = 0
    const told: Array<string> = []
    const logger = Logger.replace(
      Logger.defaultLogger,
      Logger.make(({ message }) => {
        told.push([message].flat().join(" "))
      })
    )
    /** A call that brings a reading. */
    const read = Effect.provide(
      following.reading(Effect.sync(at.serverNow), (millis) => Math.floor(millis / 1000)),
      logger
    )
    return {
      ...at,
      ...following,
      read,
      told,
      /** How far the robot's time is from WeChat's. */
      off: () => clock.unsafeCurrentTimeMillis() - at.serverNow(),
      now: clock.currentTimeMillis,
      /** Whether it asks now. */
      asks: (doubt = false) =>
        Effect.gen(function* () {
          const before = asks
          const ask = Effect.zipRight(
            Effect.sync(() => asks++),
            read
          )
          yield* following.makeSure(ask, doubt)
          return asks > before
        })
    }
  })

const agree = (off: number) => expect(Math.abs(off)).toBeLessThanOrEqual(3_000)

describe("the robot's time", () => {
  it.effect("is this machine's until WeChat tells it", () =>
    Effect.gen(function* () {
      const { isKnown, known, now, read } = yield* following(-3 * HOUR)
      const waiting = yield* Effect.fork(known)
      expect(yield* now).toBe(BEGIN - 3 * HOUR)
      expect(yield* isKnown).toBe(false)
      yield* read
      expect(yield* isKnown).toBe(true)
      expect(yield* Fiber.await(waiting)).toEqual(Exit.void)
    })
  )

  it.effect.each([-3 * HOUR, 3 * HOUR, -MINUTE, 40 * 365 * 24 * HOUR, -50 * 365 * 24 * HOUR])(
    "is WeChat's then, on a machine that is wrong by %d ms",
    (set) =>
      Effect.gen(function* () {
        const { off, read } = yield* following(set)
        yield* read
        agree(off())
      })
  )

  it.effect("stays the machine's to the millisecond where the two agree", () =>
    Effect.gen(function* () {
      const { now, read } = yield* following(700)
      yield* read
      expect(yield* now).toBe(BEGIN + 700)
    })
  )

  it.effect.each([-3 * HOUR, 3 * HOUR, 12 * 24 * HOUR])(
    "does not step with a clock that is set by %d ms",
    (by) =>
      Effect.gen(function* () {
        const { now, read, set } = yield* following()
        yield* read
        const before = yield* now
        set(by)
        expect(yield* now).toBe(before)
        yield* TestClock.adjust("2 minutes")
        expect(yield* now).toBe(before + 2 * MINUTE)
      })
  )

  it.effect("is right again after the machine slept, with the next answer", () =>
    Effect.gen(function* () {
      const { asks, off, read, sleep } = yield* following()
      yield* read
      sleep(8 * HOUR)
      expect(off()).toBe(-8 * HOUR)
      expect(yield* asks()).toBe(true)
      agree(off())
    })
  )

  it.effect("goes by no answer that tells nonsense, or nothing", () =>
    Effect.gen(function* () {
      const { isKnown, now, reading } = yield* following()
      for (const second of [undefined, 0, -5, 1_700_000_000_000, Number.NaN]) {
        yield* reading(Effect.void, () => second)
      }
      expect(yield* isKnown).toBe(false)
      expect(yield* now).toBe(BEGIN)
    })
  )

  it.effect("takes nothing from a call that fails", () =>
    Effect.gen(function* () {
      const { isKnown, reading } = yield* following()
      yield* Effect.exit(reading(Effect.fail("no"), () => 1_800_000_000))
      expect(yield* isKnown).toBe(false)
    })
  )
})

describe("WeChat is asked for the time", () => {
  it.effect("when it never told it, and not again within a minute", () =>
    Effect.gen(function* () {
      const { makeSure } = yield* following()
      let asked = 0
      // of one that does not answer with the time
      const ask = Effect.sync(() => asked++)
      yield* makeSure(ask)
      yield* makeSure(ask)
      expect(asked).toBe(1)
      yield* TestClock.adjust("1 minute")
      yield* makeSure(ask)
      expect(asked).toBe(2)
    })
  )

  it.effect.each([-3 * HOUR, 3 * HOUR, 5_000, -5_000])(
    "when this machine's clock was set by %d ms, once",
    (by) =>
      Effect.gen(function* () {
        const { asks, read, set } = yield* following()
        yield* read
        expect(yield* asks()).toBe(false)
        set(by)
        expect(yield* asks()).toBe(true)
        yield* TestClock.adjust("2 minutes")
        expect(yield* asks()).toBe(false)
      })
  )

  it.effect("when the last answer is an hour old", () =>
    Effect.gen(function* () {
      const { asks, read } = yield* following()
      yield* read
      yield* TestClock.adjust("59 minutes")
      expect(yield* asks()).toBe(false)
      yield* TestClock.adjust("1 minute")
      expect(yield* asks()).toBe(true)
    })
  )

  it.effect("when there is a reason to doubt", () =>
    Effect.gen(function* () {
      const { asks, read } = yield* following()
      yield* read
      expect(yield* asks(true)).toBe(true)
    })
  )
})

describe("the owner is told", () => {
  const wrong = "this machine's clock is wrong: the robot goes by WeChat's"

  it.effect("once that this machine's clock is wrong, and once that it is right again", () =>
    Effect.gen(function* () {
      const { read, set, told } = yield* following(-3 * HOUR)
      yield* read
      yield* read
      expect(told).toEqual([wrong])
      set(-2_000)
      yield* read
      yield* read
      expect(told).toEqual([wrong, "this machine's clock agrees with WeChat's"])
    })
  )

  it.effect("nothing of some seconds, nor of a sleep", () =>
    Effect.gen(function* () {
      const { read, sleep, told } = yield* following(20_000)
      yield* read
      sleep(8 * HOUR)
      yield* read
      expect(told).toEqual([])
    })
  )
})

describe("the time is told", () => {
  /** What the robot's clock shows after a call that is answered so. */
  const timeAfter = <A, E>(response: Response, call: Effect.Effect<A, E, WebwxInit | SyncCheck>) =>
    Effect.gen(function* () {
      const { time } = yield* machine
      const { clock, following } = yield* time
      yield* Effect.exit(
        call.pipe(
          Effect.provide(new FakeHttp(() => response).wechat()),
          Effect.provideService(WechatTime.WechatTime, following)
        )
      )
      return clock.unsafeCurrentTimeMillis()
    })
  const later = BEGIN + HOUR
  const date = new Date(later).toUTCString()
  const key = { Count: 1, List: [{ Key: 1, Val: 1 }] }
  const init = Effect.flatMap(WebwxInit, ({ init }) => init(credentials))
  const poll = Effect.flatMap(SyncCheck, ({ poll }) => poll(credentials, key))
  const started = { ...ok, User: { UserName: "@me", NickName: "" }, SyncKey: key, SystemTime: later / 1000 }

  it.effect("by webwxinit", () => Effect.map(timeAfter(json(started), init), (time) => agree(time - later)))

  it.effect("by the date of any answer", () =>
    Effect.map(
      timeAfter(new Response('window.synccheck={retcode:"0",selector:"0"}', { headers: { date } }), poll),
      (time) => agree(time - later)
    )
  )

  it.effect("by no answer without a date, nor with one that cannot be read", () =>
    Effect.gen(function* () {
      for (const headers of [{}, { date: "yesterday" }, { date: "" }]) {
        const answer = new Response('window.synccheck={retcode:"0",selector:"0"}', { headers })
        expect(yield* timeAfter(answer, poll)).toBe(BEGIN)
      }
    })
  )
})
