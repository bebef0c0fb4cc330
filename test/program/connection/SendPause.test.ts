import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, TestClock } from "effect"
import { type AddMsg } from "../../../src/domain/AddMsg.ts"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { Connection } from "../../../src/program/connection/Connection.ts"
import { SendPause } from "../../../src/program/connection/SendPause.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { leave, sendPause } from "../../support/program/kept.ts"
import { inGroup, replying, robotTest } from "../../support/program/replying.ts"
import { restarted } from "../../support/program/restarted.ts"
import { notConnected, refused, timedOut } from "../../support/program/wire.ts"

const tooFrequent = refused(1205)
const endless = "until the robot is stopped and started again; a crash does not count"
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** No pause before a reply; a message is never too old, or so old as said. */
const patient = (age = "0") => fakes({ ROBOT_REPLY_DELAY: "0", ROBOT_MAX_MESSAGE_AGE: age })

/** WeChat's own grey line. */
const warningLine: Partial<AddMsg> = { MsgType: 10_000, Content: "操作太频繁, 请稍后再试" }

/** The lengths of the pauses that the owner was told of; any other warning stands there as it is. */
const pausesTold = (logs: Surroundings["logs"]) =>
  logs
    .filter(({ level }) => level === "WARN")
    .map(({ facts, text }) => ("pause" in facts ? facts.pause : text))

