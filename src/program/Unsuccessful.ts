import { Console, Data, Effect } from "effect"

/**
 * Why a command has bad news:
 * - `failed`: it did not come to its end, or found nothing
 * - `usage`: what it was asked makes no sense
 * - `settings`: a person has to mend the settings, or the machine, first
 * - `no-permission`: root has to ask
 * - `try-again`: later it may work
 */
export type Because = "failed" | "usage" | "settings" | "no-permission" | "try-again"

/** A command that ran to its end and has bad news, all of it printed already. */
export class Unsuccessful extends Data.TaggedError("Unsuccessful")<{ readonly because: Because }> {}

/** Prints why a command does not go on, and ends it. */
export const giveUp = (because: Because, why: string): Effect.Effect<never, Unsuccessful> =>
  Effect.zipRight(Console.error(why), new Unsuccessful({ because }))
