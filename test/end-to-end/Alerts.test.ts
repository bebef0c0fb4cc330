import { describe, expect, it } from "@effect/vitest"
import { Effect, Predicate } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { json, type Seen, serving, weCom } from "../support/http/alertServices.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"

const SECRET = "a-secret-path-of-alerts"

/** What an alert in JSON is of, and whether it is needed or over. */
const gist = ({ body }: Seen) =>
  Predicate.hasProperty(body, "alert") && Predicate.hasProperty(body, "state")
    ? `${String(body.alert)} ${String(body.state)}`
    : "no alert"

describe("alerts", () => {
  it.scopedLive("tell who has to scan, once, also over a restart, and when that is over", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ autoScan: false })
      const owner = yield* serving(json)
      const environment = {
        ...tireless(origin, yield* directory),
        ROBOT_ALERT_URL: `${owner.origin}/${SECRET}`,
        ROBOT_LOG_LEVEL: "debug"
      }
      const first = yield* run(["run"], environment)
      yield* owner.came(1)
      yield* first.until((log) => log.includes("the owner was alerted"))
      const { exitCode } = yield* first.stop("SIGTERM")
      expect(exitCode).toBe(0)

      const second = yield* run(["run"], environment)
      yield* second.until((log) => log.includes("waiting-for-scan"))
      yield* control.login({ action: "scan" })
      yield* control.login({ action: "confirm" })
      yield* owner.came(2)
      yield* second.until((log) => log.includes("the owner was alerted"))
      const { stdout, stderr } = yield* second.stop("SIGTERM")
      expect(owner.seen.map(gist)).toEqual(["scan needed", "scan over"])
      // where the robot's page is, without the token
      const page = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/)
      expect(owner.seen.map(({ body }) => body)).toEqual(
        Array.from({ length: 2 }, () => expect.objectContaining({ page }))
      )
      expect(stdout + stderr).not.toContain(SECRET)
    })
  )

  it.scopedLive("reach nobody while no address is set", () =>
    Effect.gen(function* () {
      const { origin } = yield* start({ autoScan: false })
      const robot = yield* run(["run"], {
        ...tireless(origin, yield* directory),
        ROBOT_LOG_LEVEL: "debug"
      })
      yield* robot.until((log) => log.includes("waiting-for-scan"))
      const { stdout } = yield* robot.stop("SIGTERM")
      expect(stdout).not.toContain("alert")
    })
  )

  it.scopedLive("tell before the program ends why it ends", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ autoScan: false })
      const owner = yield* serving(json)
      const robot = yield* run(["run"], {
        ...tireless(origin, yield* directory),
        ROBOT_ALERT_URL: owner.origin
      })
      yield* owner.came(1)
      yield* control.login({ action: "refuse" })
      yield* control.login({ action: "scan" })
      yield* control.login({ action: "confirm" })
      const { exitCode } = yield* robot.ended
      expect(exitCode).toBe(69)
      expect(owner.seen.map(gist)).toEqual(["scan needed", "refused needed"])
    })
  )
})

describe("the command alert-test", () => {
  it.scopedLive("says that an alert was taken, or why not, and never its address", () =>
    Effect.gen(function* () {
      const { origin, seen } = yield* serving(weCom)
      const tested = (key: string) =>
        Effect.flatMap(
          run(["alert-test"], {
            ROBOT_ALERT_FORMAT: "wecom",
            ROBOT_ALERT_URL: `${origin}/cgi-bin/webhook/send?key=${key}`
          }),
          ({ ended }) => ended
        )
      expect(yield* tested("wecomKey123")).toEqual({
        exitCode: 0,
        stdout: "wecom took the alert: it is on its way to you.\n",
        stderr: ""
      })
      expect(yield* tested("wecomKey456")).toEqual({
        exitCode: 1,
        stdout: "",
        stderr: "wecom did not take the alert: 93000 invalid webhook url, hint: [1], key (hidden)\n"
      })
      expect(seen).toHaveLength(2)
    })
  )

  it.scopedLive("says what is missing where no address is set", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* Effect.flatMap(run(["alert-test"], {}), ({ ended }) => ended)
      expect(exitCode).toBe(78)
      expect(stderr).toContain("ROBOT_ALERT_URL is not set")
    })
  )
})
