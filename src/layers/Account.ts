import { Context } from "effect"

/** The account of a process with one robot. */
export const DEFAULT_ACCOUNT = "default"

/**
 * The account that a robot answers for, by a name that is a part of file names: letters, digits and hyphens. All that is
 * kept for it bears this name.
 */
export class Account extends Context.Reference<Account>()("layers/Account", {
  defaultValue: (): string => DEFAULT_ACCOUNT
}) {}
