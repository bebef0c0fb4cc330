import { type ChildProcess, spawn } from "node:child_process"
import { readFile } from "node:fs/promises"
import { createInterface } from "node:readline"
import { parseArgs } from "node:util"
import { NodeHttpClient } from "@effect/platform-node"
import { Array, Console, Duration, Effect, Schedule, Schema } from "effect"
import * as ControlClient from "../src/simulator/control/ControlClient.ts"
import { FIRST } from "../src/simulator/world/State.ts"
import { openBrowser } from "../test/support/simulator/Browser.ts"
import { logInAs } from "../test/support/simulator/TwoAccounts.ts"
import { cpuOf, memoryOf } from "./Client.ts"

/*
 * What the simulator costs as it is shipped, in a process of its own: with the largest address book and a message that is
 * answered every 20 ms, and with twenty accounts that poll. Clients and measurements are in this process.
 */

const { values: options } = parseArgs({ options: { seconds: { type: "string", default: "100" } } })
const SECONDS = Number(options.seconds)

const FRIENDS = 5_000
const GROUPS = 300
const MEMBERS = 300
const PER_SECOND = 50
const ACCOUNTS = 20

/** The line that the simulator prints when it listens. */
const decodeLine = Schema.decodeSync(Schema.parseJson(Schema.Struct({ origin: Schema.String })))

const launch = async () => {
  const child = spawn(process.execPath, ["dist/main.js", "simulator", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  for await (const line of createInterface({ input: child.stdout })) return { child, ...decodeLine(line) }
  throw new Error("the simulator ended before it listened")
}

/** A simulator in a process of its own. */
const simulator = Effect.acquireRelease(Effect.promise(launch), ({ child }) =>
  Effect.sync(() => child.kill())
)

/** The most that the kernel says the process ever held, in megabytes. */
const peakOf = async (pid: number) =>
  Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024

/** Runs a load for so long, and tells what the process took for it. */
const measured = <A, E, R>(what: string, child: ChildProcess, load: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const running = { pid: child.pid ?? 0, process: child, millis: 0 }
    const before = yield* Effect.promise(() => cpuOf(running))
    const began = performance.now()
    yield* Effect.raceFirst(load, Effect.sleep(Duration.seconds(SECONDS)))
    const cores = ((yield* Effect.promise(() => cpuOf(running))) - before) / (performance.now() - began)
    const memory = yield* Effect.promise(() => memoryOf(running))
    const peak = yield* Effect.promise(() => peakOf(running.pid))
    yield* Console.log(
      `${what}, ${SECONDS} s: ${cores.toFixed(2)} cores, ${memory.toFixed(0)} MB at the end, ${peak.toFixed(0)} MB at most`
    )
  })

const friend = (n: number) => `friend-${n}`

/** Logs in, and answers every text that comes, one after the other. */
const answering = (origin: string) =>
  Effect.gen(function* () {
    const browser = yield* openBrowser(origin)
    const keys = yield* browser.logIn
    let { SyncKey } = keys
    for (let answers = 0; ;) {
      const news = yield* browser.sync(keys, SyncKey)
      SyncKey = news.SyncKey
      for (const { FromUserName, MsgType } of news.AddMsgList) {
        if (MsgType === 1) yield* browser.send(keys, FromUserName, "好的", `${(answers += 1)}`)
      }
      yield* browser.check(keys, news.SyncCheckKey)
    }
  })

const manyPeople = Effect.gen(function* () {
  const { child, origin } = yield* simulator
  const control = yield* ControlClient.make(origin)
  yield* Effect.forEach(
    Array.range(1, FRIENDS),
    (n) => control.person({ name: friend(n), nickName: `朋友${n}` }),
    { concurrency: 8 }
  )
  yield* Effect.forEach(
    Array.range(1, GROUPS),
    (n) =>
      control.group({
        name: `group-of-300-${n}`,
        nickName: `群${n}`,
        members: Array.range(1, MEMBERS - 1).map((m) => ({ name: friend(((n * 17 + m) % FRIENDS) + 1) }))
      }),
    { concurrency: 8 }
  )
  let said = 0
  const saying = Effect.suspend(() =>
    control.messages([{ from: friend((said % FRIENDS) + 1), text: `第${(said += 1)}句话` }])
  ).pipe(Effect.schedule(Schedule.fixed(Duration.millis(1_000 / PER_SECOND))))
  yield* measured(
    `${FRIENDS} friends, ${GROUPS} groups of ${MEMBERS}`,
    child,
    Effect.raceFirst(answering(origin), saying)
  )
  const sent = (yield* control.sent()).at(-1)?.order ?? 0
  yield* Console.log(`${said} messages, ${sent} answers`)
})

const manyAccounts = Effect.gen(function* () {
  const { child, origin } = yield* simulator
  const first = yield* ControlClient.make(origin)
  yield* first.login({ autoScan: false })
  const further = Array.range(2, ACCOUNTS).map((n) => `account-${n}`)
  yield* Effect.forEach(further, (name) => first.addAccount({ name }))
  const polling = (name: string) =>
    Effect.gen(function* () {
      const control = yield* ControlClient.make(origin, name)
      const browser = yield* openBrowser(origin)
      const keys = yield* logInAs(control, browser)
      const { SyncCheckKey } = yield* browser.sync(keys, keys.SyncKey)
      return yield* Effect.forever(browser.check(keys, SyncCheckKey))
    })
  const polls = Effect.forEach([FIRST, ...further], polling, { concurrency: "unbounded" })
  yield* measured(`${ACCOUNTS} accounts that poll`, child, polls)
})

await Effect.runPromise(
  Effect.zipRight(Effect.scoped(manyPeople), Effect.scoped(manyAccounts)).pipe(
    Effect.provide(NodeHttpClient.layer)
  )
)