describe("the pause of all sends", () => {
  const pausing = Effect.all({ pause: SendPause, surroundings: Surroundings })
  const restarting = restarted(Effect.tap(SendPause, ({ goOn }) => goOn))

  it.effect("is not there at first", () =>
    Effect.gen(function* () {
      const { pause } = yield* pausing
      expect(yield* pause.until).toBe(0)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("lasts 10 minutes, then 1 hour, then until the owner starts anew; each is told once", () =>
    Effect.gen(function* () {
      const { pause, surroundings } = yield* pausing
      yield* pause.tooFrequent(0)
      expect(yield* pause.until).toBe(10 * MINUTE)
      yield* pause.tooFrequent(10 * MINUTE)
      expect(yield* pause.until).toBe(10 * MINUTE + HOUR)
      yield* pause.tooFrequent(2 * HOUR)
      expect(yield* pause.until).toBe(Number.POSITIVE_INFINITY)
      yield* pause.tooFrequent(1000 * HOUR)
      expect(pausesTold(surroundings.logs)).toEqual(["10m", "1h", endless])
      expect(surroundings.logs.map(({ facts }) => facts)).toEqual([
        expect.objectContaining({ todo: expect.stringContaining("nothing") }),
        expect.objectContaining({ todo: expect.stringContaining("nothing") }),
        expect.objectContaining({ todo: expect.stringContaining("systemctl restart") })
      ])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("goes on after a restart, and is told", () =>
    Effect.gen(function* () {
      const { pause, surroundings } = yield* pausing
      yield* pause.tooFrequent(0)
      const restarted = yield* restarting
      expect(yield* restarted.until).toBe(10 * MINUTE)
      expect(pausesTold(surroundings.logs)).toEqual(["10m", "10m"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("without an end outlasts a crash, not the stop of the owner, and is not forgotten then", () =>
    Effect.gen(function* () {
      const { pause, surroundings } = yield* pausing
      yield* Effect.forEach([0, HOUR, 3 * HOUR], (at) => pause.tooFrequent(at))
      const afterCrash = yield* restarting
      expect(yield* afterCrash.until).toBe(Number.POSITIVE_INFINITY)
      expect(pausesTold(surroundings.logs)).toEqual(["10m", "1h", endless, endless])
      yield* afterCrash.stopped
      const byTheOwner = yield* restarting
      expect(yield* byTheOwner.until).toBe(0)
      yield* byTheOwner.tooFrequent(4 * HOUR)
      expect(yield* byTheOwner.until).toBe(Number.POSITIVE_INFINITY)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("with an end is not over because the owner stops the robot", () =>
    Effect.gen(function* () {
      const { pause } = yield* pausing
      yield* pause.tooFrequent(0)
      yield* pause.stopped
      expect(yield* (yield* restarting).until).toBe(10 * MINUTE)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("is that of the account, not of the next one", () =>
    Effect.gen(function* () {
      const { pause } = yield* pausing
      yield* pause.tooFrequent(0)
      yield* Effect.flatMap(KeptValues, ({ forgetAll }) => forgetAll)
      expect(yield* pause.until).toBe(0)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("is never longer than it can be, whatever the clock said when it was noted", () =>
    Effect.gen(function* () {
      yield* leave(sendPause, { until: 1e15, inARow: 1 })
      const pause = yield* restarting
      expect(yield* pause.until).toBe(HOUR)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("does not grow by what WeChat said before its end", () =>
    Effect.gen(function* () {
      const { pause, surroundings } = yield* pausing
      yield* pause.tooFrequent(5)
      yield* pause.tooFrequent(4)
      yield* pause.tooFrequent(10 * MINUTE)
      expect(yield* pause.until).toBe(10 * MINUTE + 5)
      expect(pausesTold(surroundings.logs)).toEqual(["10m"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("is a short one again after a send that was taken, but for one that was under way", () =>
    Effect.gen(function* () {
      const { pause, surroundings } = yield* pausing
      yield* pause.tooFrequent(0)
      yield* pause.taken
      expect(yield* pause.until).toBe(10 * MINUTE)
      yield* pause.tooFrequent(10 * MINUTE)
      yield* TestClock.setTime(2 * HOUR)
      yield* pause.taken
      yield* pause.tooFrequent(HOUR)
      yield* pause.tooFrequent(2 * HOUR)
      expect(yield* pause.until).toBe(2 * HOUR + 10 * MINUTE)
      expect(pausesTold(surroundings.logs)).toEqual(["10m", "1h", "10m"])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("a send that is too frequent", () => {
  robotTest(
    "waits for the end of the pause and goes out under the same ClientMsgId",
    patient(),
    ({ hear, logs, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.next(tooFrequent)
        yield* hear("1")
        yield* TestClock.adjust(10 * MINUTE - 1)
        expect(wechat.sendMessage.asked).toHaveLength(1)
        yield* TestClock.adjust(1)
        const ids = wechat.sendMessage.asked.map(([, { clientMsgId }]) => clientMsgId)
        expect(ids).toHaveLength(2)
        expect(new Set(ids).size).toBe(1)
        expect(progressOf("1").map(({ _tag }) => _tag)).toEqual([
          "decided",
          "answered",
          "sending",
          "answered",
          "sending",
          "sent"
        ])
        expect(pausesTold(logs)).toEqual(["10m"])
      })
  )

  robotTest("holds up all chats, and they go on in the order they came", patient(), ({ hear, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.next(tooFrequent)
      yield* hear("1", { Content: "one" })
      yield* hear("2", inGroup("@Bai two"))
      yield* hear("3", { Content: "three" })
      yield* TestClock.adjust(10 * MINUTE - 1)
      expect(wechat.sendMessage.asked).toHaveLength(1)
      yield* TestClock.adjust(1)
      expect(wechat.sent().map(({ text }) => text)).toEqual(["re: one", "re: one", "re: two", "re: three"])
    })
  )

  robotTest("makes each pause longer until one is taken", patient(), ({ hear, logs, wechat }) =>
    Effect.gen(function* () {
      const sends = () => wechat.sendMessage.asked.length
      yield* wechat.sendMessage.next(tooFrequent, tooFrequent)
      yield* hear("1")
      yield* TestClock.adjust(10 * MINUTE)
      expect(sends()).toBe(2)
      yield* TestClock.adjust(HOUR - 1)
      expect(sends()).toBe(2)
      yield* TestClock.adjust(1)
      expect(sends()).toBe(3)
      yield* wechat.sendMessage.next(tooFrequent)
      yield* hear("2")
      yield* TestClock.adjust(10 * MINUTE)
      expect(sends()).toBe(5)
      expect(pausesTold(logs)).toEqual(["10m", "1h", "10m"])
    })
  )

  robotTest(
    "the third time ends all sends until the owner starts anew, at once",
    patient(),
    ({ chatbot, hear, logs, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.always(() => tooFrequent)
        yield* hear("1")
        yield* hear("2", inGroup("@Bai two"))
        yield* TestClock.adjust(10 * MINUTE + HOUR)
        yield* hear("3")
        // for the last, no chatbot was asked in vain
        expect(chatbot.asked).toHaveLength(2)
        for (const MsgId of ["1", "2", "3"]) {
          expect(progressOf(MsgId).at(-1)).toEqual({ _tag: "skipped", reason: "sends-paused" })
        }
        expect(wechat.sendMessage.asked).toHaveLength(3)
        expect(pausesTold(logs)).toEqual(["10m", "1h", endless])
      })
  )

  robotTest(
    "is not waited for by replies that would be stale by then, only by others",
    patient("5 minutes"),
    ({ hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.next(tooFrequent)
        yield* hear("1")
        yield* hear("2", inGroup("@Bai two"))
        for (const MsgId of ["1", "2"]) {
          expect(progressOf(MsgId).at(-1)).toEqual({ _tag: "skipped", reason: "stale" })
        }
        yield* TestClock.adjust(5 * MINUTE)
        yield* hear("3")
        yield* TestClock.adjust(5 * MINUTE - 1)
        expect(wechat.sendMessage.asked).toHaveLength(1)
        yield* TestClock.adjust(1)
        expect(progressOf("3").at(-1)).toMatchObject({ _tag: "sent" })
      })
  )

  it.scoped(
    "is a sign of life each minute: with all it may hold waiting here, the robot does nothing else",
    () =>
      Effect.gen(function* () {
        const { hear, wechat } = yield* replying
        const { tickedAt } = yield* Connection
        yield* wechat.sendMessage.next(tooFrequent)
        yield* hear("1")
        for (const minute of [1, 2, 3, 9]) {
          yield* TestClock.setTime(minute * MINUTE)
          expect(yield* tickedAt).toBe(minute * MINUTE)
        }
      }).pipe(Effect.provide(patient()))
  )

  robotTest("is looked at again after the pause", patient(), ({ hear, phone, progressOf, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.next(tooFrequent)
      yield* hear("1")
      yield* TestClock.adjust(9 * MINUTE)
      yield* phone.note((activity) => ({ ...activity, lastUse: 9 * MINUTE }))
      yield* TestClock.adjust(MINUTE)
      expect(wechat.sendMessage.asked).toHaveLength(1)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "phone-active" })
    })
  )

  it.scoped(
    "when it was a repetition leaves the reply uncertain, is not repeated, and pauses the others",
    () =>
      Effect.gen(function* () {
        const { hear, logs, progressOf, wechat } = yield* replying
        yield* wechat.sendMessage.next(timedOut, tooFrequent)
        yield* hear("1")
        expect(progressOf("1").at(-1)).toEqual({ _tag: "uncertain", reason: "no-answer" })
        yield* hear("2")
        yield* TestClock.adjust(10 * MINUTE - 1)
        expect(wechat.sendMessage.asked).toHaveLength(2)
        expect(pausesTold(logs)).toEqual(["10m", "uncertain"])
        yield* TestClock.adjust(1)
        expect(progressOf("2").at(-1)).toMatchObject({ _tag: "sent" })
      }).pipe(Effect.provide(patient()))
  )

  robotTest(
    "lets the robot stop at once, and is then not uncertain",
    patient(),
    ({ hear, progressOf, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.next(tooFrequent)
        const fiber = yield* hear("1")
        expect(Exit.isInterrupted(yield* Fiber.interrupt(fiber))).toBe(true)
        expect(progressOf("1").at(-1)?._tag).toBe("answered")
      })
  )

  robotTest("is no other failure", patient(), ({ hear, logs, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.next(notConnected, refused(1204))
      yield* hear("1")
      yield* TestClock.adjust(MINUTE)
      yield* hear("2")
      expect(wechat.sent()).toHaveLength(3)
      expect(pausesTold(logs)).toEqual(["WeChat did not take the reply, trying again", "failed"])
    })
  )
})

describe("a grey line that says sends are too frequent", () => {
  robotTest("pauses all sends", patient(), ({ hear, logs, wechat }) =>
    Effect.gen(function* () {
      yield* hear("1", warningLine)
      yield* hear("2", inGroup("@Bai two"))
      yield* TestClock.adjust(10 * MINUTE - 1)
      expect(wechat.sent()).toEqual([])
      yield* TestClock.adjust(1)
      expect(wechat.sent()).toHaveLength(1)
      expect(pausesTold(logs)).toEqual(["10m"])
    })
  )

  robotTest(
    "that came before is no news, nor is one that says something else",
    patient(),
    ({ hear, logs, wechat }) =>
      Effect.gen(function* () {
        yield* hear("1", warningLine, { seenBefore: true })
        yield* hear("2", { MsgType: 10_000, Content: "收到红包，请在手机上查看" })
        yield* hear("3", { Content: "操作太频繁" })
        expect(wechat.sent()).toHaveLength(1)
        expect(pausesTold(logs)).toEqual([])
      })
  )

  robotTest(
    "that waited in its chat behind the reply that met the pause is no news after it",
    patient(),
    ({ hear, logs, wechat }) =>
      Effect.gen(function* () {
        yield* wechat.sendMessage.next(tooFrequent)
        yield* hear("1")
        yield* TestClock.adjust(10 * MINUTE)
        yield* hear("2", warningLine, { receivedAt: 1 })
        yield* hear("3")
        expect(wechat.sendMessage.asked).toHaveLength(3)
        expect(pausesTold(logs)).toEqual(["10m"])
      })
  )

  robotTest("stops the repetitions of a send without an answer", patient(), ({ hear, progressOf, wechat }) =>
    Effect.gen(function* () {
      yield* wechat.sendMessage.next(Effect.delay(timedOut, "15 seconds"))
      yield* hear("1")
      yield* hear("2", warningLine)
      yield* TestClock.adjust("15 seconds")
      expect(wechat.sendMessage.asked).toHaveLength(1)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "uncertain", reason: "no-answer" })
    })
  )
})
