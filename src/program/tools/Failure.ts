import { ValidationError } from "@effect/cli"
import { Cause, Chunk, Console, Data, Effect, Exit, Option, Predicate } from "effect"

/** A command that ran to its end and has bad news, all of it printed already. */
export class Unsuccessful extends Data.TaggedError("Unsuccessful")<{ readonly exitCode: number }> {}

/** Prints why a command does not go on, and ends it with this exit code. */
export const giveUp = (exitCode: number, why: string): Effect.Effect<never, Unsuccessful> =>
  Effect.zipRight(Console.error(why), new Unsuccessful({ exitCode }))

/** Exit codes of sysexits(3). A supervisor starts again after 1 and 75; after 69, 77 and 78 a person is needed first. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 64,
  refused: 69,
  tryAgain: 75,
  noPermission: 77,
  config: 78
} as const

/** What a person reads when the program ends by itself, and the code it ends with. */
export interface Failure {
  readonly exitCode: number
  /** Empty when it was told already. */
  readonly text: string
}

const refusedAccount = (sentence: string) =>
  [
    "WeChat refuses this account on the Web:",
    `  ${sentence}`,
    "Accounts made after 2017 and many older ones may not use Web WeChat. Make sure that the account's identity is",
    "verified. WECHAT_CLIENT=desktop logs in as the desktop client does, which passes for some accounts; accounts were",
    "banned for it, so use one you can lose."
  ].join("\n")

const portInUse = (cause: unknown) => Predicate.hasProperty(cause, "code") && cause.code === "EADDRINUSE"

/** Reads one error that ended the program; undefined for what nobody expected. */
const known = (error: unknown): Failure | undefined => {
  if (ValidationError.isValidationError(error)) return { exitCode: exitCodes.usage, text: "" }
  if (error instanceof Unsuccessful) return { exitCode: error.exitCode, text: "" }
  if (!Predicate.hasProperty(error, "_tag") || !Predicate.hasProperty(error, "message")) return undefined
  const text = String(error.message)
  switch (error._tag) {
    case "BadSettings":
    case "SupervisorUnreachable":
      return { exitCode: exitCodes.config, text }
    case "BadDataDirectory": {
      const full = Predicate.hasProperty(error, "diskFull") && error.diskFull === true
      return { exitCode: full ? exitCodes.tryAgain : exitCodes.config, text }
    }
    case "JournalFailed": {
      const kind = Predicate.hasProperty(error, "kind") ? error.kind : undefined
      const passes = kind === "locked" || kind === "disk-full" || kind === "unusable"
      return { exitCode: passes ? exitCodes.tryAgain : exitCodes.config, text }
    }
    case "AccountRefused":
      return { exitCode: exitCodes.refused, text: refusedAccount(text) }
    case "ForeignHost":
      return { exitCode: exitCodes.refused, text: `${text}; nothing was sent there` }
    case "ServeError":
      return Predicate.hasProperty(error, "cause") && portInUse(error.cause)
        ? { exitCode: exitCodes.tryAgain, text: "the port is in use by another program" }
        : undefined
    default:
      return undefined
  }
}

/** What a command had to print did not get through: where there is room, it would. */
export const unprinted = ({ message }: { readonly message: string }): Failure => ({
  exitCode: exitCodes.tryAgain,
  text: `the standard output cannot be written: ${message}`
})

/** How the program ended; a stop by signal is a success. */
export const failureOf = (exit: Exit.Exit<unknown, unknown>): Failure => {
  if (Exit.isSuccess(exit) || Cause.isInterruptedOnly(exit.cause))
    return { exitCode: exitCodes.done, text: "" }
  const expected = Chunk.head(
    Chunk.filterMap(Cause.failures(exit.cause), (error) => Option.fromNullable(known(error)))
  )
  return Option.getOrElse(expected, () => ({
    exitCode: exitCodes.unexpected,
    text: `unexpected: ${Cause.pretty(exit.cause)}`
  }))
}
