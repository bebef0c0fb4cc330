import { FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Simulator, start } from "../../src/simulator/Simulator.ts"
import { until, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { cannotMount, smallDisk } from "../support/end-to-end/namespace.ts"
import { directory, goesOnUnread, robotAt, run, tireless } from "../support/end-to-end/program.ts"
import { noTerminal, runOnTerminal } from "../support/end-to-end/terminal.ts"
import { shared } from "../support/shared.ts"

type Control = Simulator["control"]

const home = Effect.gen(function* () {
  const { control, origin } = yield* start()
  const path = yield* directory
  return { control, path, environment: { ...tireless(origin, path), ...goesOnUnread } }
})

/** Puts a command behind a shell's redirections. */
const redirected = (redirections: string) => ["sh", "-c", `exec "$@" ${redirections}`, "sh"]

/** Asks, and waits for the answer; so many were sent before. */
const converse = Effect.fnUntraced(function* (control: Control, text: string, before: number) {
  yield* control.messages([{ from: "lili", text }])
  expect(yield* control.sent({ wait: 20_000, after: before })).toHaveLength(1)
  expect((yield* control.asked()).at(-1)?.text).toBe(text)
  yield* untilSyncing(control)
})

const keepsItsSession = Effect.fnUntraced(function* (control: Control) {
  const { requests, sessions } = yield* control.state()
  expect(sessions).toEqual([{ order: 1, inits: 1, ended: null }])
  expect(requests["webwxlogout"]).toBe(undefined)
})

const told = (reason: string) => `the log cannot be written: ${reason}; the robot goes on without it\n`

describe("a robot whose log cannot be written", () => {
  it.scopedLive.each([
    ["full", "> /dev/full", told("no space left on device (ENOSPC)")],
    ["full, as is the standard error", "> /dev/full 2> /dev/full", ""],
    ["closed", ">&-", ""],
    ["closed, as is the standard error", ">&- 2>&-", ""]
  ] as const)("from the start answers, says so once, and stops in order: %s", ([, redirections, stderr]) =>
    Effect.gen(function* () {
      const { control, environment } = yield* home
      const robot = yield* run(["run"], environment, redirected(redirections))
      yield* untilSyncing(control)
      yield* converse(control, "1", 0)
      yield* converse(control, "2", 1)
      expect(yield* robot.stop("SIGTERM")).toEqual({ exitCode: 0, stdout: "", stderr })
      yield* keepsItsSession(control)
    })
  )

  it.scopedLive("because its reader goes answers, says so once, and stops in order", () =>
    Effect.gen(function* () {
      const { control, environment } = yield* home
      const robot = yield* run(["run"], environment)
      yield* untilSyncing(control)
      yield* robot.closeReader
      yield* converse(control, "1", 0)
      yield* converse(control, "2", 1)
      expect(yield* robot.stop("SIGTERM")).toMatchObject({
        exitCode: 0,
        stderr: told("broken pipe (EPIPE)")
      })
      yield* keepsItsSession(control)
    })
  )

  it.scopedLive("ends with its reader where the demo has it so", () =>
    Effect.gen(function* () {
      const { control, environment } = yield* home
      const robot = yield* run(["run"], { ...environment, WEIXIN_ROBOT_ENDS_UNREAD: "true" })
      yield* untilSyncing(control)
      yield* robot.closeReader
      yield* control.messages([{ from: "lili", text: "1" }])
      expect((yield* robot.ended).exitCode).toBe(0)
    })
  )
})

if (cannotMount !== undefined) process.stderr.write(`skipped, no disk is mounted: ${cannotMount}\n`)

describe.skipIf(cannotMount !== undefined)("a log on a disk", () => {
  it.scopedLive("that fills up goes on where there is room again, and says what is missing", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { control, environment } = yield* home
      const place = yield* directory
      const disk = yield* smallDisk(place, 1)
      const [log, filler] = [disk.outside(`${place}/log`), disk.outside(`${place}/filler`)]
      const robot = yield* run(["run"], environment, [...disk.enter, ...redirected(`>> ${place}/log`)])
      yield* untilSyncing(control)
      yield* Effect.flip(fs.writeFile(filler, new Uint8Array(2 * 1_048_576)))
      yield* Effect.forEach(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"], (text, index) =>
        converse(control, text, index)
      )
      yield* fs.remove(filler)
      yield* converse(control, "11", 10)
      expect(yield* robot.stop("SIGTERM")).toEqual({
        exitCode: 0,
        stdout: "",
        stderr: told("no space left on device (ENOSPC)")
      })
      const lines = (yield* fs.readFileString(log)).trimEnd().split("\n")
      const gaps = lines.filter((line) => line.includes("the log could not be written for a while"))
      expect(gaps.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({ level: "warning", lost: expect.any(Number) })
      ])
      // the one that the end of the disk cut stands in a line of its own
      const isWhole = (line: string) => line.startsWith("{") && line.endsWith("}")
      expect(lines.filter((line) => !isWhole(line)).length).toBeLessThanOrEqual(1)
      expect(lines.filter(isWhole).map((line) => typeof JSON.parse(line))).not.toContain("string")
      // nothing is missing but what is counted
      const lost = JSON.parse(gaps[0] ?? "{}").lost
      const sent = lines.filter((line) => line.includes(`"message":"sent"`)).length
      expect(lost).toBeGreaterThanOrEqual(11 - sent)
      expect(lines.at(-1)).toContain("stopping")
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )
})

