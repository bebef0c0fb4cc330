import { Duration, Effect, Option } from "effect"
import { Timing } from "../../../../domain/Timing.ts"
import { type Shown, ShownCode } from "../../../../layers/activity/ShownCode.ts"

/** Since when a log-in code is shown, and about when WeChat calls it expired: the robot shows a new one then. */
export const lifeOf = ({ shownAt }: Shown) =>
  Effect.map(Timing, ({ loginCode }) => ({ shownAt, expiresAt: shownAt + Duration.toMillis(loginCode) }))

/** That of the code that waits, if one does. */
export const code = Effect.gen(function* () {
  const shown = yield* (yield* ShownCode).get
  return Option.isNone(shown) ? null : yield* lifeOf(shown.value)
})
