import { FileSystem, HttpClient } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect, Schema } from "effect"
import { StatusReport } from "../../src/program/remote/StatusReport.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { online, robotWithClient } from "../support/end-to-end/apiClient.ts"
import { until } from "../support/end-to-end/inProcess.ts"
import { directory, robotAt, run, tireless } from "../support/end-to-end/program.ts"

const decodeReport = Schema.decode(Schema.parseJson(StatusReport))

/** Gives commands to the robot that keeps its data there. */
const commandsIn =
  (data: string, environment: Readonly<Record<string, string>> = {}) =>
  (...args: ReadonlyArray<string>) =>
    Effect.flatMap(run(args, { ROBOT_DATA_DIR: data, ...environment }), ({ ended }) => ended)

/** A robot that is logged in, with commands for it. */
const living = Effect.map(robotWithClient(), ({ api, control, data, robot, token }) => {
  const command = commandsIn(data)
  return {
    api,
    command,
    control,
    data,
    robot,
    token,
    /** How it is, without a command: quick enough to look again and again. */
    now: api.status()
  }
})

const mutesOf = ({ mutes }: Pick<StatusReport, "mutes">) =>
  mutes.map(({ name, until }) => [name, until === null])

describe("the commands that ask the running robot", () => {
  it.scopedLive("status tells how it is, on a screen and for programs", () =>
    Effect.gen(function* () {
      const { command, control, token } = yield* living
      const report = Effect.flatMap(command("status", "--json"), ({ stdout }) => decodeReport(stdout))
      yield* control.messages([{ from: "lili", text: "在吗" }])
      yield* control.sent({ wait: 20_000 })
      const told = yield* Effect.repeat(report, { until: ({ lastAnsweredAt }) => lastAnsweredAt !== null })
      expect(told).toMatchObject({
        ok: true,
        reason: "",
        connection: { state: "syncing" },
        paused: null,
        sendPause: null,
        mutes: [],
        chatbots: ["tuling"],
        today: expect.arrayContaining([{ state: "sent", count: 1 }])
      })
      expect(told.lastMessageAt).toBeGreaterThanOrEqual(told.lastAnsweredAt ?? Infinity)
      const { exitCode, stderr, stdout } = yield* command("status")
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
      expect(stdout).toMatch(/^state +syncing: /m)
      expect(stdout).toMatch(/^today .*\b1 sent\b/m)
      expect(stdout).toMatch(/^last answered +\d{4}-\d\d-\d\d \d\d:\d\d$/m)
      expect(stdout).not.toMatch(/^(to do|paused|muted|sends pause|dry run)/m)
      expect(stdout).not.toContain(token)
    }).pipe(Effect.provide(online))
  )

  it.scopedLive("status ends with 1 when a person is needed, and says what for", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ autoScan: false })
      const data = yield* directory
      yield* run([], tireless(origin, data))
      yield* until(control, ({ holding }) => holding.login > 0)
      const command = commandsIn(data)
      const { exitCode, stdout } = yield* command("status")
      expect(exitCode).toBe(1)
      expect(stdout).toMatch(/^state +waiting-for-scan: /m)
      expect(stdout).toMatch(/^to do .*scan the code with WeChat on the phone$/m)
      const asJson = yield* command("status", "--json")
      expect(asJson.exitCode).toBe(1)
      expect(yield* decodeReport(asJson.stdout)).toMatchObject({ ok: false, owner: null })
      expect(yield* command("logout")).toMatchObject({
        exitCode: 75,
        stderr: "Not now: nobody is logged in\n"
      })
      expect(yield* command("mute", "李莉（同事）")).toMatchObject({ exitCode: 75 })
    })
  )

  it.scopedLive(
    "pause and resume it, for a time or until told",
    () =>
      Effect.gen(function* () {
        const { api, command, control, now } = yield* living
        const before = yield* Clock.currentTimeMillis
        const paused = yield* command("pause", "30", "minutes")
        const after = yield* Clock.currentTimeMillis
        expect(paused).toMatchObject({ exitCode: 0, stderr: "" })
        expect(paused.stdout).toMatch(/^Paused until \d{4}-\d\d-\d\d \d\d:\d\d\. /)
        const end = (yield* now).paused?.until ?? 0
        expect(end).toBeGreaterThanOrEqual(before + 1_800_000)
        expect(end).toBeLessThanOrEqual(after + 1_800_000)

        const wrong = yield* command("pause", "soon")
        expect(wrong).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('"soon" is no time') })
        expect((yield* now).paused?.until).toBe(end)

        expect((yield* command("pause", "2小时")).exitCode).toBe(0)
        expect((yield* now).paused?.until).toBeGreaterThan(end)
        expect((yield* command("pause")).stdout).toMatch(/^Paused until the command resume\. /)
        const asked = yield* command("status")
        expect(asked.exitCode).toBe(0)
        expect(asked.stdout).toMatch(/^paused +until the command resume$/m)
        yield* control.messages([{ from: "lili", text: "1" }])
        const silenced = api.messages({ urlParams: { reason: "paused" } })
        yield* Effect.repeat(silenced, { until: ({ messages }) => messages.length === 1 })

        expect((yield* command("resume")).stdout).toBe(
          "Not paused any more. What came meanwhile is not answered.\n"
        )
        expect((yield* command("resume", "--sends")).stdout).toBe("The robot was not paused.\n")
        expect((yield* now).paused).toBe(null)
        expect(yield* control.sent()).toEqual([])
      }).pipe(Effect.provide(online)),
    60_000
  )

  it.scopedLive("resume --sends ends the pause after sends that WeChat found too frequent", () =>
    Effect.gen(function* () {
      const { command, control, now } = yield* living
      yield* control.faults([{ kind: "ret", endpoint: "webwxsendmsg", ret: 1205 }])
      yield* control.messages([{ from: "lili", text: "1" }])
      yield* Effect.repeat(now, { until: ({ sendPause }) => sendPause !== null })
      expect((yield* command("status")).stdout).toMatch(/^sends pause +until /m)
      expect((yield* command("resume")).stdout).toContain("resume --sends ends that, too")
      expect((yield* now).sendPause).not.toBe(null)
      expect((yield* command("resume", "--sends")).exitCode).toBe(0)
      expect((yield* now).sendPause).toBe(null)
    }).pipe(Effect.provide(online))
  )

  it.scopedLive(
    "mute and unmute one chat, and say whom a name could mean",
    () =>
      Effect.gen(function* () {
        const { command, now } = yield* living
        expect(yield* command("mute", "李莉（同事）")).toMatchObject({
          exitCode: 0,
          stdout: "Muted until the command unmute: 李莉（同事）\n"
        })
        expect((yield* command("mute", "Tom & Jerry <3", "1 hour")).exitCode).toBe(0)
        const muted = mutesOf(yield* now)
        expect(muted).toHaveLength(2)
        expect(muted).toContainEqual(["李莉（同事）", true])
        expect((yield* command("status")).stdout).toMatch(/^muted +Tom & Jerry <3, until \d{4}/m)

        const several = yield* command("mute", "王伟")
        expect(several.exitCode).toBe(64)
        expect(several.stderr).toContain(
          "several are called so, which a remark in WeChat would tell apart: 王伟, 王伟"
        )
        const similar = yield* command("mute", "Tom")
        expect(similar.exitCode).toBe(64)
        expect(similar.stderr).toContain("no chat is called so; similar: Tom & Jerry <3")
        expect(yield* command("mute", "Tom", "&", "Jerry")).toMatchObject({
          exitCode: 64,
          stderr: expect.stringContaining("wants quotes")
        })
        expect(yield* command("unmute", "nobody at all")).toMatchObject({
          exitCode: 64,
          stderr: "Not found: no chat is called so\n"
        })
        expect(mutesOf(yield* now)).toHaveLength(2)

        expect(yield* command("unmute", "李莉（同事）")).toMatchObject({ exitCode: 0, stderr: "" })
        expect(mutesOf(yield* now)).toEqual([["Tom & Jerry <3", false]])
      }).pipe(Effect.provide(online)),
    60_000
  )

  it.scopedLive("log it out, and give the page with the token", () =>
    Effect.gen(function* () {
      const { command, now } = yield* living
      const page = yield* command("page")
      expect(page).toMatchObject({ exitCode: 0, stderr: "" })
      const http = HttpClient.filterStatusOk(yield* HttpClient.HttpClient)
      const { status } = yield* http.get(page.stdout.trim())
      expect(status).toBe(200)
      expect((yield* command("logout")).exitCode).toBe(0)
      yield* Effect.repeat(now, { until: ({ connection }) => connection.state !== "syncing" })
    }).pipe(Effect.provide(online))
  )
})

