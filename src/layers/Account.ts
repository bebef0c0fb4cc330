import { Context } from "effect"

/** The one account of a process with one robot. */
export const ONLY = "default"

/**
 * The account that a robot answers for, by a name of letters, digits and hyphens: all that is kept for it bears this
 * name.
 */
export class Account extends Context.Reference<Account>()("layers/Account", {
  defaultValue: (): string => ONLY
}) {}
