import { type Context, Duration, Effect, Layer, Option, Schedule } from "effect"
import { type Notify, openNotifySocket } from "./NotifySocket.ts"
import { oneLine, shortened } from "../logs/OneLine.ts"
import type { Environment } from "../logs/Output.ts"
import { Supervisor, SupervisorUnreachable } from "./Supervisor.ts"

/** The process that is supervised. */
export interface Process {
  readonly environment: Environment
  readonly pid: number
}

/** systemd where it started this process and waits for word (NOTIFY_SOCKET), as sd_notify(3) has it; else nobody. */
export const layer = (process: Process): Layer.Layer<Supervisor, SupervisorUnreachable> =>
  Layer.scoped(
    Supervisor,
    Effect.suspend(() => {
      const address = process.environment["NOTIFY_SOCKET"] ?? ""
      return address === ""
        ? Effect.succeed(nobody)
        : Effect.map(openNotifySocket(address), (notify) => systemd(notify, process))
    })
  )

const nobody: Context.Tag.Service<Supervisor> = {
  ready: Effect.void,
  status: () => Effect.void,
  stopping: Effect.void,
  alive: Effect.void,
  aliveEvery: Option.none()
}

/** In UTF-16 units; `systemctl status` shows it on one line. */
const STATUS_AT_MOST = 300

const systemd = (notify: Notify, process: Process): Context.Tag.Service<Supervisor> => {
  const tell = (text: string) =>
    Effect.catchAll(notify(text), ({ errno }) =>
      Effect.annotateLogs(Effect.logDebug("systemd was not told"), { errno })
    )
  return {
    ready: notify("READY=1").pipe(
      // a busy systemd takes it a little later
      Effect.retry({ times: 20, schedule: Schedule.spaced("250 millis") }),
      Effect.mapError(
        ({ errno }) => new SupervisorUnreachable({ problem: `nothing can be sent there (errno ${errno})` })
      )
    ),
    // a line of its own would be an order of its own
    status: (sentence) => tell(`STATUS=${shortened(oneLine(sentence), STATUS_AT_MOST)}`),
    stopping: tell("STOPPING=1"),
    alive: tell("WATCHDOG=1"),
    aliveEvery: Option.map(watchdogOf(process), Duration.times(1 / 4))
  }
}

/** How long systemd waits for a sign of life of this very process. */
const watchdogOf = ({ environment, pid }: Process) => {
  const microseconds = Number(environment["WATCHDOG_USEC"])
  const forUs = [undefined, "", String(pid)].includes(environment["WATCHDOG_PID"])
  return Number.isSafeInteger(microseconds) && microseconds > 0 && forUs
    ? Option.some(Duration.micros(BigInt(microseconds)))
    : Option.none()
}
