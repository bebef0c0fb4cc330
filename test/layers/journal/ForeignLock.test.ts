import { describe, expect, it } from "@effect/vitest"
import { Clock, Deferred, Duration, Effect, Fiber, Logger, Option, Scope, TestClock } from "effect"
import { Timing } from "../../../src/domain/Timing.ts"
import { Journal, JournalFailed } from "../../../src/layers/journal/Journal.ts"
import { JournalReader } from "../../../src/layers/journal/JournalReader.ts"
import { endOfExit } from "../../../src/commands/EndOfProgram.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import { hold } from "../../support/layers/foreignLock.ts"
import { entry, live, reading, receive } from "../../support/layers/journalFile.ts"

const WAITING = "another program holds the journal: waiting for it"
const FREE = "the journal is free again"

/** What the robot tells of it. */
const telling = () => {
  const told: Array<string> = []
  const logger = Logger.make<unknown, void>(({ message }) => {
    told.push([message].flat().join(" "))
  })
  return { told, layer: Logger.replace(Logger.defaultLogger, logger) }
}

/** Beyond the life of a robot. */
const holding = (path: string, scope: Scope.Scope) =>
  Effect.provideService(hold(`${path}/journal.db`), Scope.Scope, scope)

/** Lets the driver's promises come to their end, between steps of the clock. */
const breathe = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

/** Lets so many tries pass. */
const tries = (count: number) =>
  Effect.repeatN(Effect.zipRight(TestClock.adjust("200 millis"), breathe), count - 1)

/** Lets tries pass until it ends. */
const end = <A, E>(fiber: Fiber.RuntimeFiber<A, E>): Effect.Effect<A, E> =>
  Effect.flatMap(Fiber.poll(fiber), (exit) =>
    Option.isSome(exit) ? Fiber.join(fiber) : Effect.zipRight(tries(1), end(fiber))
  )

const ids = Effect.flatMap(JournalReader, ({ last }) =>
  Effect.map(last(10), (all) => all.map(({ msgId }) => msgId))
)

const begun = (path: string) => live(path, receive(1, entry("1")))

describe("another program that holds the journal", () => {
  it.scoped("is waited for at the start", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* begun(path)
      const { letGo } = yield* hold(`${path}/journal.db`)
      const { layer, told } = telling()
      const life = yield* Effect.fork(Effect.provide(live(path, receive(2, entry("2"))), layer))
      yield* Effect.repeat(tries(1), { until: () => told.length > 0 })
      expect(told).toEqual([WAITING])
      yield* letGo
      yield* end(life)
      expect(told).toEqual([WAITING, FREE])
      expect(yield* reading(path, ids)).toEqual(["2", "1"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is waited for in the middle of a life; what came meanwhile is all there, in its order", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const scope = yield* Effect.scope
      const { layer, told } = telling()
      const life = Effect.gen(function* () {
        yield* receive(1, entry("1"))
        for (const round of [1, 3]) {
          const { letGo } = yield* holding(path, scope)
          const writes = yield* Effect.fork(
            Effect.forEach([round + 1, round + 2], (n) => receive(n, entry(`${n}`)))
          )
          yield* Effect.repeat(tries(1), { until: () => told.length === round })
          yield* letGo
          yield* end(writes)
        }
      })
      yield* Effect.provide(live(path, life), layer)
      expect(told).toEqual([WAITING, FREE, WAITING, FREE])
      expect(yield* reading(path, ids)).toEqual(["5", "4", "3", "2", "1"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("for too long ends the robot with 75, and the next start is a clean one", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const scope = yield* Effect.scope
      const timing = { ...(yield* Timing), journalPatience: Duration.seconds(1) }
      const impatient = Effect.provideService(Timing, timing)
      const life = Effect.gen(function* () {
        yield* receive(1, entry("1"))
        const { letGo } = yield* holding(path, scope)
        yield* Effect.fork(receive(2, entry("2")))
        const { failure } = yield* Journal
        const ended = yield* Effect.fork(Effect.flip(failure))
        return { failed: yield* end(ended), letGo }
      })
      const { failed, letGo } = yield* impatient(live(path, life))
      expect(failed).toBeInstanceOf(JournalFailed)
      expect(failed.message).toContain(`${path}/journal.db: another program uses it`)
      expect(endOfExit(yield* Effect.exit(Effect.fail(failed))).exitCode).toBe(75)

      const start = yield* Effect.fork(Effect.exit(impatient(begun(path))))
      expect(endOfExit(yield* end(start)).exitCode).toBe(75)

      yield* letGo
      yield* live(path, receive(3, entry("3")))
      expect(yield* reading(path, ids)).toEqual(["3", "1"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("does not hold up a stop: that waits no longer than for a send", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const scope = yield* Effect.scope
      const stuck = yield* Deferred.make<void>()
      const life = Effect.gen(function* () {
        yield* receive(1, entry("1"))
        yield* holding(path, scope)
        yield* Effect.fork(receive(2, entry("2")))
        yield* Deferred.succeed(stuck, undefined)
      })
      const ended = yield* Effect.fork(live(path, life))
      yield* Deferred.await(stuck)
      const before = yield* Clock.currentTimeMillis
      yield* end(ended)
      const lasted = (yield* Clock.currentTimeMillis) - before
      expect(lasted).toBeGreaterThanOrEqual(3_000)
      // it would be the patience of half a minute
      expect(lasted).toBeLessThan(20_000)
    }).pipe(Effect.provide(RealFiles))
  )
})