describe("where no robot answers, they say so", () => {
  const all = [
    ["status"],
    ["page"],
    ["pause"],
    ["resume"],
    ["mute", "Li"],
    ["unmute", "Li"],
    ["logout"]
  ] as const

  it.scopedLive.each(all)("%s with 75 where none was started", (args) =>
    Effect.gen(function* () {
      const data = yield* directory
      const { exitCode, stderr, stdout } = yield* commandsIn(data)(...args)
      expect({ exitCode, stdout }).toEqual({ exitCode: 75, stdout: "" })
      expect(stderr).toContain(`No robot answers: there is no ${data}/http.json.`)
    })
  )

  it.scopedLive("with 75 after kill -9, which leaves its address behind", () =>
    Effect.gen(function* () {
      const { command, robot } = yield* living
      yield* robot.stop("SIGKILL")
      const { exitCode, stderr } = yield* command("status")
      expect(exitCode).toBe(75)
      expect(stderr).toMatch(/^No robot answers at http:\S+ \(ECONNREFUSED\), where .*http\.json says\./)
    }).pipe(Effect.provide(online))
  )

  it.scopedLive("with 75 where another robot has the port: its token is not that of the file", () =>
    Effect.gen(function* () {
      const { command, data, robot, token } = yield* living
      const fs = yield* FileSystem.FileSystem
      const file = `${data}/http.json`
      const wrong = (yield* fs.readFileString(file)).replace(token, "0".repeat(token.length))
      yield* fs.writeFileString(file, wrong)
      const { exitCode, stderr } = yield* command("pause")
      expect(exitCode).toBe(75)
      expect(stderr).toContain("does not take the token")
      expect(stderr).not.toContain("0000")
      yield* fs.writeFileString(file, "{}")
      expect(yield* command("status")).toMatchObject({
        exitCode: 75,
        stderr: expect.stringContaining("holds no address and token")
      })
      const { stderr: said, stdout } = yield* robot.stop("SIGTERM")
      expect(said + stdout).not.toContain(token)
    }).pipe(Effect.provide(online))
  )

  it.scopedLive("with 75 for a robot that serves no API", () =>
    Effect.gen(function* () {
      const { origin } = yield* start()
      const data = yield* directory
      const off = { ...robotAt(origin), ROBOT_HTTP_PORT: "off" }
      const robot = yield* run([], { ...off, ROBOT_DATA_DIR: data })
      yield* robot.until((log) => log.includes('"syncing"'))
      expect(yield* commandsIn(data, off)("status")).toMatchObject({
        exitCode: 75,
        stderr: expect.stringContaining("ROBOT_HTTP_PORT is off")
      })
    })
  )
})
