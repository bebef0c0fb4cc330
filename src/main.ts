import { commandLine } from "./commands/Cli.ts"
import { toItsEnd } from "./commands/ToItsEnd.ts"

// The command line, as a program: `start.ts` runs it for all but the robot.
toItsEnd(commandLine(process.argv))
