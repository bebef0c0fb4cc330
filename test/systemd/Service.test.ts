import { describe, expect, layer } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { Effect, Layer, Option, Redacted } from "effect"
import { qrDots } from "../../src/layers/login/QrDots.ts"
import { drawing } from "../../src/layers/login/QrDrawing.ts"
import { until, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { Machine, MachineLive } from "../support/systemd/machine.ts"
import { lookUntil } from "../support/systemd/patience.ts"
import { impossible } from "../support/systemd/possible.ts"
import { service, STATE } from "../support/systemd/service.ts"
import { simulator } from "../support/systemd/simulator.ts"

/** Loads what lets a test break the robot by a signal. */
const SABOTAGE = "Environment=NODE_OPTIONS=--import=/source/test/support/systemd/sabotage.mjs"

/** The clock of its machine is what a file says. */
const CLOCK = [
  "Environment=NODE_OPTIONS=--import=/source/test/support/end-to-end/clock.mjs",
  "Environment=CLOCK_OFF=/run/clock-off"
]

/** A watchdog that bites soon, but not a machine that is merely slow. */
const IMPATIENT = "WatchdogSec=10s"

const KEY = "/etc/credstore/weixin-robot.tuling_api_key"

/** How a message ends, as `why` has it; some with a reason behind. */
const END = /^(sent|would-send|uncertain|skipped|failed)\b/

const numberIn = (text: string) => Number(/\d+/.exec(text)?.[0])

/** The two blocks of commands under the documented way to back up, as root gives them. */
const backupCommands = (file: string) =>
  Array.from(
    /^## (?:Back up|备份).*?(?=^## )/ms
      .exec(readFileSync(file, "utf8"))?.[0]
      .matchAll(/^```sh\n(.*?)^```/gms) ?? [],
    ([, commands = ""]) => commands.replaceAll(/^sudo |#.*/gm, "")
  )

/** The machine with the service on it, installed by the command that people use, stopped, with a key. */
const Installed = Layer.effectDiscard(
  Effect.gen(function* () {
    const { output, write } = yield* Machine
    // where it does no harm: nobody is at this origin
    yield* write("/etc/weixin-robot/environment", "WECHAT_ORIGIN=http://127.0.0.1:1\n")
    yield* output("node", "/source/dist/main.js", "service", "install")
    yield* output("systemctl", "stop", "weixin-robot")
    yield* output("rm", "-rf", "/var/lib/private/weixin-robot")
    yield* write(KEY, "0123456789abcdef-tuling-key\n")
  })
).pipe(Layer.provideMerge(MachineLive))

describe.skipIf(impossible !== undefined)("under a real systemd", { timeout: 120_000 }, () => {
  layer(Installed, { excludeTestServices: true, timeout: "2 minutes" })((it) => {
    it.scoped("a bad setting fails the start with 78, and is not tried again", () =>
      Effect.gen(function* () {
        const { journal, property, start } = yield* service({ environment: { ROBOT_DRY_RUN: "perhaps" } })
        expect((yield* start).exitCode).not.toBe(0)
        expect(yield* property("ExecMainStatus")).toBe("78")
        expect(yield* property("ActiveState")).toBe("failed")
        expect(yield* property("NRestarts")).toBe("0")
        expect(yield* journal("--priority=3")).toContain("ROBOT_DRY_RUN")
      })
    )

    it.scoped("start returns when it is ready; the status follows the connection", () =>
      Effect.gen(function* () {
        const control = yield* simulator("--manual-scan")
        const { property, start, stop, until: untilProperty } = yield* service()
        expect((yield* start).exitCode).toBe(0)
        expect(yield* property("ActiveState")).toBe("active")
        yield* untilProperty("StatusText", (text) => text.startsWith("waiting-for-scan: "))
        expect(yield* property("StatusText")).toContain("scan the code with WeChat on the phone")
        yield* control.login({ action: "scan" })
        yield* untilProperty("StatusText", (text) => text.startsWith("waiting-for-confirmation: "))
        yield* control.login({ action: "confirm" })
        yield* untilProperty("StatusText", (text) => text.startsWith("syncing: "))
        yield* stop
        expect(yield* property("ActiveState")).toBe("inactive")
      })
    )

    it.scoped("the key arrives as a credential, and check says so while the service runs", () =>
      Effect.gen(function* () {
        const { output } = yield* Machine
        const control = yield* simulator()
        yield* (yield* service()).start
        yield* untilSyncing(control)
        yield* control.messages([{ from: "me", text: "你好" }])
        expect((yield* control.asked({ wait: 20_000 })).map(({ text }) => text)).toEqual(["你好"])
        const shown = yield* output("weixin-robot", "check")
        expect(shown).toMatch(/^ *TULING_API_KEY +credential +\(hidden\)$/m)
        expect(shown).toContain("/var/lib/weixin-robot  can be used")
      })
    )

    it.scoped("why and replay see its messages while the service runs", () =>
      Effect.gen(function* () {
        const { output } = yield* Machine
        const control = yield* simulator()
        yield* (yield* service()).start
        yield* untilSyncing(control)
        const [MsgId] = yield* control.messages([{ from: "me", text: "你好" }])
        expect(yield* control.sent({ wait: 20_000 })).toHaveLength(1)
        expect(yield* output("weixin-robot", "why", "--last", "1")).toContain(`  ${MsgId}  `)
        expect(yield* output("weixin-robot", "why", "你好")).toMatch(/^decision +AskChatbot/m)
        expect(yield* output("weixin-robot", "replay")).toMatch(
          /^\d+ messages looked at, 0 would be decided differently$/
        )
      })
    )

    it.scoped("qr draws the code that the service waits with, until it is scanned", () =>
      Effect.gen(function* () {
        const { output, run } = yield* Machine
        const control = yield* simulator("--manual-scan")
        const { start, until: untilProperty } = yield* service()
        yield* start
        yield* untilProperty("StatusText", (text) => text.startsWith("waiting-for-scan: "))
        const { scans } = yield* control.state()
        const dots = yield* qrDots(Redacted.make(`https://login.weixin.qq.com/l/${scans[0]?.uuid}`))
        const code = drawing(dots, "blocks", { isTTY: false, environment: {} })
        const drawn = yield* output("weixin-robot", "qr")
        for (const line of code.split("\n")) expect(drawn).toContain(line.trim())
        yield* control.login({ action: "scan" })
        yield* control.login({ action: "confirm" })
        yield* untilSyncing(control)
        const after = yield* run("weixin-robot", "qr")
        expect(after).toMatchObject({ exitCode: 1, stderr: "No log-in code waits to be scanned.\n" })
      })
    )

    it.scoped("a start is over only when the API listens", () =>
      Effect.gen(function* () {
        yield* simulator()
        // the simulator has it
        const taken = yield* service({ environment: { ROBOT_HTTP_PORT: "8765" } })
        expect((yield* taken.start).exitCode).not.toBe(0)
        // it may be started again by now
        expect(yield* taken.journal()).toContain("code=exited, status=75")
        expect(yield* taken.journal("--priority=3")).toContain("ROBOT_HTTP_PORT: port 8765 is in use")
      })
    )

    it.scoped("the commands that ask it work for root beside the service, and for nobody else", () =>
      Effect.gen(function* () {
        const { output, run } = yield* Machine
        const control = yield* simulator()
        const { journal, start, stop } = yield* service()
        yield* start
        expect(yield* output("stat", "--format=%a %U", `${STATE}/http.json`)).toBe("600 weixin-robot")
        yield* untilSyncing(control)
        expect(yield* output("weixin-robot", "pause", "30分钟")).toMatch(/^Paused until \d/)
        expect(yield* output("weixin-robot", "mute", "李莉（同事）", "2", "hours")).toMatch(/^Muted until \d/)
        const status = yield* output("weixin-robot", "status")
        expect(status).toMatch(/^state +syncing: /m)
        expect(status).toMatch(/^paused +until \d/m)
        expect(status).toMatch(/^muted +李莉/m)
        yield* output("weixin-robot", "resume")
        yield* output("weixin-robot", "unmute", "李莉（同事）")
        expect(yield* output("weixin-robot", "status", "--json")).toContain('"paused":null,"mutes":[]')
        const page = yield* output("weixin-robot", "page")
        const [, token = ""] = /^http:\/\/127\.0\.0\.1:8420\/\?token=([\w-]{40,})$/.exec(page) ?? []
        expect(token).not.toBe("")
        expect(yield* journal()).not.toContain(token)
        const look =
          "fetch(process.argv[1]).then(async (answer) => console.log(answer.status, await answer.text()))"
        for (const path of ["/", "/page.js"]) {
          const file = yield* output(process.execPath, "-e", look, `http://127.0.0.1:8420${path}`)
          expect([path, file]).toEqual([path, expect.stringMatching(/^200 ./)])
        }
        const asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        expect(yield* run(...asNobody, "weixin-robot", "status")).toMatchObject({
          exitCode: 77,
          stderr: "This is for root: sudo weixin-robot ...\n"
        })
        yield* stop
        const stopped = yield* run("weixin-robot", "status")
        expect(stopped).toMatchObject({
          exitCode: 75,
          stderr: expect.stringContaining("No robot answers: there is no /var/lib/weixin-robot/http.json.")
        })
      })
    )

    it.scoped("an account that WeChat refuses ends with 69, stays down, and the status says what to do", () =>
      Effect.gen(function* () {
        const control = yield* simulator()
        yield* control.login({ action: "refuse" })
        const { property, start, until: untilProperty } = yield* service()
        yield* start
        yield* untilProperty("ActiveState", (state) => state === "failed")
        expect(yield* property("ExecMainStatus")).toBe("69")
        expect(yield* property("NRestarts")).toBe("0")
        expect(yield* property("StatusText")).toMatch(/^refused: .*; .*start the robot again$/)
      })
    )

    it.scoped("a clock that NTP sets by hours restarts nothing, and makes no message old or new", () =>
      Effect.gen(function* () {
        const { output, write } = yield* Machine
        const set = (hours: number) =>
          Effect.zipRight(
            write("/run/clock-off-", `${hours * 3_600_000}`),
            output("sh", "-c", "chmod 644 /run/clock-off- && mv /run/clock-off- /run/clock-off")
          )
        yield* set(-3)
        const control = yield* simulator()
        const { journal, property, start } = yield* service({
          environment: { ROBOT_QUIET_PERIOD: "0" },
          unit: [...CLOCK, IMPATIENT]
        })
        yield* start
        yield* untilSyncing(control)
        const hear = Effect.gen(function* () {
          const ids = yield* control.messages([
            { from: "lili", text: "很久以前", age: 3_600 },
            { from: "lili", text: "你好" }
          ])
          return yield* Effect.forEach(ids, (MsgId) =>
            lookUntil(
              Effect.map(
                output("weixin-robot", "why", MsgId),
                (why) => /^outcome +(\w+.*)$/m.exec(why)?.[1] ?? ""
              ),
              (became) => END.test(became)
            )
          )
        })
        const wanted = [expect.stringMatching(/^skipped.*stale/), expect.stringMatching(/^sent/)]
        expect(yield* hear).toEqual(wanted)
        expect(yield* journal("--priority=4")).toContain("this machine's clock is wrong")
        for (const hours of [0, 3]) {
          yield* set(hours)
          expect(yield* hear).toEqual(wanted)
        }
        expect(yield* property("NRestarts")).toBe("0")
      })
    )

    it.scoped("a backup as documented is root's alone; restored, it is the same session and messages", () =>
      Effect.gen(function* () {
        const { output, run } = yield* Machine
        const control = yield* simulator()
        const { start, stop } = yield* service()
        yield* start
        yield* untilSyncing(control)
        yield* control.messages([{ from: "me", text: "before" }])
        yield* control.sent({ wait: 20_000 })
        const inRoot = (commands: string) => output("sh", "-ec", `cd /root; ${commands}`)
        const [backUp = "", restore = ""] = backupCommands("docs/operations.md")
        expect(backupCommands("docs/operations.zh-CN.md")).toEqual([backUp, restore])
        yield* inRoot(backUp)
        expect(yield* output("stat", "--format=%a %U", "/root/weixin-robot.tar")).toBe("600 root")
        expect(yield* run("weixin-robot", "backup", "/tmp/lost.tar")).toMatchObject({ exitCode: 64 })
        yield* stop
        yield* run("rm", "-rf", STATE)
        yield* inRoot(restore)
        yield* control.messages([{ from: "me", text: "after" }])
        yield* control.sent({ wait: 20_000, after: 1 })
        const seen = yield* output("weixin-robot", "why", "--last", "10")
        expect(Array.from(seen.matchAll(/"(.*)"$/gm), ([, text]) => text)).toEqual(["before", "after"])
        expect((yield* control.state()).scans).toHaveLength(1)
        expect(yield* output("find", `${STATE}/`, "!", "-user", "weixin-robot")).toBe("")
      })
    )

    it.scoped("its data is its own: owner, modes, no root", () =>
      Effect.gen(function* () {
        const { output } = yield* Machine
        const control = yield* simulator()
        const { property, start } = yield* service()
        yield* start
        yield* untilSyncing(control)
        const files = yield* output("find", "/var/lib/private/weixin-robot", "-printf", "%y %m %u\n")
        const [directory, ...rest] = files.split("\n")
        expect(directory).toBe("d 700 weixin-robot")
        expect(new Set(rest)).toEqual(new Set(["f 600 weixin-robot"]))
        expect(yield* output("ls", "/var/lib/private/weixin-robot")).toContain("journal.db")
        const user = yield* output("stat", "--format=%U", `/proc/${yield* property("MainPID")}`)
        expect(user).toBe("weixin-robot")
      })
    )

    it.scoped("kill -9: it is started again, and logs in", () =>
      Effect.gen(function* () {
        const control = yield* simulator()
        const { property, signal, start, untilBack } = yield* service()
        yield* start
        yield* untilSyncing(control)
        yield* signal("KILL")
        yield* untilBack
        expect(yield* property("ActiveState")).toBe("active")
        expect(yield* property("NRestarts")).toBe("1")
      })
    )

    it.scoped(
      "kill -9 in a burst: no new scan, all is answered once, in order, but for what was on its way",
      () =>
        Effect.gen(function* () {
          const control = yield* simulator()
          const { output } = yield* Machine
          const { property, signal, start, untilBack } = yield* service()
          yield* start
          yield* untilSyncing(control)
          const texts = Array.from({ length: 40 }, (_, index) => `question ${index}`)
          const people = ["lili", "tom", "sun"]
          const asked = texts.flatMap((text) => people.map((from) => ({ from, text })))
          const MsgIds = yield* control.messages(asked)
          yield* control.sent({ wait: 20_000 })
          yield* signal("KILL")
          expect((yield* control.sent()).length).toBeLessThan(asked.length)
          yield* untilBack
          // the journal has an end for each, and knows which may be missing
          const ends = yield* lookUntil(
            Effect.map(output("weixin-robot", "why", "--last", "1000"), (lines) => {
              const ends = new Map(
                lines.split("\n").map((line) => [line.split("  ")[1], line.split("  ")[2] ?? ""])
              )
              return MsgIds.map((MsgId) => ends.get(MsgId) ?? "")
            }),
            (ends) => ends.every((end) => END.test(end))
          )
          expect(ends.filter((end) => end !== "sent" && end !== "uncertain killed")).toEqual([])
          // what was in a send when it was killed is uncertain and not said again
          const answers = yield* control.sent()
          for (const person of people) {
            const answered = answers.filter(({ to }) => to === person).map(({ text }) => numberIn(text))
            expect(answered).toEqual([...new Set(answered)].toSorted((a, b) => a - b))
            expect(answered.length).toBeGreaterThanOrEqual(texts.length - 1)
          }
          const missing = ends.filter((_, index) => {
            const { from = "", text = "" } = asked[index] ?? {}
            return !answers.some((one) => one.to === from && numberIn(one.text) === numberIn(text))
          })
          expect(missing).toEqual(missing.map(() => "uncertain killed"))
          expect(ends.filter((end) => end === "uncertain killed").length).toBeLessThanOrEqual(people.length)
          const { scans, sessions } = yield* control.state()
          expect({ scans: scans.length, sessions: sessions.length }).toEqual({ scans: 1, sessions: 1 })
          expect(yield* property("NRestarts")).toBe("1")
        })
    )

    it.scoped.each([
      ["an event loop that hangs", "USR2", []],
      // an answer that it waits for never comes, and it has no time limit any more
      ["a loop that makes no turn", "PWR", [{ kind: "hang", endpoint: "webwxsync" }]]
    ] as const)("%s is ended by the watchdog and started again", ([, wrong, faults]) =>
      Effect.gen(function* () {
        const control = yield* simulator()
        const {
          journal,
          property,
          signal,
          start,
          until: untilProperty,
          untilBack
        } = yield* service({ unit: [SABOTAGE, IMPATIENT] })
        yield* start
        const { revision } = yield* untilSyncing(control)
        const before = (yield* journal()).split("Failed with result 'watchdog'").length
        yield* signal(wrong)
        yield* control.faults(faults)
        yield* control.messages([{ from: "lili", text: "are you there?" }])
        yield* until(control, (state) => state.faults.every(({ hits }) => hits === 1))
        yield* untilProperty("NRestarts", (count) => Number(count) >= 1)
        yield* control.clearFaults()
        expect((yield* journal()).split("Failed with result 'watchdog'").length).toBe(before + 1)
        yield* until(
          control,
          ({ holding, sessions }) => sessions.length > 0 && holding.synccheck > 0,
          revision
        )
        yield* untilBack
        expect(yield* property("NRestarts")).toBe("1")
      })
    )

    it.scoped.each([
      ["WeChat that nobody reaches", Option.none(), "reconnecting: "],
      ["a code that nobody scans", Option.some("--manual-scan"), "waiting-for-scan: "]
    ] as const)("%s is no reason to start again", ([, scan, status]) =>
      Effect.gen(function* () {
        if (Option.isSome(scan)) yield* simulator(scan.value)
        const { property, start, until: untilProperty } = yield* service({ unit: [IMPATIENT] })
        yield* start
        yield* untilProperty("StatusText", (text) => text.startsWith(status))
        // signs of life kept coming for longer than the watchdog's patience
        const first = Number(yield* property("WatchdogTimestampMonotonic"))
        yield* untilProperty("WatchdogTimestampMonotonic", (time) => Number(time) > first + 11_000_000)
        expect(yield* property("NRestarts")).toBe("0")
        expect(yield* property("ActiveState")).toBe("active")
      })
    )

    it.scoped("the journal has each event with its priority, and the unit's name", () =>
      Effect.gen(function* () {
        const control = yield* simulator("--manual-scan")
        const { journal, start, until: untilProperty } = yield* service()
        yield* start
        yield* untilProperty("StatusText", (text) => text.startsWith("waiting-for-scan: "))
        yield* control.login({ action: "scan" })
        yield* control.login({ action: "confirm" })
        yield* untilSyncing(control)
        const lines = (yield* journal("--output=json", "_COMM=node"))
          .split("\n")
          .map((line) => JSON.parse(line))
        const find = (text: string) => lines.findLast(({ MESSAGE }) => String(MESSAGE).includes(text))
        const unit = { _SYSTEMD_UNIT: "weixin-robot.service" }
        expect(find("state=waiting-for-scan")).toMatchObject({
          ...unit,
          PRIORITY: "4",
          MESSAGE: expect.stringMatching(/^connection /)
        })
        expect(find("state=syncing")).toMatchObject({ ...unit, PRIORITY: "6" })
        expect(find("/var/lib/weixin-robot/login.png")).toMatchObject({ PRIORITY: "4" })
      })
    )

    it.scoped("a log on a full disk is no reason to stop answering, and the status tells of it", () =>
      Effect.gen(function* () {
        const { output } = yield* Machine
        const control = yield* simulator()
        yield* output("sh", "-c", "mkdir /srv/log && mount -t tmpfs -o size=64k log /srv/log")
        yield* Effect.addFinalizer(() => Effect.orDie(output("umount", "/srv/log")))
        const {
          journal,
          property,
          start,
          stop,
          until: untilProperty
        } = yield* service({ unit: ["StandardOutput=append:/srv/log/log", "StandardError=journal"] })
        yield* start
        yield* untilProperty("StatusText", (text) => text.startsWith("syncing: "))
        yield* output("sh", "-c", "! cat /dev/zero > /srv/log/filler")
        // more than the last page of the log has room for
        const texts = Array.from({ length: 20 }, (_, index) => `question ${index}`)
        yield* control.messages(texts.map((text) => ({ from: "lili", text })))
        expect(yield* control.sent({ wait: 20_000, after: 19 })).toHaveLength(1)
        const sentence = "the log cannot be written: no space left on device (ENOSPC)"
        yield* untilProperty("StatusText", (text) => text.endsWith(`; ${sentence}`))
        expect(yield* journal("--priority=4")).toContain(`${sentence}; the robot goes on without it`)
        yield* output("rm", "/srv/log/filler")
        yield* control.messages([{ from: "lili", text: "question 20" }])
        yield* untilProperty("StatusText", (text) => /^syncing: [^;]+$/.test(text))
        expect(yield* output("cat", "/srv/log/log")).toContain("the log could not be written for a while")
        expect(yield* property("NRestarts")).toBe("0")
        yield* stop
      })
    )

    it.scoped("stop is a farewell within 5 seconds that leaves the session alive", () =>
      Effect.gen(function* () {
        const control = yield* simulator()
        const { property, start, stop } = yield* service()
        yield* start
        yield* untilSyncing(control)
        yield* stop
        expect(yield* property("Result")).toBe("success")
        expect(yield* property("ExecMainStatus")).toBe("0")
        const [from, to] = [
          yield* property("ActiveExitTimestampMonotonic"),
          yield* property("InactiveEnterTimestampMonotonic")
        ]
        expect(Number(to) - Number(from)).toBeLessThan(5_000_000)
        const { requests, sessions } = yield* control.state({})
        expect(sessions.map(({ ended }) => ended)).toEqual([null])
        expect(requests["webwxlogout"]).toBe(undefined)
        yield* start
        yield* untilSyncing(control)
        expect((yield* control.state()).scans).toHaveLength(1)
      })
    )
  })
})
