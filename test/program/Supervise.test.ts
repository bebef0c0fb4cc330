import { describe, expect, it } from "@effect/vitest"
import {
  Deferred,
  Duration,
  Effect,
  Exit,
  Fiber,
  Layer,
  Logger,
  Option,
  Schedule,
  Stream,
  TestClock
} from "effect"
import { LogOutput } from "../../src/layers/logs/LogOutput.ts"
import { Supervisor, SupervisorUnreachable } from "../../src/layers/supervisor/Supervisor.ts"
import { Unreachable } from "../../src/http/Errors.ts"
import { Connection } from "../../src/program/connection/Connection.ts"
import { supervised } from "../../src/program/Supervise.ts"

const EVERY = Duration.seconds(15)

const log = (trouble: typeof LogOutput.Service.trouble = Stream.make(Option.none())) =>
  Layer.succeed(LogOutput, { output: { write: () => {} }, trouble, gaps: Stream.empty })

/** A supervisor that keeps what it is told; it wants a sign of life every 15 seconds. */
const listening = (options: {
  readonly watching?: boolean
  readonly ready?: typeof Supervisor.Service.ready
  /** How long it takes to tell it how things are. */
  readonly slow?: Duration.Duration
  /** Of the log: how it is, and each change. */
  readonly trouble?: typeof LogOutput.Service.trouble
}) => {
  const heard: Array<string> = []
  const hear = (word: string) => Effect.sync(() => void heard.push(word))
  const supervisor = Layer.succeed(Supervisor, {
    ready: options.ready ?? hear("ready"),
    status: (sentence) => Effect.delay(hear(sentence), options.slow ?? Duration.zero),
    stopping: hear("stopping"),
    alive: hear("alive"),
    aliveEvery: options.watching === true ? Option.some(EVERY) : Option.none()
  })
  return {
    heard,
    signs: () => heard.filter((word) => word === "alive").length,
    layer: Layer.mergeAll(
      supervisor,
      log(options.trouble),
      Connection.Default,
      Logger.remove(Logger.defaultLogger)
    )
  }
}

const failure = new Unreachable({ endpoint: "synccheck", reason: "reset", delivered: "no" })

