import { fstatSync } from "node:fs"
import { Effect, Layer, Logger, type LogLevel, Option } from "effect"
import { journalLine, jsonLine, prettyLines } from "./LogFormats.ts"
import type { Environment, Output } from "./Output.ts"

export interface LogOptions {
  readonly level: LogLevel.LogLevel
  readonly format: "auto" | "pretty" | "journal" | "json"
  readonly output: Output
  readonly environment: Environment
}

/**
 * Replaces Effect's default logger: each event from `level` up goes to the output in the given format, at the time of the
 * clock that is there when this begins.
 */
export const layer = ({ level, format, output, environment }: LogOptions): Layer.Layer<never> =>
  Layer.unwrapEffect(
    Effect.gen(function* () {
      const kind = format === "auto" ? yield* detected(output, environment) : format
      const clock = yield* Effect.clock
      const colour = output.isTTY === true && (environment["NO_COLOR"] ?? "") === ""
      const lines = { pretty: prettyLines(colour), journal: journalLine, json: jsonLine }[kind]
      const logger = Logger.make<unknown, void>((event) => {
        output.write(`${lines(event, new Date(clock.unsafeCurrentTimeMillis()))}\n`)
      })
      return Layer.merge(Logger.replace(Logger.defaultLogger, logger), Logger.minimumLogLevel(level))
    })
  )

/** A person reads a terminal; systemd's journal says what it reads; all else is for programs. */
const detected = (output: Output, environment: Environment) =>
  Effect.sync(() => {
    if (output.isTTY === true) return "pretty"
    return isReadByJournal(output, environment) ? "journal" : "json"
  })

/** systemd names the device and inode of the stream that its journal reads. */
export const isReadByJournal = ({ fd }: Pick<Output, "fd">, environment: Environment): boolean =>
  Option.contains(Option.flatMap(Option.fromNullable(fd), deviceAndInode), environment["JOURNAL_STREAM"])

/** A text for people, outside of the log: under systemd each of its lines gets a priority of syslog. */
export const marked = (
  text: string,
  priority: number,
  output: Pick<Output, "fd">,
  environment: Environment
): string => (isReadByJournal(output, environment) ? text.replace(/^/gm, `<${priority}>`) : text)

const deviceAndInode = Option.liftThrowable((fd: number) => {
  const { dev, ino } = fstatSync(fd, { bigint: true })
  return `${dev}:${ino}`
})
