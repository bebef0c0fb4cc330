import { Console, Effect, type Exit } from "effect"

/** How a command ended, and the lines that it printed. */
export interface Printed<E> {
  readonly exit: Exit.Exit<void, E>
  readonly out: ReadonlyArray<string>
  readonly errors: ReadonlyArray<string>
}

/** Runs a command and keeps what it prints. */
export const printed = <E, R>(command: Effect.Effect<void, E, R>): Effect.Effect<Printed<E>, never, R> =>
  Console.consoleWith((console) => {
    const out: Array<string> = []
    const errors: Array<string> = []
    const keep =
      (lines: Array<string>) =>
      (...texts: ReadonlyArray<unknown>) =>
        Effect.sync(() => void lines.push(...texts.join(" ").split("\n")))
    return command.pipe(
      Effect.withConsole({ ...console, log: keep(out), error: keep(errors) }),
      Effect.exit,
      Effect.map((exit) => ({ exit, out, errors }))
    )
  })
