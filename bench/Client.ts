import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { type LightServer } from "./LightServer.ts"
import { type Certificate } from "./Tls.ts"

/* The programs that are measured, each in a process of its own. */

export interface Client {
  readonly name: string
  readonly command: ReadonlyArray<string>
  /** It has a journal, an address book and rules. */
  readonly isRobot: boolean
  readonly env?: Readonly<Record<string, string>>
}

const besideThis = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export const robot: Client = { name: "robot", command: [resolve("dist/main.js"), "run"], isRobot: true }
/** Asks the model alone, as the robot asks Tuling alone. */
export const robotWithModel: Client = { ...robot, env: { ROBOT_CHATBOTS: "openai" } }
export const robotWithApi: Client = { ...robot, env: { ROBOT_HTTP_PORT: "0" } }
export const limitClient: Client = {
  name: "limit client",
  command: [besideThis("LimitClient.js")],
  isRobot: false
}

/** Every setting of the robot that is not its default: no pace and no wait. */
const settings = {
  TULING_API_KEY: "bench",
  TULING_AT_ONCE: "1000",
  OPENAI_MODEL: "bench",
  OPENAI_AT_ONCE: "1000",
  ROBOT_CHATBOTS: "tuling",
  ROBOT_REPLY_DELAY: "0",
  ROBOT_SENDS_PER_MINUTE: "0",
  ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0",
  ROBOT_QUIET_PERIOD: "0",
  ROBOT_MAX_MESSAGE_AGE: "0",
  ROBOT_GROUP_REPLY_PROBABILITY: "0",
  ROBOT_HTTP_PORT: "off"
}

export interface Running {
  readonly pid: number
  /** From the start to the first poll. */
  readonly millis: number
  readonly process: ChildProcess
}

export interface Place {
  readonly server: LightServer
  readonly directory: string
  readonly tls?: Certificate | undefined
}

/** Starts a client, and waits until it polls. */
export const start = async (
  client: Client,
  { directory, server, tls }: Place,
  env = {}
): Promise<Running> => {
  const began = performance.now()
  const polled = once(server.events, "polled", { signal: AbortSignal.timeout(60_000) })
  const child = spawn(process.execPath, client.command, {
    cwd: directory,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...settings,
      PATH: process.env["PATH"],
      WECHAT_ORIGIN: server.origin,
      TULING_ORIGIN: server.origin,
      OPENAI_BASE_URL: `${server.origin}/v1`,
      ROBOT_DATA_DIR: join(directory, "data"),
      ...(tls === undefined ? {} : { NODE_EXTRA_CA_CERTS: tls.path }),
      ...client.env,
      ...env
    }
  })
  const ended = once(child, "exit", { signal: AbortSignal.timeout(60_000) }).then(() => "ended" as const)
  const first = await Promise.race([polled, ended].map((one) => one.catch(() => "late" as const)))
  if (first === "ended" || first === "late") {
    child.kill("SIGKILL")
    throw new Error(first === "ended" ? "it ended before it polled" : "no poll within a minute")
  }
  return { pid: child.pid ?? 0, millis: performance.now() - began, process: child }
}

export const stop = async ({ process }: Running) => {
  if (process.exitCode !== null || process.signalCode !== null) return
  process.kill("SIGTERM")
  await once(process, "exit")
}

/** Runs a client for as long as `use` goes on. */
export const running = async <A>(
  client: Client,
  place: Place,
  use: (running: Running) => Promise<A>,
  env = {}
) => {
  const started = await start(client, place, env)
  try {
    return await use(started)
  } finally {
    await stop(started)
  }
}

/** What has a client measure how late its event loop comes, in this file. */
export const measuringLag = (file: string) => ({
  NODE_OPTIONS: `--import=${pathToFileURL(besideThis("Lag.js")).href}`,
  BENCH_LAG: file
})

/** Milliseconds of CPU that a process has used. */
export const cpuOf = async ({ pid }: Running) => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8")
  const [utime = 0, stime = 0] = stat.split(") ")[1]?.split(" ").slice(11, 13).map(Number) ?? []
  return (utime + stime) * 10
}

/** Megabytes of memory that a process holds. */
export const memoryOf = async ({ pid }: Running) =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024

export const withDirectory = async <A>(use: (directory: string) => Promise<A>) => {
  const directory = await mkdtemp(join(tmpdir(), "weixin-robot-bench-"))
  try {
    return await use(directory)
  } finally {
    await rm(directory, { recursive: true })
  }
}
