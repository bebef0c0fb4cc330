import { Command, Options } from "@effect/cli"
import { Effect } from "effect"
import { Unsuccessful } from "../tools/Failure.ts"
import { install } from "./Install.ts"
import { endOfStep, exitCodeOf, type Machine } from "./Machine.ts"
import { NAME } from "./Places.ts"
import { uninstall } from "./Uninstall.ts"

const follow = Options.boolean("follow").pipe(
  Options.withAlias("f"),
  Options.withDescription("go on as more is written")
)

const lines = Options.integer("lines").pipe(
  Options.withAlias("n"),
  Options.withDescription("so many lines of the past"),
  Options.withDefault(100)
)

/** `service logs`: what the service wrote, from systemd's journal; ends with the journal's own exit code. */
export const logs = Effect.fn("Service.logs")(function* (options: {
  readonly follow: boolean
  readonly lines: number
}) {
  const args = ["--unit", NAME, "--lines", String(options.lines), ...(options.follow ? ["--follow"] : [])]
  const exitCode = yield* exitCodeOf("journalctl", ...args).pipe(Effect.catchAll(endOfStep))
  if (exitCode !== 0) return yield* new Unsuccessful({ exitCode })
})

/** The `service` command: the robot as a service of systemd on this machine. */
export const serviceCommand = (machine: Machine) =>
  Command.make("service").pipe(
    Command.withDescription("the robot as a service of systemd on this machine"),
    Command.withSubcommands([
      Command.make("install", {}, () => install(machine)).pipe(
        Command.withDescription("says what it will do, copies the program below /opt and starts the service")
      ),
      Command.make("uninstall", {}, () => uninstall(machine)).pipe(
        Command.withDescription("undoes it; data, settings and keys stay")
      ),
      Command.make("logs", { follow, lines }, logs).pipe(
        Command.withDescription("what the service wrote to the journal")
      )
    ])
  )
