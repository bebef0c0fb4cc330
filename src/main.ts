import { CliConfig } from "@effect/cli"
import { NodeContext, NodeRuntime } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { commandLine } from "./commands/Cli.ts"
import { type End, endOfExit, endOfProgram, unprinted } from "./commands/EndOfProgram.ts"
import { plainUnlessTerminal, printed, tell } from "./commands/Printing.ts"
import { stopAtHangup } from "./Hangup.ts"
import { marked } from "./layers/logs/Logging.ts"

stopAtHangup()

/** How the command ended, once it has. */
let end: End | undefined

commandLine(process.argv).pipe(
  plainUnlessTerminal,
  // here its errors are known by their types
  Effect.onExit((exit) => Effect.sync(() => (end = endOfExit(exit)))),
  // `process.exit` would not wait until all is written
  Effect.exit,
  Effect.zipLeft(printed().written),
  Effect.flatten,
  Effect.provide(Layer.merge(NodeContext.layer, CliConfig.layer({ showBuiltIns: false }))),
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
