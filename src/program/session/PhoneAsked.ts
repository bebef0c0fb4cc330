import { Clock, Duration, Effect, Schema } from "effect"
import { Timing } from "../../domain/Timing.ts"
import { KeptValues } from "../../layers/journal/KeptValues.ts"

/** Whether the phone may be asked by a button: at most once in `reloginGap`, beyond the end of the program too. */
export class PhoneAsked extends Effect.Service<PhoneAsked>()("program/PhoneAsked", {
  effect: Effect.gen(function* () {
    const { reloginGap } = yield* Timing
    const { value } = yield* KeptValues
    const asked = yield* value({ name: "phone-asked-at", schema: Schema.NullOr(Schema.Number), none: null })
    return {
      /** Whether it was not asked lately; if so, it counts as asked now. */
      mayAsk: Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const askedAt = yield* asked.get
        // one in the future is of a clock that was wrong
        const lately = askedAt !== null && askedAt <= now && now - askedAt < Duration.toMillis(reloginGap)
        if (lately) return false
        yield* asked.update(() => now)
        return true
      })
    } as const
  })
}) {}
