import { describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { RealFiles, temporaryDirectory } from "../support/layers/files.ts"

const file = (name: string) => fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url))

const unit = file("weixin-robot.service")

const analyze = (...args: ReadonlyArray<string>) => spawnSync("systemd-analyze", args, { encoding: "utf8" })

const version = Number(/^systemd (\d+)/.exec(analyze("--version").stdout)?.[1] ?? 0)

/** `security --offline` came with 251; the machine's own version is what judges. */
const tooOld = version < 251
if (tooOld) process.stderr.write(`skipped, the unit is not judged: no systemd-analyze of 251 or newer\n`)

/** Keys that came later than the oldest systemd that the unit is for, and when. */
const LATER = new Map([
  ["RestartSteps", 254],
  ["RestartMaxDelaySec", 254]
])

describe.skipIf(tooOld)("the shipped unit", () => {
  it("leaves no more open than 1.1 of 10, as systemd counts", () => {
    // of a thousand, as the threshold is: ends well at or below it
    const { status, stdout } = analyze("security", "--offline=yes", "--threshold=11", "--no-pager", unit)
    expect(stdout).toContain("Overall exposure level")
    expect(status).toBe(0)
  })

  it.scoped("has nothing that systemd does not understand, but for keys that are newer than it", () =>
    Effect.gen(function* () {
      // the program itself is not installed here
      const text = readFileSync(unit, "utf8").replace("ExecStart=/usr/bin/node ", "ExecStart=/bin/true ")
      const path = `${yield* temporaryDirectory}/weixin-robot.service`
      writeFileSync(path, text)
      const { status, stderr } = analyze("verify", path)
      const complaints = stderr.split("\n").filter((line) => {
        const key = /Unknown key(?: name)? '(\w+)'/.exec(line)?.[1]
        const since = key === undefined ? undefined : LATER.get(key)
        return line !== "" && (since === undefined || version >= since)
      })
      expect({ complaints, status }).toEqual({ complaints: [], status: 0 })
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("the shipped files", () => {
  it("agree on settings and keys: what the service sees, the command for root sees", () => {
    const credentials = (text: string) => [...text.matchAll(/LoadCredential=(\S+)/g)].map(([, name]) => name)
    const [service, command] = [unit, file("weixin-robot")].map((path) => readFileSync(path, "utf8"))
    expect(credentials(service ?? "")).toEqual(
      [
        "tuling_api_key",
        "openai_api_key",
        "wechat_extspam",
        "wechat_proxy",
        "https_proxy",
        "http_proxy",
        "robot_alert_url",
        "robot_alert_secret",
        "robot_alert_proxy"
      ].map((name) => `${name}:weixin-robot.${name}`)
    )
    expect(credentials(command ?? "")).toEqual(credentials(service ?? ""))
    expect(command).toContain("EnvironmentFile=-/etc/weixin-robot/environment")
  })

  it("begin with a dry run", () => {
    expect(readFileSync(file("environment"), "utf8")).toMatch(/^ROBOT_DRY_RUN=true$/m)
  })
})
