import { NodeRuntime } from "@effect/platform-node"
import { Effect } from "effect"
import { stopAtHangup } from "../Hangup.ts"
import { marked } from "../layers/logs/Logging.ts"
import { type End, type Ending, endOfExit, endOfProgram, unprinted } from "./EndOfProgram.ts"
import { plainUnlessTerminal, printed, tell } from "./Printing.ts"

/** Runs a command as this process, which ends with it. */
export const toItsEnd = <A>(command: Effect.Effect<A, Ending>): void => {
  stopAtHangup()

  /** How the command ended, once it has. */
  let end: End | undefined

  command.pipe(
    plainUnlessTerminal,
    // here its errors are known by their types
    Effect.onExit((exit) => Effect.sync(() => (end = endOfExit(exit)))),
    // `process.exit` would not wait until all is written
    Effect.exit,
    Effect.zipLeft(printed().written),
    Effect.flatten,
    NodeRuntime.runMain({
      // both would print past the robot's own log
      disableErrorReporting: true,
      disablePrettyLogger: true,
      teardown: (exit, done) => {
        const failure = printed().failure()
        const { exitCode, text } = failure === undefined ? endOfProgram(exit, end) : unprinted(failure)
        // under systemd what ends the program is an error on each of its lines
        if (text !== "") tell(`${marked(text, 3, process.stderr, process.env)}\n`)
        done(exitCode)
      }
    })
  )
}