describe("what the supervisor is told", () => {
  it.effect("ready first, then how things are and what a person has to do, each once", () => {
    const { heard, layer } = listening({})
    return Effect.gen(function* () {
      const { become } = yield* Connection
      const robot = yield* Effect.fork(supervised(Effect.never))
      yield* TestClock.adjust("1 second")
      yield* become("waiting-for-scan", "a log-in code is shown")
      yield* TestClock.adjust("1 second")
      yield* become("waiting-for-scan", "a log-in code is shown")
      yield* become("syncing", "logged in at wx.qq.com")
      yield* TestClock.adjust("1 second")
      expect(heard).toEqual([
        "ready",
        "starting: the robot was started",
        "waiting-for-scan: a log-in code is shown; scan the code with WeChat on the phone",
        "syncing: logged in at wx.qq.com"
      ])
      yield* Fiber.interrupt(robot)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that the log cannot be written, for as long as that is so", () => {
    const { heard, layer } = listening({
      trouble: Stream.schedule(
        Stream.make(Option.none(), Option.some("the disk is full"), Option.none()),
        Schedule.spaced("1 second")
      )
    })
    return Effect.gen(function* () {
      const robot = yield* Effect.fork(supervised(Effect.never))
      yield* TestClock.adjust("10 seconds")
      expect(heard).toEqual([
        "ready",
        "starting: the robot was started",
        "starting: the robot was started; the log cannot be written: the disk is full",
        "starting: the robot was started"
      ])
      yield* Fiber.interrupt(robot)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that it stops, before the robot has said farewell", () => {
    const { heard, layer } = listening({ watching: true })
    return Effect.gen(function* () {
      const farewell = yield* Deferred.make<void>()
      const robot = yield* Effect.fork(
        supervised(Effect.onInterrupt(Effect.never, () => Deferred.await(farewell)))
      )
      yield* TestClock.adjust("1 second")
      const stop = yield* Effect.fork(Fiber.interrupt(robot))
      yield* TestClock.adjust("1 second")
      expect(heard.slice(-2)).toEqual(["stopping: asked to stop", "stopping"])
      expect(stop.unsafePoll()).toBe(null)
      yield* Deferred.succeed(farewell, undefined)
      expect(Exit.isInterrupted(yield* Fiber.join(stop))).toBe(true)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that it stops when the robot fails, after what a person has to do", () => {
    const { heard, layer } = listening({ slow: Duration.seconds(1) })
    return Effect.gen(function* () {
      const { become } = yield* Connection
      const refused = Effect.zipRight(become("refused", "not this account"), Effect.fail("refused"))
      const robot = yield* Effect.fork(supervised(refused))
      yield* TestClock.adjust("2 seconds")
      expect(yield* Fiber.await(robot)).toEqual(Exit.fail("refused"))
      expect(heard.slice(-2)).toEqual([expect.stringMatching(/^refused: not this account; \w/), "stopping"])
    }).pipe(Effect.provide(layer))
  })

  it.effect("or the robot does not begin", () => {
    const unreachable = new SupervisorUnreachable({ problem: "it is deaf" })
    const { heard, layer } = listening({ ready: Effect.fail(unreachable) })
    return Effect.gen(function* () {
      let begun = false
      const robot = supervised(Effect.sync(() => (begun = true)))
      expect(yield* Effect.exit(robot)).toEqual(Exit.fail(unreachable))
      expect({ begun, heard }).toEqual({ begun: false, heard: [] })
    }).pipe(Effect.provide(layer))
  })
})

describe("the sign of life", () => {
  it.effect("is not given to who does not want it", () => {
    const { layer, signs } = listening({})
    return Effect.gen(function* () {
      yield* Effect.fork(supervised(Effect.never))
      yield* TestClock.adjust("20 minutes")
      expect(signs()).toBe(0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("comes at once and in each interval, for as long as turns end, whether well or badly", () => {
    const { layer, signs } = listening({ watching: true })
    return Effect.gen(function* () {
      const { persist } = yield* Connection
      // held for long, and always in vain: the remote side is down for long
      const call = Effect.delay(Effect.fail(failure), "35 seconds")
      yield* Effect.fork(supervised(persist(call)))
      yield* TestClock.adjust("20 minutes")
      expect(signs()).toBe(1 + 20 * 4)
    }).pipe(Effect.provide(layer))
  })

  it.effect("ends when no turn has ended for three minutes, and comes again with the next", () => {
    const { layer, signs } = listening({ watching: true })
    return Effect.gen(function* () {
      const { become, persist } = yield* Connection
      const stuck = yield* Deferred.make<void>()
      yield* become("syncing", "logged in")
      yield* Effect.fork(
        supervised(
          Effect.zipRight(Deferred.await(stuck), Effect.forever(persist(Effect.sleep("20 seconds"))))
        )
      )
      yield* TestClock.adjust("3 minutes")
      expect(signs()).toBe(1 + 3 * 4)
      yield* TestClock.adjust("20 minutes")
      expect(signs()).toBe(1 + 3 * 4)
      yield* Deferred.succeed(stuck, undefined)
      yield* TestClock.adjust("1 minute")
      expect(signs()).toBeGreaterThan(1 + 3 * 4)
    }).pipe(Effect.provide(layer))
  })

  it.effect.each([
    ["a code is shown", "waiting-for-scan"],
    ["the next code is waited for", "logged-out"]
  ] as const)("goes on through the five minutes between two codes, not for ever: %s", ([why, state]) => {
    const { layer, signs } = listening({ watching: true })
    return Effect.gen(function* () {
      const { become } = yield* Connection
      yield* become(state, why)
      yield* Effect.fork(supervised(Effect.never))
      yield* TestClock.adjust("6 minutes")
      expect(signs()).toBe(1 + 6 * 4)
      yield* TestClock.adjust("20 minutes")
      expect(signs()).toBe(1 + 8 * 4)
    }).pipe(Effect.provide(layer))
  })
})
