import { format, stripVTControlCharacters } from "node:util"
import { Console, Effect } from "effect"
import { stopInOrder } from "../Hangup.ts"
import { type VitalOutput, vitalOutput } from "../layers/logs/VitalOutput.ts"
import { type Write, writerOf } from "../layers/logs/Writer.ts"

let stdout: VitalOutput | undefined
let stderr: Write | undefined

/** What all commands but `run` print to. */
export const printed = (): VitalOutput => (stdout ??= vitalOutput(writerOf(process.stdout), stopInOrder))

/** Tells people, on the standard error; nobody waits for it. */
export const tell = (text: string): void => (stderr ??= writerOf(process.stderr))(text, () => {})

/** Prints as Node's console does, and knows what became of it. */
const printing =
  (shown: (line: string) => string) =>
  <A, E, R>(self: Effect.Effect<A, E, R>) =>
    Console.consoleWith((console) =>
      Effect.withConsole(self, {
        ...console,
        log: (...texts) => Effect.sync(() => printed().write(`${shown(format(...texts))}\n`)),
        error: (...texts) => Effect.sync(() => tell(`${shown(format(...texts))}\n`))
      })
    )

/** The command line's own help is coloured always; in a file or a pipe that is noise. */
export const plainUnlessTerminal = printing((line) =>
  process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "" ? line : stripVTControlCharacters(line)
)

/** Colours as they are, for a code that is drawn in them. */
export const withColours = printing((line) => line)
