import { spawnSync } from "node:child_process"
import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { fileURLToPath } from "node:url"
import { start } from "../../src/simulator/Simulator.ts"
import { RealFiles } from "../layers/files.ts"
import { receiver } from "../layers/notifications.ts"
import { untilSyncing } from "./inProcess.ts"
import { directory, run, tireless } from "./program.ts"

/** The Node.js that the program is tried on: those named in OTHER_NODES, with colons between, and the one of the tests. */
const others = (process.env["OTHER_NODES"] ?? "").split(":").filter((path) => path !== "")
if (others.length === 0) {
  process.stderr.write("only one Node.js is tried: OTHER_NODES names no other\n")
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const versionOf = (node: string) => spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim()

/** Root gives its rights away, to nobody. */
const NOBODY = 65_534
const asNobody =
  process.getuid?.() === 0 ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : []

/** What it makes would be open to a group. */
const underUmask = ["sh", "-c", 'umask 002; exec "$@"', "sh"]

/** A desktop in China: names of folders with spaces and Chinese. */
const desktop = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const home = `${yield* directory}/我的 文档`
  const program = `${home}/微信 机器人`
  yield* fs.makeDirectory(`${program}/dist`, { recursive: true })
  yield* fs.copyFile(here("../../dist/main.js"), `${program}/dist/main.js`)
  yield* fs.copyFile(here("../../package.json"), `${program}/package.json`)
  yield* fs.symlink(here("../../node_modules"), `${program}/node_modules`)
  if (asNobody.length > 0) {
    yield* fs.chown(home, NOBODY, NOBODY)
    yield* fs.chmod(`${home}/..`, 0o755)
  }
  return { file: `${program}/dist/main.js`, fs, home }
}).pipe(Effect.provide(RealFiles))

describe("the built program", () => {
  it.scopedLive.each([process.execPath, ...others].map((node) => [versionOf(node), node] as const))(
    "on Node.js %s, where people write Chinese and nobody is root: log-in, answer, kill -9, stop",
    ([version, node]) =>
      Effect.gen(function* () {
        expect(version).toMatch(/^v\d+\.\d+\.\d+$/)
        const { file, fs, home } = yield* desktop
        const { control, origin } = yield* start()
        const NOTIFY_SOCKET = `@${home}/notify`
        const { next } = yield* receiver(NOTIFY_SOCKET)
        const data = `${home}/数据 #1`
        const environment = {
          ...tireless(origin, data),
          HOME: home,
          PATH: process.env["PATH"] ?? "",
          TZ: "Asia/Shanghai",
          LANG: "zh_CN.UTF-8",
          LC_ALL: "zh_CN.UTF-8",
          NOTIFY_SOCKET
        }
        const program = (...args: ReadonlyArray<string>) =>
          run(args, environment, [...asNobody, "env", "-C", home, ...underUmask], { node, file })
        const answered = (count: number) => control.sent({ wait: 20_000, after: count - 1 })

        const first = yield* program("run")
        yield* untilSyncing(control)
        yield* control.messages([{ from: "lili", text: "你好" }])
        yield* answered(1)
        expect(yield* next).toBe("READY=1")
        expect(yield* first.stop("SIGKILL")).toMatchObject({ stderr: "" })

        yield* control.messages([{ from: "lili", text: "在吗" }])
        const second = yield* program("run")
        yield* answered(2)
        const why = yield* Effect.flatMap(program("why", "你好"), ({ ended }) => ended)
        expect(why).toMatchObject({
          exitCode: 0,
          stderr: "",
          stdout: expect.stringContaining("decision     AskChatbot")
        })
        expect(yield* second.stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: "" })
        expect((yield* control.state()).scans).toHaveLength(1)
        expect((yield* control.sent()).map(({ to }) => to)).toEqual(["lili", "lili"])
        for (const name of yield* fs.readDirectory(data)) {
          expect([name, (yield* fs.stat(`${data}/${name}`)).mode & 0o777]).toEqual([name, 0o600])
        }
      })
  )
})
