import { Effect, Option } from "effect"
import { type OwnerCommand } from "../../domain/OwnerCommand.ts"
import { CurrentSession, type OpenSession } from "../session/CurrentSession.ts"
import { forget, mute, pause, resume, unmute } from "./Switching.ts"
import { status, why } from "./Telling.ts"
import { wordsIn } from "./Words.ts"

/**
 * Does what the owner told the robot at `at` (epoch milliseconds), and gives the answer. Done twice it does the same: a
 * time counts from when the command was written.
 */
export const carryOut = Effect.fn("CarryOut.carryOut")(function* (
  command: OwnerCommand,
  at: number,
  from: OpenSession
) {
  // the people of now, unless the robot is logged out
  const open = Option.getOrElse(yield* (yield* CurrentSession).poll, () => from)
  switch (command.name) {
    case "pause":
      return yield* pause(command, at)
    case "resume":
      return yield* resume(command)
    case "mute":
      return yield* mute(command, at, open)
    case "unmute":
      return yield* unmute(command, open)
    case "forget":
      return yield* forget(command, open)
    case "status":
      return yield* status(command)
    case "why":
      return yield* why(command, open)
    case "help":
      return wordsIn(command.language).help
  }
})
