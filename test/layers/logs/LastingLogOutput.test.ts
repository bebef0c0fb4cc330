import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer, LogLevel, Option, Stream, TestClock } from "effect"
import * as Logging from "../../../src/layers/logs/Logging.ts"
import { LogOutput } from "../../../src/layers/logs/LogOutput.ts"
import { gapsLogged, layer } from "../../../src/layers/logs/LastingLogOutput.ts"
import { Unwritten } from "../../../src/layers/logs/Writer.ts"

const FULL = new Unwritten({ code: "ENOSPC", message: "no space left on device (ENOSPC)" })
const GONE = new Unwritten({ code: "EPIPE", message: "broken pipe (EPIPE)" })

/** A place to write to that ends each write when and how the test says. */
const place = () => {
  const taken: Array<string> = []
  const open: Array<(failure?: Unwritten) => void> = []
  const told: Array<string> = []
  return {
    taken,
    told,
    /** Ends so many writes, the oldest first. */
    finish: (count: number, failure?: Unwritten) => open.splice(0, count).forEach((done) => done(failure)),
    layer: layer({
      isTTY: false,
      fd: 1,
      tell: (sentence) => told.push(sentence),
      write: (text, done) => {
        taken.push(text)
        open.push(done)
      }
    })
  }
}

describe("the output of the log", () => {
  it.scoped("keeps a megabyte at most for a reader that takes nothing, and tells what it lost, once", () => {
    const { finish, layer, taken, told } = place()
    return Effect.gen(function* () {
      const { gaps, output } = yield* LogOutput
      const kilobyte = "x".repeat(1023) + "\n"
      for (let count = 0; count < 5_000; count++) output.write(kilobyte)
      expect(taken.join("").length).toBe(1 << 20)
      expect(told).toEqual(["the log cannot be written: nobody reads it; the robot goes on without it"])
      finish(1_023)
      output.write(kilobyte)
      finish(2)
      expect(Array.from(yield* Stream.runCollect(Stream.take(gaps, 1)))).toEqual([
        { lost: 5_000 - 1_024, reason: "nobody reads it" }
      ])
      output.write(kilobyte)
      expect(taken.length).toBe(1_026)
      expect(told.length).toBe(1)
      finish(1)
    }).pipe(Effect.provide(layer))
  })

  it.scoped("takes a text that is longer than all that it keeps", () => {
    const { finish, layer, taken, told } = place()
    return Effect.gen(function* () {
      const { output } = yield* LogOutput
      output.write("x".repeat(2_000_000))
      expect([taken.length, told]).toEqual([1, []])
      finish(1)
    }).pipe(Effect.provide(layer))
  })

  it.scoped("tells of each trouble as it begins, and has the log tell of it when it is over", () => {
    const { finish, layer, taken, told } = place()
    const written = Layer.unwrapEffect(
      Effect.map(LogOutput, ({ output }) =>
        Logging.layer({ level: LogLevel.All, format: "journal", output, environment: {} })
      )
    )
    return Effect.gen(function* () {
      const { trouble } = yield* LogOutput
      const seen = yield* Effect.fork(Stream.runCollect(Stream.take(trouble, 5)))
      yield* Effect.yieldNow()
      for (const failure of [FULL, GONE]) {
        yield* Effect.logInfo("one")
        yield* Effect.logInfo("two")
        finish(2, failure)
        yield* Effect.yieldNow()
        yield* Effect.logInfo("three")
        finish(1)
        yield* TestClock.adjust("1 second")
        finish(1)
      }
      expect(told).toEqual(
        [FULL, GONE].map(
          ({ message }) => `the log cannot be written: ${message}; the robot goes on without it`
        )
      )
      expect(taken.filter((line) => line.includes("for a while"))).toEqual([
        `<4>the log could not be written for a while lost=2 reason="${FULL.message}"\n`,
        `<4>the log could not be written for a while lost=2 reason="${GONE.message}"\n`
      ])
      expect(Array.from(yield* Fiber.join(seen), Option.getOrNull)).toEqual([
        null,
        FULL.message,
        null,
        GONE.message,
        null
      ])
    }).pipe(Effect.provide(gapsLogged.pipe(Layer.provideMerge(written), Layer.provideMerge(layer))))
  })

  it.effect("is waited for at the end, a second at most", () => {
    const { finish, layer } = place()
    return Effect.gen(function* () {
      const ends = yield* Effect.fork(
        Effect.provide(
          Effect.flatMap(LogOutput, ({ output }) => Effect.sync(() => output.write("last\n"))),
          layer
        )
      )
      yield* TestClock.adjust("900 millis")
      expect(ends.unsafePoll()).toBe(null)
      yield* TestClock.adjust("100 millis")
      yield* Fiber.join(ends)
      const read = yield* Effect.fork(
        Effect.provide(
          Effect.flatMap(LogOutput, ({ output }) => Effect.sync(() => output.write("last\n"))),
          layer
        )
      )
      yield* TestClock.adjust("1 millis")
      finish(2)
      yield* Fiber.join(read)
    })
  })
})