describe("SIGHUP", () => {
  it.scopedLive("is a stop in order: the picture goes, the session stays", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ autoScan: false })
      const fs = yield* FileSystem.FileSystem
      const waiting = yield* run(["run"], robotAt(origin))
      const image = `${waiting.home}/.local/state/weixin-robot/login.png`
      yield* until(control, ({ holding }) => holding.login > 0)
      expect(yield* fs.exists(image)).toBe(true)
      expect(yield* waiting.stop("SIGHUP")).toMatchObject({ exitCode: 0, stderr: "" })
      expect(yield* fs.exists(image)).toBe(false)
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive("twice, and SIGTERM besides, is the same stop", () =>
    Effect.gen(function* () {
      const { control, environment } = yield* home
      const robot = yield* run(["run"], environment)
      yield* untilSyncing(control)
      yield* robot.signal("SIGHUP")
      yield* robot.signal("SIGHUP")
      expect(yield* robot.stop("SIGHUP")).toMatchObject({ exitCode: 0, stderr: "" })
      yield* keepsItsSession(control)
    })
  )

  it.scopedLive("is nothing to a robot that a shell started with nohup", () =>
    Effect.gen(function* () {
      const { control, environment } = yield* home
      const robot = yield* run(["run"], { ...environment, _: "/usr/bin/nohup" }, ["nohup"])
      yield* untilSyncing(control)
      yield* robot.signal("SIGHUP")
      yield* converse(control, "1", 0)
      expect(yield* robot.stop("SIGTERM")).toMatchObject({ exitCode: 0 })
    })
  )
})

if (noTerminal !== undefined) process.stderr.write(`skipped, no terminal: ${noTerminal}\n`)

