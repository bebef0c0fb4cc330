import { FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { until, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, robotAt, run } from "../support/end-to-end/program.ts"

const nothing = ""

describe("the program with nothing but an environment", () => {
  it.scopedLive.each(["SIGTERM", "SIGINT"] as const)(
    "logs in, answers the owner to the owner, stops on %s",
    (signal) =>
      Effect.gen(function* () {
        const { control, origin } = yield* start()
        const { stop } = yield* run([], robotAt(origin))
        yield* untilSyncing(control)
        yield* control.messages([{ from: "me", text: "你好" }])
        const sent = yield* control.sent({ wait: 20_000 })
        expect(sent.map(({ text, to }) => ({ text, to }))).toEqual([
          { to: "me", text: "你好呀，很高兴见到你" }
        ])
        yield* untilSyncing(control)
        expect(yield* stop(signal)).toMatchObject({ exitCode: 0, stderr: nothing })
        const { requests, sessions } = yield* control.state()
        expect(sessions).toEqual([{ order: 1, inits: 1, ended: null }])
        expect(requests["webwxlogout"]).toBe(undefined)
      })
  )

  it.scopedLive(
    "keeps the code of the log-in for its owner while it waits, and stops without leaving it",
    () =>
      Effect.gen(function* () {
        const { control, origin } = yield* start({ autoScan: false })
        const { home, stop } = yield* run(["run"], robotAt(origin))
        const fs = yield* FileSystem.FileSystem
        const image = `${home}/.local/state/weixin-robot/login.png`
        yield* until(control, ({ holding }) => holding.login > 0)
        expect((yield* fs.stat(image)).mode & 0o777).toBe(0o600)
        expect(yield* stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: nothing })
        expect(yield* fs.exists(image)).toBe(false)
      }).pipe(Effect.provide(NodeFileSystem.layer))
  )
})

describe("exit codes", () => {
  it.scopedLive("78 for bad settings, all told at once, no secret among them", () =>
    Effect.gen(function* () {
      const { ended } = yield* run([], {
        WECHAT_ORIGIN: "http://me:hunter2@127.0.0.1:1",
        TULING_API_KEY: "hunter3",
        TULING_API_KEY_FILE: "/nowhere/at/all",
        WECHAT_CLIENT: "desktop",
        ROBOT_QUIET_PERIOD: "soon",
        ROBOT_DRY_RUN: "perhaps",
        ROBOT_SENDS_PER_MINUTE: "-1"
      })
      const { exitCode, stderr, stdout } = yield* ended
      expect(exitCode).toBe(78)
      const [title, ...complaints] = stderr.trimEnd().split("\n")
      expect(title).toBe("Bad settings:")
      expect(complaints.map((line) => line.slice(0, line.indexOf(":")).trim()).toSorted()).toEqual([
        "ROBOT_DRY_RUN",
        "ROBOT_QUIET_PERIOD",
        "ROBOT_SENDS_PER_MINUTE",
        "TULING_API_KEY_FILE",
        "WECHAT_EXTSPAM",
        "WECHAT_ORIGIN"
      ])
      expect(stderr).toContain("soon")
      expect(stdout + stderr).not.toMatch(/hunter/)
    })
  )

  it.scopedLive("78 for a data directory that cannot be used, by its path", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const file = `${yield* directory}/file`
      yield* fs.writeFileString(file, "in the way")
      const { origin } = yield* start()
      const { ended } = yield* run([], { ...robotAt(origin), ROBOT_DATA_DIR: file })
      const { exitCode, stderr } = yield* ended
      expect(exitCode).toBe(78)
      expect(stderr).toContain(file)
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive("69 for an account that WeChat refuses, with its sentence and what to do", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start()
      yield* control.login({ action: "refuse" })
      const { exitCode, stderr } = yield* (yield* run([], robotAt(origin))).ended
      expect(exitCode).toBe(69)
      expect(stderr).toContain("此微信号不能登录网页微信")
      expect(stderr).toContain("WECHAT_CLIENT=desktop")
    })
  )

  it.scopedLive("69 for a log-in that leads to a foreign host", () =>
    Effect.gen(function* () {
      const { origin } = yield* start({ sessionHost: "wx.qq.com.example.net" })
      const { exitCode, stderr } = yield* (yield* run([], robotAt(origin))).ended
      expect(exitCode).toBe(69)
      expect(stderr).toContain("wx.qq.com.example.net")
    })
  )

  it.scopedLive.each(["dance", "run --faster", "simulator --port many"])(
    "64 for a command line that means nothing: %s",
    (line) =>
      Effect.gen(function* () {
        const { exitCode } = yield* (yield* run(line.split(" "), {})).ended
        expect(exitCode).toBe(64)
      })
  )

  it.scopedLive("75 for a simulator whose port is taken", () =>
    Effect.gen(function* () {
      const { origin } = yield* start()
      const { ended } = yield* run(["simulator", "--port", new URL(origin).port], {})
      expect(yield* ended).toMatchObject({ exitCode: 75, stderr: expect.stringContaining("port") })
    })
  )

  it.scopedLive("0 for a simulator that is stopped, after it told its origin in one line of JSON", () =>
    Effect.gen(function* () {
      const { stop, until } = yield* run(["simulator", "--port", "0"], {})
      yield* until((stdout) => stdout.endsWith("\n"))
      const { exitCode, stdout } = yield* stop("SIGTERM")
      expect(exitCode).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({
        origin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)
      })
    })
  )

  it.scopedLive("0 for a simulator with TLS in front, after it told the port and the files there", () =>
    Effect.gen(function* () {
      const { stop, until } = yield* run(["simulator", "--port", "0", "--https", "0"], {})
      yield* until((stdout) => stdout.endsWith("\n"))
      const { exitCode, stdout } = yield* stop("SIGTERM")
      expect(exitCode).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({
        https: {
          port: expect.any(Number),
          ca: expect.stringContaining("ca.pem"),
          hosts: expect.stringContaining("hosts")
        }
      })
    })
  )

  it.scopedLive.each([
    ["0 for good ones", {}, 0],
    ["78 for bad ones", { ROBOT_DRY_RUN: "perhaps" }, 78]
  ] as const)("of check, which shows the settings: %s", ([, environment, code]) =>
    Effect.gen(function* () {
      const { origin } = yield* start()
      const { exitCode, stdout } = yield* (yield* run(["check"], { ...robotAt(origin), ...environment }))
        .ended
      expect(exitCode).toBe(code)
      expect(stdout).toContain("ROBOT_QUIET_PERIOD")
      expect(stdout).not.toContain("0123456789abcdef-tuling-key")
    })
  )
})
