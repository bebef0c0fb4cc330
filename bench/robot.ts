import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type LightServer, startLightServer } from "./LightServer.ts"

/*
 * What the robot costs as it is shipped, in a process of its own: until its first synccheck, with and without a stored
 * session; from a message to its reply when nothing else goes on; of CPU and memory. `node … [dist/main.js]`.
 */

const PROGRAM = resolve(process.argv[2] ?? "dist/main.js")
const STARTS = 9
const REPLIES = 300
const FRIENDS = 1_000

const median = (values: ReadonlyArray<number>) => quantile(values, 0.5)
const quantile = (values: ReadonlyArray<number>, q: number) => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}

/** Calls whoever waits for the next request of an endpoint. */
const watch = () => {
  const waiting = new Map<string, () => void>()
  return {
    seen: (endpoint: string) => {
      const call = waiting.get(endpoint)
      waiting.delete(endpoint)
      call?.()
    },
    next: (endpoint: string) =>
      new Promise<number>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no ${endpoint} within 30 s`)), 30_000)
        waiting.set(endpoint, () => {
          clearTimeout(late)
          resolve(performance.now())
        })
      })
  }
}

const startRobot = (server: LightServer, directory: string) =>
  spawn(process.execPath, [PROGRAM, "run"], {
    cwd: directory,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env["PATH"],
      WECHAT_ORIGIN: server.origin,
      TULING_ORIGIN: server.origin,
      TULING_API_KEY: "bench",
      ROBOT_DATA_DIR: join(directory, "data"),
      ROBOT_REPLY_DELAY: "0",
      ROBOT_SENDS_PER_MINUTE: "0",
      ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0",
      ROBOT_QUIET_PERIOD: "0",
      ROBOT_HTTP_PORT: "off"
    }
  })

type Robot = ReturnType<typeof startRobot>

const stop = async (robot: Robot) => {
  robot.kill("SIGTERM")
  await once(robot, "exit")
}

/** Milliseconds of CPU that a process has used. */
const cpu = async (pid: number | undefined) => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8")
  const [utime = 0, stime = 0] = stat.split(") ")[1]?.split(" ").slice(11, 13).map(Number) ?? []
  return (utime + stime) * 10
}

const megabytes = async (pid: number | undefined) =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024

const withDirectory = async <A>(use: (directory: string) => Promise<A>) => {
  const directory = await mkdtemp(join(tmpdir(), "weixin-robot-bench-"))
  try {
    return await use(directory)
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** Milliseconds from a start to the first synccheck. */
const start = async (server: LightServer, { next }: ReturnType<typeof watch>, directory: string) => {
  const began = performance.now()
  const polled = next("synccheck")
  const robot = startRobot(server, directory)
  return { robot, millis: (await polled) - began }
}

const starts = (server: LightServer, watched: ReturnType<typeof watch>) =>
  withDirectory(async (directory) => {
    const fresh: Array<number> = []
    const stored: Array<number> = []
    for (let n = 0; n < STARTS; n++) {
      await rm(join(directory, "data"), { recursive: true, force: true })
      for (const all of [fresh, stored]) {
        const { millis, robot } = await start(server, watched, directory)
        all.push(millis)
        await sleep(300)
        await stop(robot)
      }
    }
    return { fresh, stored }
  })

const replies = (server: LightServer, watched: ReturnType<typeof watch>) =>
  withDirectory(async (directory) => {
    const { robot } = await start(server, watched, directory)
    await sleep(3_000)
    const idle = await megabytes(robot.pid)
    const millis: Array<number> = []
    const before = await cpu(robot.pid)
    for (let n = 0; n < REPLIES; n++) {
      const sent = watched.next("webwxsendmsg")
      const began = performance.now()
      server.write(n % FRIENDS, `question ${n}`)
      millis.push((await sent) - began)
      await sleep(20)
    }
    const used = (await cpu(robot.pid)) - before
    const after = await megabytes(robot.pid)
    await stop(robot)
    return { millis, idle, after, cpu: used / REPLIES }
  })

const watched = watch()
const server = await startLightServer({ friends: FRIENDS, seen: watched.seen })
const { fresh, stored } = await starts(server, watched)
const { after, cpu: cpuPerReply, idle, millis } = await replies(server, watched)
await server.close()

const rows: ReadonlyArray<readonly [name: string, value: number, unit: string]> = [
  ["start to first synccheck", median(fresh), "ms"],
  ["  with a stored session", median(stored), "ms"],
  ["reply at idle, median", median(millis), "ms"],
  ["  99 of 100 within", quantile(millis, 0.99), "ms"],
  ["CPU a reply, polls included", cpuPerReply, "ms"],
  [`memory idle, ${FRIENDS} friends`, idle, "MB"],
  [`  after ${REPLIES} replies`, after, "MB"]
]
for (const [name, value, unit] of rows) {
  process.stdout.write(`${name.padEnd(32)}${value.toFixed(1).padStart(8)} ${unit}\n`)
}
