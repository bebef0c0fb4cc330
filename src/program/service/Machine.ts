import { Command, type CommandExecutor, FileSystem } from "@effect/platform"
import { Console, Data, Effect } from "effect"
import { giveUp } from "../Unsuccessful.ts"
import { exists } from "./Files.ts"

/** The machine that the service is installed on, and what is installed there. */
export interface Machine {
  /** Below which everything is put: `/`. */
  readonly root: string
  /** The user who asks for it. */
  readonly uid: number
  /** The Node.js that runs this very program. */
  readonly node: string
  /** The directory of the program as it is now: `dist`, `deploy` and `node_modules` are there or above. */
  readonly source: string
}

/** One thing that is done to the machine, in the words in which it is announced. */
export interface Step {
  readonly words: string
  readonly run: Effect.Effect<void, StepFailed, CommandExecutor.CommandExecutor | FileSystem.FileSystem>
}

/** A step did not work; what came before it stands, and the command may be given again. */
export class StepFailed extends Data.TaggedError("StepFailed")<{ readonly problem: string }> {}

/** A program of the system that ended with a code of its own; what it said is on the terminal. */
export class ChildFailed extends Data.TaggedError("ChildFailed")<{ readonly exitCode: number }> {}

/** Says all that will be done, and does it. Ends with the first step that fails. */
export const announceAndRun = Effect.fn("Machine.announceAndRun")(function* (steps: ReadonlyArray<Step>) {
  yield* Console.log(["This will", ...steps.map(({ words }) => `  ${words}`), ""].join("\n"))
  yield* Effect.forEach(steps, ({ run }) => run, { discard: true })
})

/** Only root can, and only where systemd runs. */
export const mustBeRoot = Effect.fn("Machine.mustBeRoot")(function* ({ root, uid }: Machine) {
  if (uid !== 0) {
    return yield* giveUp(
      "no-permission",
      "Only root may change the services of this machine: say it with sudo."
    )
  }
  const booted = yield* exists(`${root}/run/systemd/system`)
  if (!booted) return yield* giveUp("failed", "systemd does not run here: there is nobody to run a service.")
})

/** A step that failed, as the end of a command. */
export const endOfStep = ({ problem }: StepFailed) => giveUp("failed", problem)

/** Runs a program of the system to its end, its output on this terminal; gives its exit code. */
export const exitCodeOf = (
  command: string,
  ...args: ReadonlyArray<string>
): Effect.Effect<number, StepFailed, CommandExecutor.CommandExecutor> =>
  Command.make(command, ...args).pipe(
    Command.stdin("inherit"),
    Command.stdout("inherit"),
    Command.stderr("inherit"),
    Command.exitCode,
    Effect.mapError(({ message }) => new StepFailed({ problem: `${command} cannot be run: ${message}` }))
  )

/** A step that is one call of `systemctl`. */
export const systemctl = (...args: ReadonlyArray<string>): Step => ({
  words: `run systemctl ${args.join(" ")}`,
  run: exitCodeOf("systemctl", ...args).pipe(
    Effect.filterOrFail(
      (exitCode) => exitCode === 0,
      (exitCode) => new StepFailed({ problem: `systemctl ${args.join(" ")} ended with ${exitCode}` })
    )
  )
})

/** A step on files. */
export const onFiles = (
  words: string,
  run: (fs: FileSystem.FileSystem) => Effect.Effect<void, { readonly message: string }, FileSystem.FileSystem>
): Step => ({
  words,
  run: Effect.flatMap(FileSystem.FileSystem, run).pipe(
    Effect.mapError(({ message }) => new StepFailed({ problem: `could not ${words}: ${message}` }))
  )
})
