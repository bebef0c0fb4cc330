import { pathToFileURL } from "node:url"
import { NodeContext } from "@effect/platform-node"
import { expect, it } from "@effect/vitest"
import { createClient } from "@libsql/client"
import { Array as Arr, Duration, Effect, Either, Fiber, Layer, LogLevel, Stream } from "effect"
import * as NodeHttpExchange from "../../src/http/NodeHttpExchange.ts"
import { accountLayers } from "../../src/AccountLayers.ts"
import { Timing } from "../../src/domain/Timing.ts"
import { Pseudonyms } from "../../src/layers/chatbots/Pseudonyms.ts"
import { DataDirectory } from "../../src/layers/disk/DataDirectory.ts"
import { JournalFile } from "../../src/layers/journal/sql/JournalFile.ts"
import * as Logging from "../../src/layers/logs/Logging.ts"
import { LogOutput } from "../../src/layers/logs/LogOutput.ts"
import { Settings } from "../../src/layers/settings/Settings.ts"
import { robot } from "../../src/program/Robot.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { until, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, tireless } from "../support/end-to-end/program.ts"
import { settingsOf } from "../support/layers/files.ts"
import { recording } from "../support/layers/output.ts"

/** What a process has once, in this directory. */
const process = (path: string, output: ReturnType<typeof recording>) =>
  Layer.mergeAll(JournalFile.layer, Pseudonyms.layer).pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        Layer.succeed(DataDirectory, { path }),
        Layer.succeed(LogOutput, { output, trouble: Stream.never, gaps: Stream.never }),
        Logging.layer({ level: LogLevel.All, format: "json", output, environment: {} }),
        NodeContext.layer,
        NodeHttpExchange.layer
      )
    )
  )

/** A robot for an account of its own, with a WeChat of its own. */
const account = Effect.fnUntraced(function* (name: string, path: string) {
  const { control, origin } = yield* start({ pollHold: "1 second" })
  const friend = { name: "pen", nickName: `${name}的笔友`, remarkName: `${name}-pen` }
  yield* control.person(friend)
  const { settings } = yield* settingsOf(tireless(origin, path))
  const usual = yield* Timing
  /** A life of the robot, up to where it waits for messages. */
  const live = robot.pipe(
    Effect.provide(accountLayers(name)),
    Effect.provideService(Settings, Either.getOrThrow(settings)),
    Effect.provideService(Timing, {
      ...usual,
      loginPollGap: Duration.millis(10),
      contactGathering: Duration.millis(5)
    }),
    Effect.fork,
    Effect.zipLeft(untilSyncing(control))
  )
  let said = 0
  /** So many messages at once, each answered. */
  const burst = (count: number) =>
    Effect.gen(function* () {
      const texts = Arr.makeBy(count, () => `${name}-text-${said++}`)
      yield* control.messages(texts.map((text) => ({ from: "pen", text })))
      yield* Effect.forEach(Arr.range(said - count, said - 1), (after) =>
        control.sent({ wait: 20_000, after })
      )
    })
  return { burst, control, live, name }
})
type Account = Effect.Effect.Success<ReturnType<typeof account>>

/** All rows of the journal that bear an account's name, as text. */
const rowsOf = Effect.fnUntraced(function* (path: string, name: string) {
  const client = yield* Effect.acquireRelease(
    Effect.sync(() => createClient({ url: pathToFileURL(`${path}/journal.db`).href })),
    (client) => Effect.sync(() => client.close())
  )
  const rows = yield* Effect.forEach(["message", "session", "kept", "contact", "whole_book"], (table) =>
    Effect.promise(() => client.execute(`select * from ${table} where account = '${name}'`))
  )
  expect(rows.map(({ rows }) => rows.length > 0)).toEqual([true, true, true, true, true])
  return JSON.stringify(rows)
})

/** What only the account itself may know: its friend's names, what was said, UserNames, and the keys of its sessions. */
const secretsOf = Effect.fnUntraced(function* ({ control, name }: Account, rows: string) {
  // digits alone are times
  const keys = [
    ...rows.matchAll(/\\"(?:skey|wxsid|pass_ticket|value)\\":\\"([^\\]*[^\\0-9][^\\]{8,})\\"/g)
  ].map(([, key = ""]) => key)
  const userNames = [...rows.matchAll(/@{1,2}[0-9a-f]{32,64}/g)].map(([userName]) => userName)
  const asked = (yield* control.asked()).map(({ text }) => text)
  expect(keys.length).toBeGreaterThan(3)
  expect(userNames.length).toBeGreaterThan(3)
  expect(asked.length).toBeGreaterThan(3)
  return new Set([`${name}的笔友`, `${name}-pen`, ...asked, ...keys, ...userNames])
})

it.scopedLive("two robots in one process share nothing but the process", () =>
  Effect.gen(function* () {
    const path = yield* directory
    const output = recording()
    yield* Effect.gen(function* () {
      const [east, west] = yield* Effect.all([account("east", path), account("west", path)])
      const all = [east, west]
      const [eastLife, westLife] = yield* Effect.all([east.live, west.live], { concurrency: "unbounded" })
      yield* Effect.forEach(all, ({ burst }) => burst(20), { concurrency: "unbounded" })

      // the session of one is lost, and the other goes on meanwhile
      yield* east.control.session({ retcode: 1101 })
      yield* west.burst(5)
      yield* until(east.control, ({ holding, sessions }) => sessions.length > 1 && holding.synccheck > 0)
      yield* Effect.forEach(all, ({ burst }) => burst(5), { concurrency: "unbounded" })
      expect((yield* west.control.state()).sessions).toHaveLength(1)

      // one is stopped, and the other goes on
      yield* Fiber.interrupt(eastLife)
      yield* west.burst(5)

      // both start again, each in its own session
      yield* Fiber.interrupt(westLife)
      const again = yield* Effect.forEach(all, ({ live }) => live)
      yield* Effect.forEach(all, ({ burst }) => burst(5))
      const states = yield* Effect.forEach(all, ({ control }) => control.state())
      expect(states.map(({ sessions }) => sessions.length)).toEqual([2, 1])
      yield* Fiber.interruptAll(again)

      const rows = yield* Effect.forEach(all, ({ name }) => rowsOf(path, name))
      const secrets = yield* Effect.forEach(all, (one, index) => secretsOf(one, rows[index] ?? ""))
      const lines = output.text().split("\n").filter(Boolean)
      for (const [index, { control, name }] of all.entries()) {
        const log = lines.filter((line) => JSON.parse(line).account === name)
        expect(log.length).toBeGreaterThan(50)
        const answers = [...(yield* control.sent()), ...(yield* control.asked())]
        const requests = yield* control.requests()
        const outputs = [rows[index], ...log, JSON.stringify(answers), JSON.stringify(requests)].join("\n")
        const [own = new Set<string>(), other = new Set<string>()] = [secrets[index], secrets[1 - index]]
        // the two worlds have some people with fixed names in common
        const leaked = [...other].filter((secret) => !own.has(secret) && outputs.includes(secret))
        expect([name, leaked]).toEqual([name, []])
      }
      // what the process itself says is of neither
      const unnamed = lines.filter((line) => JSON.parse(line).account === undefined).join("\n")
      const told = secrets.flatMap((some) => [...some].filter((secret) => unnamed.includes(secret)))
      expect(told).toEqual([])
    }).pipe(Effect.provide(process(path, output)))
  })
)
