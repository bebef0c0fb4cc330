import { type CommandExecutor } from "@effect/platform"
import { type CliApp, Command, Options, type ValidationError } from "@effect/cli"
import { type Effect } from "effect"
import { type Unsuccessful } from "./Failure.ts"
import { type Machine } from "./service/Machine.ts"
import { serviceCommand } from "./service/Service.ts"

/** What each command does; main wires it, for some of it lies in rooms that the program does not know. */
export interface Handlers<E, R> {
  readonly run: Effect.Effect<void, E, R>
  readonly demo: Effect.Effect<void, E, R>
  readonly simulator: (options: {
    readonly port: number
    readonly manualScan: boolean
  }) => Effect.Effect<void, E, R>
  readonly check: Effect.Effect<void, E, R>
  /** Where `service` puts things, and who asks for it. */
  readonly machine: Machine
}

const port = Options.integer("port").pipe(
  Options.withDescription("the port to listen on at 127.0.0.1; 0 takes a free one"),
  Options.withDefault(8765)
)

const manualScan = Options.boolean("manual-scan").pipe(
  Options.withDescription("let no one scan the QR code but the control API")
)

/** The command line: a function of the process's arguments. */
export const commandLine = <E, R>(
  version: string,
  handlers: Handlers<E, R>
): ((
  args: ReadonlyArray<string>
) => Effect.Effect<
  void,
  E | Unsuccessful | ValidationError.ValidationError,
  R | CliApp.CliApp.Environment | CommandExecutor.CommandExecutor
>) => {
  const run = Command.make("run", {}, () => handlers.run).pipe(
    Command.withDescription(
      "the robot: logs in and answers until it is stopped; the same as no command at all"
    )
  )
  const demo = Command.make("demo", {}, () => handlers.demo).pipe(
    Command.withDescription("plays every rule on this machine, without an account, a key or a network")
  )
  const simulator = Command.make("simulator", { port, manualScan }, handlers.simulator).pipe(
    Command.withDescription(
      "a WeChat and Tuling server for tries and tests, alone; prints one JSON line when it listens"
    )
  )
  const check = Command.make("check", {}, () => handlers.check).pipe(
    Command.withDescription(
      "shows every setting with its value and source, all that is wrong, and what is reachable"
    )
  )
  const root = Command.make("weixin-robot", {}, () => handlers.run).pipe(
    Command.withDescription(
      "Answers WeChat messages in its owner's place. Settings come from the environment: see .env.example."
    ),
    Command.withSubcommands([run, demo, simulator, check, serviceCommand(handlers.machine)])
  )
  return Command.run(root, { name: "weixin-robot", version })
}
