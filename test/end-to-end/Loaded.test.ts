import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { untilSyncing } from "../support/end-to-end/inProcess.ts"
import { robotAt, run } from "../support/end-to-end/program.ts"

const preload = fileURLToPath(new URL("../support/end-to-end/loaded.mjs", import.meta.url))

const Paths = Schema.decodeUnknownSync(Schema.parseJson(Schema.Array(Schema.String)))
const SourceMap = Schema.decodeUnknownSync(
  Schema.parseJson(Schema.Struct({ sources: Schema.Array(Schema.String) }))
)

/** The modules of a built file, by its source map: `src/…`, or the package with its path. */
const modulesOf = (file: string) =>
  // the bundler's own few lines have none
  existsSync(`${file}.map`)
    ? SourceMap(readFileSync(`${file}.map`, "utf8")).sources.map((source) =>
        source.replace(/^.*node_modules\//, "").replace(/^(\.\.\/)+/, "")
      )
    : []

/** Starts a command and tells at its end which modules were in the files that it loaded. */
const started = Effect.fnUntraced(function* (
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>> = {}
) {
  const process = yield* run(args, {
    NODE_OPTIONS: `--import=${preload}`,
    LOADED: "loaded.json",
    ...environment
  })
  const modules = () => Paths(readFileSync(join(process.home, "loaded.json"), "utf8")).flatMap(modulesOf)
  return { ...process, modules }
})

const room = (name: string) => new RegExp(`^src/${name}/`)
const commandLine = /^@effect\/(cli|printer)/
const robot = /^src\/(program\/(Robot|Supervise|reply|session|inbox)|AccountLayers)/
const server = /^(@effect\/platform[^/]*\/.*HttpServer|@effect\/platform\/.*\/HttpRouter|undici)/
const archive = /^(tar-stream|src\/layers\/backup)/
const sql = /^(@effect\/sql|src\/layers\/journal\/sql)/

const api = room("program/api")
const app = room("program/api/app")
const alerts = /^src\/(http\/alert\/\w*Endpoint|program\/owner\/(WatchAlerts|TellAlerts|AlertsOfReplies))\.ts/
const services = /^src\/Alerting\.ts/

const recording = /^src\/(Recorded|(http|layers)\/recording\/)/

const among = (modules: ReadonlyArray<string>, unwanted: ReadonlyArray<RegExp>) =>
  modules.filter((module) => unwanted.some((pattern) => pattern.test(module)))

describe("of the program is loaded", () => {
  it.scopedLive.each([
    { args: ["run"], log: "run", wish: {}, unasked: [app] },
    { args: [], log: "no command at all", wish: {}, unasked: [app] },
    { args: ["run"], log: "run without a page", wish: { ROBOT_HTTP_PORT: "off" }, unasked: [api, alerts] }
  ])("the robot and nothing else for $log", ({ args, unasked, wish }) =>
    Effect.gen(function* () {
      const { control, origin } = yield* start()
      const { modules, stop } = yield* started(args, { ...robotAt(origin), ...wish })
      yield* untilSyncing(control)
      expect(yield* stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: "" })
      expect(modules()).toContain("src/program/Robot.ts")
      const unwanted = [
        commandLine,
        server,
        archive,
        ...unasked,
        services,
        recording,
        ...["simulator", "demo", "program/tools", "program/service"].map(room),
        /^@effect\/(cluster|rpc|workflow)\//
      ]
      expect(among(modules(), unwanted)).toEqual([])
    })
  )

  it.scopedLive("what alerts an owner who gave an address", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start()
      const { modules, stop } = yield* started(["run"], {
        ...robotAt(origin),
        ROBOT_HTTP_PORT: "off",
        ROBOT_ALERT_URL: origin
      })
      yield* untilSyncing(control)
      yield* stop("SIGTERM")
      expect(among(modules(), [alerts, services])).toHaveLength(5)
    })
  )

  it.scopedLive.each([
    { args: ["--version"], unwanted: [robot, server, archive, sql, room("simulator"), room("demo")] },
    { args: ["why", "x"], unwanted: [robot, server, archive, room("simulator"), room("demo")] },
    { args: ["check"], unwanted: [robot, server, archive, room("simulator"), room("demo")] },
    { args: ["qr"], unwanted: [robot, server, archive, sql, room("simulator"), room("demo")] },
    { args: ["status"], unwanted: [robot, server, sql, archive, room("simulator"), room("demo")] },
    { args: ["page"], unwanted: [robot, server, sql, archive, room("simulator"), room("demo")] },
    { args: ["service", "uninstall"], unwanted: [robot, server, sql, room("simulator"), room("demo")] }
  ])("what $args needs", ({ args, unwanted }) =>
    Effect.gen(function* () {
      const { ended, modules } = yield* started(args)
      yield* ended
      expect(modules()).toContain("src/main.ts")
      expect(among(modules(), unwanted)).toEqual([])
    })
  )

  it.scopedLive("no robot for the simulator", () =>
    Effect.gen(function* () {
      const { modules, stop, until } = yield* started(["simulator", "--port", "0"])
      yield* until((stdout) => stdout.endsWith("\n"))
      yield* stop("SIGTERM")
      expect(modules()).toContain("src/simulator/Simulator.ts")
      expect(among(modules(), [robot, sql, archive, room("demo"), room("layers/journal")])).toEqual([])
    })
  )
})
