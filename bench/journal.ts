import { monitorEventLoopDelay } from "node:perf_hooks"
import { FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { Console, Duration, Effect, Layer } from "effect"
import * as MemoryJournal from "../src/layers/journal/MemoryJournal.ts"
import { Settings } from "../src/layers/settings/Settings.ts"
import { temporaryDirectory } from "../test/support/layers/files.ts"
import { journalIn, type Parts } from "../test/support/layers/journals.ts"
import { last20, multiply } from "./journalFill.ts"
import * as RobotServices from "../src/program/RobotServices.ts"
import { answerAll, Surroundings } from "./journalRobot.ts"

/*
 * What the journal costs: messages received and answered in a second, how late the event loop comes at 100 messages a
 * second, and how long a start takes with many messages. WeChat and the chatbot answer at once, in this process.
 */

const MESSAGES = 5_000

const row = (...cells: ReadonlyArray<string>) =>
  Console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(44) : cell.padStart(16))).join(""))

const millis = (duration: Duration.Duration) => `${Duration.toMillis(duration).toFixed(0)} ms`

const withJournal = <A, E, R, E2>(self: Effect.Effect<A, E, R>, journal: Layer.Layer<Parts, E2>) =>
  Effect.provide(
    self,
    RobotServices.layer.pipe(Layer.provideMerge(Layer.provideMerge(Surroundings, journal)))
  )

/** Messages in a second. */
const speed = <E>(journal: Layer.Layer<Parts, E>) =>
  Effect.map(
    withJournal(Effect.timed(answerAll(MESSAGES, Effect.void)), journal),
    ([took]) => `${Math.round(MESSAGES / Duration.toSeconds(took))} / s`
  )

/** How late the event loop came: half of the times, 99 of 100 times, at worst. */
const lag = <E>(journal: Layer.Layer<Parts, E>) =>
  Effect.gen(function* () {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const measured = Effect.suspend(() => {
      delay.enable()
      return Effect.ensuring(
        answerAll(1_000, Effect.sleep("100 millis")),
        Effect.sync(() => delay.disable())
      )
    })
    yield* withJournal(measured, journal)
    return [delay.percentile(50), delay.percentile(99), delay.max].map(
      (nanos) => `${(nanos / 1e6).toFixed(1)} ms`
    )
  })

const onDisk = Effect.map(temporaryDirectory, (directory) => journalIn(directory))

const start = Effect.fnUntraced(function* (messages: number) {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* temporaryDirectory
  yield* withJournal(answerAll(10, Effect.void), journalIn(directory))
  yield* multiply(directory, messages)
  const [opening] = yield* Effect.timed(Effect.scoped(Layer.build(journalIn(directory))))
  const [reading] = yield* Effect.timed(
    Effect.flatMap(Settings, (settings) =>
      Effect.provideService(last20, Settings, { ...settings, dataDir: directory })
    ).pipe(Effect.provide(Surroundings))
  )
  const { size } = yield* fs.stat(`${directory}/journal.db`)
  return [millis(opening), millis(reading), `${Number(size / 1_048_576n)} MiB`]
})

const bench = Effect.gen(function* () {
  yield* row("", "in memory", "on disk")
  yield* speed(MemoryJournal.layer)
  yield* row("received and answered", yield* speed(MemoryJournal.layer), yield* speed(yield* onDisk))
  yield* row("")
  yield* row("lag of the event loop at 100 / s", "median", "99 %", "worst")
  yield* row("  in memory", ...(yield* lag(MemoryJournal.layer)))
  yield* row("  on disk", ...(yield* lag(yield* onDisk)))
  yield* row("")
  yield* row("messages stored", "start", "why --last 20", "file")
  yield* row("  1,000", ...(yield* start(1_000)))
  yield* row("  1,000,000", ...(yield* start(1_000_000)))
})

Effect.runFork(bench.pipe(Effect.scoped, Effect.provide(NodeFileSystem.layer)))
