import { spawnSync } from "node:child_process"
import { FileSystem } from "@effect/platform"
import { NodeContext } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { tooOld } from "../../src/NodeVersion.ts"
import { readableForAll } from "../../src/program/service/Files.ts"
import { NATIVE, packagesFor } from "../../src/program/service/Packages.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { receiver } from "../support/layers/notifications.ts"
import { untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"

/** The Node.js that the program is tried on: those named in OTHER_NODES, with colons between, and the one of the tests. */
const others = (process.env["OTHER_NODES"] ?? "").split(":").filter((path) => path !== "")
if (others.length === 0) {
  process.stderr.write("only one Node.js is tried: OTHER_NODES names no other\n")
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const nodes = [process.execPath, ...others].map((node) => {
  const version = spawnSync(node, ["-p", "process.versions.node"], { encoding: "utf8" }).stdout.trim()
  return { node, version, complaint: tooOld(version, node) }
})

/** Root gives its rights away, to nobody. */
const NOBODY = 65_534
const toNobody = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] as const
const [setpriv, ...rights] = toNobody

/** Where nobody can run this Node.js, such as one below /root, root does. */
const asNobody = (node: string) =>
  process.getuid?.() === 0 && spawnSync(setpriv, [...rights, node, "--version"]).status === 0 ? toNobody : []

/** What it makes would be open to a group. */
const underUmask = ["sh", "-c", 'umask 002; exec "$@"', "sh"]

/** A desktop in China: names of folders with spaces and Chinese. The program is there with all it needs. */
const desktop = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const open = yield* directory
  yield* fs.chmod(open, 0o755)
  const home = `${open}/我的 文档`
  const program = `${home}/微信 机器人`
  yield* fs.makeDirectory(program, { recursive: true })
  for (const name of ["dist", "package.json"]) yield* fs.copy(here(`../../${name}`), `${program}/${name}`)
  for (const [name, from] of yield* packagesFor(here("../.."), NATIVE)) {
    const to = `${program}/node_modules/${name}`
    yield* fs.makeDirectory(dirname(to), { recursive: true })
    yield* fs.copy(from, to)
  }
  yield* readableForAll(home)
  if (process.getuid?.() === 0) yield* fs.chown(home, NOBODY, NOBODY)
  return { file: `${program}/dist/main.js`, fs, home }
}).pipe(Effect.provide(NodeContext.layer))

describe("the built program", () => {
  it.scopedLive.each(nodes.filter(({ complaint }) => complaint === undefined))(
    "on Node.js $version, where people write Chinese and nobody is root: log-in, answer, kill -9, stop",
    ({ node, version }) =>
      Effect.gen(function* () {
        expect(version).toMatch(/^\d+\.\d+\.\d+$/)
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
          run(args, environment, [...asNobody(node), "env", "-C", home, ...underUmask], { node, file })
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

  it.scopedLive.each(nodes.filter(({ complaint }) => complaint !== undefined))(
    "says in one sentence that Node.js $version is too old",
    ({ complaint, node }) =>
      Effect.gen(function* () {
        const { ended } = yield* run(["run"], {}, [], { node })
        expect(yield* ended).toEqual({ exitCode: 78, stdout: "", stderr: `${complaint}\n` })
      })
  )
})