describe.skipIf(noTerminal !== undefined)("a terminal", () => {
  it.scopedLive("that closes stops the robot in order", () =>
    Effect.gen(function* () {
      const { control, environment } = yield* home
      const robot = yield* runOnTerminal(environment)
      yield* untilSyncing(control)
      yield* robot.close
      expect(yield* robot.ended).toBe(0)
      yield* keepsItsSession(control)
    })
  )

  it.scopedLive("that closes under a code takes the picture away too", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { control, origin } = yield* start({ autoScan: false })
      const path = yield* directory
      const robot = yield* runOnTerminal(tireless(origin, path))
      yield* until(control, ({ holding }) => holding.login > 0)
      expect(yield* fs.exists(`${path}/login.png`)).toBe(true)
      yield* robot.close
      expect(yield* robot.ended).toBe(0)
      expect(yield* fs.exists(`${path}/login.png`)).toBe(false)
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive("that closes under nohup leaves the robot, which answers and stops in order", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { control, environment } = yield* home
      const robot = yield* runOnTerminal(environment, "nohup")
      yield* untilSyncing(control)
      yield* robot.close
      yield* robot.signal("SIGHUP")
      yield* converse(control, "1", 0)
      yield* robot.signal("SIGTERM")
      expect(yield* robot.ended).toBe(0)
      yield* keepsItsSession(control)
      expect(yield* fs.readFileString(`${robot.home}/nohup.out`)).toContain(`"message":"sent"`)
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive("that takes nothing any more, as after Ctrl-S, holds nothing up", () =>
    Effect.gen(function* () {
      const { control, environment } = yield* home
      const robot = yield* runOnTerminal({ ...environment, ROBOT_LOG_LEVEL: "trace" })
      yield* untilSyncing(control)
      yield* robot.stall
      // more than a terminal holds
      const texts = Array.from({ length: 100 }, (_, index) => `question ${index}`)
      yield* control.messages(texts.map((text) => ({ from: "lili", text })))
      expect(yield* control.sent({ wait: 20_000, after: 99 })).toHaveLength(1)
      yield* robot.signal("SIGTERM")
      yield* until(control, ({ holding }) => holding.synccheck === 0)
      yield* robot.goOn
      expect(yield* robot.ended).toBe(0)
      yield* keepsItsSession(control)
    })
  )
})

const NO_CODE = "No log-in code waits to be scanned.\n"

describe("a command that prints", () => {
  const commands = ["--help", "check", "qr", "why --last 5", "simulator --port 0", "demo"] as const

  /** A robot's directory with a message and a code in it. */
  const lived = shared(
    Effect.gen(function* () {
      const { control, environment } = yield* home
      const robot = yield* run(["run"], environment)
      yield* untilSyncing(control)
      yield* converse(control, "1", 0)
      yield* robot.stop("SIGTERM")
      return environment
    })
  )

  it.scopedLive.each(commands)("to a full disk says so and ends in 75: %s", (line) =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ autoScan: false })
      const path = yield* directory
      const environment = line.startsWith("why") ? yield* lived : tireless(origin, path)
      if (line === "qr") {
        yield* run(["run"], environment)
        yield* until(control, ({ holding }) => holding.login > 0)
      }
      const command = yield* run(line.split(" "), environment, redirected("> /dev/full"))
      expect(yield* command.ended).toEqual({
        exitCode: 75,
        stdout: "",
        stderr: "the standard output cannot be written: no space left on device (ENOSPC)\n"
      })
    })
  )

  it.scopedLive("to nobody ends quietly", () =>
    Effect.gen(function* () {
      const environment = yield* lived
      const piped = ["sh", "-c", `("$@"; echo $? >&2) | true`, "sh"]
      for (const line of [...commands, "why --last 1000000", "contacts", "replay"]) {
        const { stderr } = yield* (yield* run(line.split(" "), environment, piped)).ended
        expect([line, stderr]).toEqual([line, line === "qr" ? `${NO_CODE}1\n` : "0\n"])
      }
    })
  )

  it.scopedLive("of trouble to a full disk ends as usual", () =>
    Effect.gen(function* () {
      const environment = yield* lived
      for (const line of ["--help", "dance", "why nothing", "qr"]) {
        const usual = yield* (yield* run(line.split(" "), environment)).ended
        const full = yield* (yield* run(line.split(" "), environment, redirected("2> /dev/full"))).ended
        expect([line, full]).toEqual([line, { ...usual, stderr: "" }])
      }
    })
  )
})
