import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { RealFiles } from "../support/layers/files.ts"
import { untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, robotAt, run } from "../support/end-to-end/program.ts"

const SETTINGS = "# 设置\r\nROBOT_DRY_RUN=true\r\nROBOT_AWAY_REPLY=你好\r\n"

const leastFirst = Buffer.from(SETTINGS, "utf16le")
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()
const marked = Buffer.from(`\uFEFF${SETTINGS}`, "utf16le")
const gbk = Buffer.concat([
  Buffer.from("ROBOT_DRY_RUN=true\r\nROBOT_AWAY_REPLY="),
  Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
  Buffer.from("\r\n")
])

const UTF16 = "is not UTF-8 in line 1 (it looks like UTF-16) - save the file as UTF-8"
const GBK = "is not UTF-8 in line 2 (it may be GBK) - save the file as UTF-8"

const encodings = [
  ["UTF-16", leastFirst, UTF16],
  ["UTF-16 with the greater byte first", swapped(leastFirst), UTF16],
  ["UTF-16 with a mark", marked, UTF16],
  ["UTF-16 with a mark, the greater byte first", swapped(marked), UTF16],
  ["GBK", gbk, GBK]
] as const

/** Runs a command at a simulator, in a directory that holds such a file. */
const beside = Effect.fnUntraced(function* (
  name: string,
  bytes: Uint8Array,
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>> = {}
) {
  const fs = yield* FileSystem.FileSystem
  const { control, origin } = yield* start()
  const home = yield* directory
  yield* fs.writeFile(`${home}/${name}`, bytes)
  const program = yield* run(args, { ...robotAt(origin), ...environment }, ["env", "-C", home])
  return { ...program, control }
}, Effect.provide(RealFiles))

/** Nobody answers there, should it start all the same. */
const nowhere = { WECHAT_ORIGIN: "http://127.0.0.1:9", ROBOT_HTTP_PORT: "off" }

describe("a file of settings in another encoding", () => {
  it.scopedLive.each(encodings)(
    "is no reason to send for real: %s in .env ends a start with 78",
    (encoding) =>
      Effect.gen(function* () {
        const [, bytes, complaint] = encoding
        const { control, ended } = yield* beside(".env", bytes, ["run"])
        const { exitCode, stderr, stdout } = yield* ended
        expect([exitCode, stdout]).toEqual([78, ""])
        expect(stderr).toContain(`.env: ${complaint}`)
        expect((yield* control.requests()).length).toBe(0)
      })
  )

  it.scopedLive("is told by check, for a key's file and for replay too", () =>
    Effect.gen(function* () {
      const check = yield* Effect.flatMap(beside(".env", gbk, ["check"]), ({ ended }) => ended)
      expect([check.exitCode, check.stdout + check.stderr]).toEqual([
        78,
        expect.stringContaining(`.env: ${GBK}`)
      ])
      const key = { TULING_API_KEY: "", TULING_API_KEY_FILE: "key" }
      const file = yield* Effect.flatMap(beside("key", leastFirst, ["run"], key), ({ ended }) => ended)
      expect([file.exitCode, file.stderr]).toEqual([
        78,
        expect.stringContaining(`TULING_API_KEY_FILE: ${UTF16}`)
      ])
      const place = { TULING_API_KEY: "", CREDENTIALS_DIRECTORY: "." }
      const credential = yield* Effect.flatMap(
        beside("tuling_api_key", gbk, ["run"], place),
        ({ ended }) => ended
      )
      expect([credential.exitCode, credential.stderr]).toEqual([
        78,
        expect.stringContaining(`TULING_API_KEY: its credential ${GBK}`)
      ])
      const replay = yield* Effect.flatMap(
        beside("other", marked, ["replay", "--env", "other"]),
        ({ ended }) => ended
      )
      expect([replay.exitCode, replay.stderr]).toEqual([78, expect.stringContaining(`other: ${UTF16}`)])
    })
  )

  it.scopedLive("may well be UTF-8 with a mark and the line ends of Windows", () =>
    Effect.gen(function* () {
      const { control, stop } = yield* beside(".env", Buffer.from(`\uFEFF${SETTINGS}`), ["run"])
      yield* untilSyncing(control)
      const { exitCode, stderr, stdout } = yield* stop("SIGTERM")
      expect([exitCode, stderr]).toEqual([0, ""])
      expect(stdout).toContain('"dryRun":true')
    })
  )

  it.scopedLive("is found in a directory whose name is in another encoding", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const home = yield* directory
      yield* fs.writeFile(`${home}/.env`, gbk)
      const moved = `cd "$0" && d="$(printf '\\304\\343')" && mkdir "$d" && mv .env "$d" && cd "$d" && exec "$@"`
      const { ended } = yield* run(["run"], nowhere, ["sh", "-c", moved, home])
      const { exitCode, stderr } = yield* ended
      expect([exitCode, stderr]).toEqual([78, expect.stringContaining(`.env: ${GBK}`)])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("leaves U+FFFD in the environment, which is told", () =>
    Effect.gen(function* () {
      const shell = ["sh", "-c", `ROBOT_AWAY_REPLY="$(printf '\\304\\343')" exec "$@"`, "sh"]
      const { ended } = yield* run(["run"], nowhere, shell)
      const { exitCode, stderr } = yield* ended
      expect([exitCode, stderr]).toEqual([78, expect.stringContaining("ROBOT_AWAY_REPLY: holds U+FFFD")])
    })
  )
})

describe("the zone of a system", () => {
  it.scopedLive("that may be another is no zone for hours", () =>
    Effect.gen(function* () {
      const environment = { ...nowhere, TZ: "CST", ROBOT_ACTIVE_HOURS: "8:00-23:00" }
      const complaint =
        "ROBOT_TIME_ZONE: not set, and that of the system (TZ=CST) may be China (Asia/Shanghai) or US Central (America/Chicago) - a time zone such as Asia/Shanghai\n"
      const { ended } = yield* run(["run"], environment)
      expect(yield* ended).toEqual({ exitCode: 78, stdout: "", stderr: `Bad settings:\n  ${complaint}` })
      const check = yield* Effect.flatMap(run(["check"], environment), ({ ended }) => ended)
      expect([check.exitCode, check.stdout]).toEqual([78, expect.stringContaining(`Wrong\n  ${complaint}`)])
    })
  )
})
