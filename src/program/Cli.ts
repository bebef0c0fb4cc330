import { type CommandExecutor } from "@effect/platform"
import { Args, type CliApp, Command, Options, type ValidationError } from "@effect/cli"
import { type Effect, type Option } from "effect"
import { type Unsuccessful } from "./tools/Failure.ts"
import { type Machine } from "./service/Machine.ts"
import { type WhyOptions } from "./tools/ExplainMessage.ts"
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
  readonly contacts: Effect.Effect<void, E, R>
  readonly why: (options: WhyOptions) => Effect.Effect<void, E, R>
  readonly qr: Effect.Effect<void, E, R>
  readonly backup: (options: { readonly file: string }) => Effect.Effect<void, E, R>
  readonly replay: (options: { readonly env: Option.Option<string> }) => Effect.Effect<void, E, R>
  /** Where `service` puts things, and who asks for it. */
  readonly machine: Machine
}

const port = Options.integer("port").pipe(
  Options.withDescription("the port to listen on at 127.0.0.1; 0 takes a free one"),
  Options.withDefault(8765)
)

const file = Args.text({ name: "file" }).pipe(
  Args.withDescription("an archive to make, which must not be there yet; - is the standard output")
)

const query = Args.text({ name: "id-or-text" }).pipe(
  Args.withDescription("the MsgId of a message, or a piece of its text or of its chat's name"),
  Args.optional
)

const last = Options.integer("last").pipe(
  Options.withDescription("list so many messages, the newest last"),
  Options.optional
)

const env = Options.file("env", { exists: "yes" }).pipe(
  Options.withDescription(
    "a file of settings to decide by in place of all that are set now; the journal stays that of now"
  ),
  Options.optional
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
  const contacts = Command.make("contacts", {}, () => handlers.contacts).pipe(
    Command.withDescription("the names of friends and groups, as ROBOT_ALLOW and ROBOT_DENY take them")
  )
  const why = Command.make("why", { query, last }, handlers.why).pipe(
    Command.withDescription("what was decided about a message, by which rules, and what became of it")
  )
  const replay = Command.make("replay", { env }, handlers.replay).pipe(
    Command.withDescription(
      "which of the messages so far would be decided differently under the settings of now"
    )
  )
  const backup = Command.make("backup", { file }, handlers.backup).pipe(
    Command.withDescription("a copy of all that the robot knows, in one file, whether it runs or not")
  )
  const qr = Command.make("qr", {}, () => handlers.qr).pipe(
    Command.withDescription("draws on the terminal the log-in code that the running robot waits with")
  )
  const root = Command.make("weixin-robot", {}, () => handlers.run).pipe(
    Command.withDescription(
      "Answers WeChat messages in its owner's place. Settings come from the environment: see .env.example."
    ),
    Command.withSubcommands([
      run,
      demo,
      simulator,
      check,
      qr,
      contacts,
      why,
      replay,
      backup,
      serviceCommand(handlers.machine)
    ])
  )
  return Command.run(root, { name: "weixin-robot", version })
}
