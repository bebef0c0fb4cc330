import { type HttpServerError } from "@effect/platform"
import { Cause, Chunk, Exit, Match, Option, Predicate } from "effect"
import { type BadDataDirectory } from "../layers/disk/DataDirectory.ts"
import { type JournalFailed } from "../layers/journal/Journal.ts"
import { type BadSettings } from "../layers/settings/SettingsReport.ts"
import { type SupervisorUnreachable } from "../layers/supervisor/Supervisor.ts"
import { type CannotListen } from "../program/api/door/CannotListen.ts"
import { type PortInUse } from "../program/api/door/PortInUse.ts"
import { type ChildFailed } from "../program/service/Machine.ts"
import { type LoginRefusal } from "../program/session/Login.ts"
import { exitCodes } from "./ExitCodes.ts"
import { type Because, type Unsuccessful } from "../program/Unsuccessful.ts"

/** What can end a command. */
export type Ending =
  | BadSettings
  | BadDataDirectory
  | JournalFailed
  | SupervisorUnreachable
  | LoginRefusal
  | HttpServerError.ServeError
  | CannotListen
  | PortInUse
  | ChildFailed
  | Unsuccessful

/** What a person reads when the program ends by itself, and the code it ends with. */
export interface End {
  readonly exitCode: number
  /** Empty when it was told already. */
  readonly text: string
}

const codeOf: Readonly<Record<Because, number>> = {
  failed: exitCodes.unexpected.code,
  usage: exitCodes.usage.code,
  settings: exitCodes.config.code,
  "no-permission": exitCodes.noPermission.code,
  "try-again": exitCodes.tryAgain.code
}

const journalCodeOf: Readonly<Record<JournalFailed["kind"], number>> = {
  locked: exitCodes.tryAgain.code,
  "disk-full": exitCodes.tryAgain.code,
  unusable: exitCodes.tryAgain.code,
  "read-only": exitCodes.config.code,
  corrupt: exitCodes.config.code,
  "newer-schema": exitCodes.config.code
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

/** How an expected error ends the program; undefined for one that nobody expected. */
const endOf = (error: Ending): End | undefined =>
  Match.value(error).pipe(
    Match.withReturnType<End | undefined>(),
    Match.tags({
      Unsuccessful: ({ because }) => ({ exitCode: codeOf[because], text: "" }),
      ChildFailed: ({ exitCode }) => ({ exitCode, text: "" }),
      BadSettings: ({ message }) => ({ exitCode: exitCodes.config.code, text: message }),
      SupervisorUnreachable: ({ message }) => ({ exitCode: exitCodes.config.code, text: message }),
      BadDataDirectory: ({ diskFull, message }) => ({
        exitCode: diskFull ? exitCodes.tryAgain.code : exitCodes.config.code,
        text: message
      }),
      JournalFailed: ({ kind, message }) => ({ exitCode: journalCodeOf[kind], text: message }),
      PortInUse: ({ message }) => ({ exitCode: exitCodes.tryAgain.code, text: message }),
      CannotListen: ({ message }) => ({ exitCode: exitCodes.tryAgain.code, text: message }),
      AccountRefused: ({ message }) => ({
        exitCode: exitCodes.refused.code,
        text: refusedAccount(message)
      }),
      ForeignHost: ({ message }) => ({
        exitCode: exitCodes.refused.code,
        text: `${message}; nothing was sent there`
      }),
      ServeError: ({ cause }) =>
        portInUse(cause)
          ? { exitCode: exitCodes.tryAgain.code, text: "the port is in use by another program" }
          : undefined
    }),
    Match.exhaustive
  )

/** What a command had to print did not get through: where there is room, it would. */
export const unprinted = ({ message }: { readonly message: string }): End => ({
  exitCode: exitCodes.tryAgain.code,
  text: `the standard output cannot be written: ${message}`
})

const done: End = { exitCode: exitCodes.done.code, text: "" }

const unexpected = (cause: Cause.Cause<unknown>): End => ({
  exitCode: exitCodes.unexpected.code,
  text: `unexpected: ${Cause.pretty(cause)}`
})

/** How a command ended; a stop by signal is a success. */
export const endOfExit = (exit: Exit.Exit<unknown, Ending>): End => {
  if (Exit.isSuccess(exit) || Cause.isInterruptedOnly(exit.cause)) {
    return done
  }
  const expected = Option.flatMapNullable(Chunk.head(Cause.failures(exit.cause)), endOf)
  return Option.getOrElse(expected, () => unexpected(exit.cause))
}

/** How the whole process ended: as its command did, but for a stop after that, or for what went wrong around it. */
export const endOfProgram = (exit: Exit.Exit<unknown, unknown>, ofCommand: End | undefined): End => {
  if (Exit.isFailure(exit) && Cause.isInterruptedOnly(exit.cause)) return done
  return ofCommand ?? (Exit.isFailure(exit) ? unexpected(exit.cause) : done)
}
