import { Clock, Console, Duration, Effect, Option } from "effect"
import { giveUp } from "../Unsuccessful.ts"

/** A code drawn for the terminal, and when it was shown, in epoch milliseconds where that is known. */
interface Code {
  readonly drawing: string
  readonly shownAt: Option.Option<number>
}

/**
 * The `qr` command: draws the code that the running robot waits with, once more, and tells its age. Exit code 1 with a
 * sentence when none waits or it cannot be read.
 */
export const showCode = Effect.fn("ShowCode.showCode")(function* <E extends { readonly message: string }, R>(
  waiting: Effect.Effect<Option.Option<Code>, E, R>
) {
  const code = yield* Effect.catchAll(waiting, ({ message }) => giveUp("failed", message))
  if (Option.isNone(code)) return yield* giveUp("failed", "No log-in code waits to be scanned.")
  const { drawing, shownAt } = code.value
  const now = yield* Clock.currentTimeMillis
  yield* Console.log(
    `${drawing}Scan it with WeChat on the phone.${Option.match(shownAt, {
      onNone: () => "",
      onSome: (time) => ` It is ${age(now - time)} old; a code lives for a few minutes.`
    })}`
  )
})

/** Such as `2m 5s`; never less than a second, wherever the clock was set. */
const age = (milliseconds: number) =>
  Duration.format(Duration.seconds(Math.max(1, Math.floor(milliseconds / 1000))))
