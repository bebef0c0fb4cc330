import { Clock, Effect, Option, type Redacted, Ref } from "effect"

/** The address of a log-in code, which is a credential, and since when it is shown, in epoch milliseconds. */
export interface Shown {
  readonly address: Redacted.Redacted
  readonly shownAt: number
}

/** The log-in code that waits to be scanned, if one does. */
export class ShownCode extends Effect.Service<ShownCode>()("layers/ShownCode", {
  effect: Effect.map(Ref.make(Option.none<Shown>()), (code) => ({
    get: Ref.get(code),
    become: (address: Option.Option<Redacted.Redacted>) =>
      Effect.flatMap(Clock.currentTimeMillis, (shownAt) =>
        Ref.set(
          code,
          Option.map(address, (address) => ({ address, shownAt }))
        )
      )
  }))
}) {}
