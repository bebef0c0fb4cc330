import { describe, expect, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Machine, MachineLive } from "../support/systemd/machine.ts"
import { lookUntil } from "../support/systemd/patience.ts"
import { impossible } from "../support/systemd/possible.ts"

const SERVICE = ["node", "/source/dist/main.js", "service"] as const

/** All that is on the machine where a service may leave something, not too deep. */
const everything = Effect.flatMap(Machine, ({ output }) =>
  Effect.map(
    output("sh", "-c", "find /etc /opt /run/systemd/system /usr/local/bin /var/lib -xdev -maxdepth 3 | sort"),
    (text) => new Set(text.split("\n"))
  )
)

describe.skipIf(impossible !== undefined)("service install and uninstall", { timeout: 120_000 }, () => {
  layer(MachineLive, { excludeTestServices: true, timeout: "2 minutes" })((it) => {
    it.scoped("say what they do, upgrade, and leave data and settings only", () =>
      Effect.gen(function* () {
        const { output, run, write } = yield* Machine
        const before = yield* everything

        // nobody is at this origin
        const nobody = "WECHAT_ORIGIN=http://127.0.0.1:1\n"
        yield* write("/etc/weixin-robot/environment", nobody)
        // as a careful root has it
        const installed = yield* output("sh", "-c", `umask 077 && ${SERVICE.join(" ")} install`)
        for (const place of [
          "/opt/weixin-robot",
          "/etc/systemd/system/weixin-robot.service",
          "/usr/local/bin/weixin-robot"
        ]) {
          expect(installed).toContain(place)
          expect((yield* run("test", "-e", place)).exitCode).toBe(0)
        }
        expect(yield* output("systemctl", "is-active", "weixin-robot")).toBe("active")
        expect(yield* output("systemctl", "is-enabled", "weixin-robot")).toBe("enabled")
        const logs = output("weixin-robot", "service", "logs", "--lines", "50")
        // a little later than the start
        yield* lookUntil(logs, (lines) => lines.includes("connection"))

        const pid = yield* output("systemctl", "show", "weixin-robot", "--value", "--property=MainPID")
        const again = yield* output(...SERVICE, "install")
        expect(again).toContain("stays as it is")
        expect(yield* output("cat", "/etc/weixin-robot/environment")).toBe(nobody.trim())
        expect(yield* output("systemctl", "show", "weixin-robot", "--value", "--property=MainPID")).not.toBe(
          pid
        )

        // by the installed program itself, which goes with it
        const removed = yield* output("weixin-robot", "service", "uninstall")
        const left = [...(yield* everything)].filter((path) => !before.has(path))
        expect(left.filter((path) => !path.startsWith("/var/lib/private/weixin-robot/"))).toEqual([
          "/etc/weixin-robot",
          "/etc/weixin-robot/environment",
          "/var/lib/private/weixin-robot"
        ])
        expect(removed).toContain("/etc/weixin-robot/environment")
        expect(removed).toContain("/var/lib/private/weixin-robot")
        expect((yield* run("systemctl", "cat", "weixin-robot")).exitCode).not.toBe(0)
        expect(yield* output(...SERVICE, "uninstall")).toContain("Nothing is installed")
      })
    )

    it.scoped("write the environment file once, for root alone, as a dry run", () =>
      Effect.gen(function* () {
        const { output, run } = yield* Machine
        yield* run("rm", "-rf", "/etc/weixin-robot")
        // WeChat is out of reach here: the machine has no network but its own
        expect(yield* output(...SERVICE, "install")).toContain("dry run")
        yield* output("systemctl", "stop", "weixin-robot")
        expect(yield* output("stat", "--format=%a %U", "/etc/weixin-robot/environment")).toBe("600 root")
        expect(yield* output("weixin-robot", "check")).toMatch(/ROBOT_DRY_RUN +environment +true/)
        yield* output(...SERVICE, "uninstall")
      })
    )

    it.scoped("are for root", () =>
      Effect.gen(function* () {
        const { run } = yield* Machine
        const { exitCode, stderr } = yield* run("setpriv", "--reuid=65534", ...SERVICE, "install")
        expect({ exitCode, stderr }).toEqual({ exitCode: 77, stderr: expect.stringContaining("sudo") })
      })
    )
  })
})
