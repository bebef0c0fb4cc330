import { Effect } from "effect"
import { Machine } from "./machine.ts"
import { lookUntil } from "./patience.ts"
import { ORIGIN } from "./simulator.ts"

/** What the tests change in the unit; the rest is as shipped. */
export interface Options {
  /** Of the environment file, in addition to where the simulator is. */
  readonly environment?: Readonly<Record<string, string>>
  /** Lines of the section [Service]. */
  readonly unit?: ReadonlyArray<string>
}

const ADDITIONS = "/run/systemd/system/weixin-robot.service.d/test.conf"
/** The data directory, as root sees it. */
export const STATE = "/var/lib/private/weixin-robot"

/**
 * The robot's service on the machine, installed by its own command, not started. With the scope it is stopped, and its
 * settings, data and history are gone.
 */
export const service = Effect.fnUntraced(function* ({ environment = {}, unit = [] }: Options = {}) {
  const { output, run, write } = yield* Machine
  const variables = {
    WECHAT_ORIGIN: ORIGIN,
    TULING_ORIGIN: ORIGIN,
    ROBOT_REPLY_DELAY: "0",
    ROBOT_SENDS_PER_MINUTE: "0",
    ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0",
    ...environment
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
  yield* write("/etc/weixin-robot/environment", lines.join(""))
  yield* write(ADDITIONS, ["[Service]", "RestartSec=100ms", ...unit, ""].join("\n"))
  yield* output("systemctl", "daemon-reload")
  yield* Effect.addFinalizer(() =>
    Effect.all([
      run("systemctl", "stop", "weixin-robot"),
      run("systemctl", "reset-failed", "weixin-robot"),
      run("rm", "-rf", ADDITIONS, STATE)
    ])
  )

  /** A property of the unit, as `systemctl show` has it. */
  const property = (name: string) =>
    output("systemctl", "show", "weixin-robot", "--value", "--property", name)
  /** Waits until a property is so. */
  const until = (name: string, isSo: (value: string) => boolean) => lookUntil(property(name), isSo)

  return {
    start: run("systemctl", "start", "weixin-robot"),
    stop: output("systemctl", "stop", "weixin-robot"),
    signal: (signal: string) =>
      output("systemctl", "kill", "--kill-whom=main", `--signal=${signal}`, "weixin-robot"),
    property,
    until,
    /** Waits until systemd started it anew, however often, and it is logged in. */
    untilBack: Effect.all([
      until("NRestarts", (count) => Number(count) >= 1),
      // until then the status may be the last one's
      until("ActiveState", (state) => state === "active"),
      until("StatusText", (text) => text.startsWith("syncing: "))
    ]),
    /** What the unit, and systemd about it, wrote since the machine was booted. */
    journal: (...options: ReadonlyArray<string>) =>
      Effect.zipRight(
        // what was said before may still be on its way
        output("journalctl", "--sync"),
        output("journalctl", "--unit=weixin-robot", "--output=cat", ...options)
      )
  }
})
