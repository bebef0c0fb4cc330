import { Effect } from "effect"
import { none, PhoneActivity } from "../../domain/PhoneActivity.ts"
import { KeptValues } from "../../layers/journal/KeptValues.ts"

/** What is known of the owner's use of the phone. Kept in the journal, for the next start. */
export class OwnersPhone extends Effect.Service<OwnersPhone>()("program/OwnersPhone", {
  effect: Effect.gen(function* () {
    const { value } = yield* KeptValues
    const kept = yield* value({ name: "phone", schema: PhoneActivity, none })
    return { activity: kept.get, note: kept.update } as const
  })
}) {}
