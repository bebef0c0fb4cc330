import { Effect } from "effect"
import { LinesTold } from "../../../src/domain/LinesTold.ts"
import { none, PhoneActivity } from "../../../src/domain/PhoneActivity.ts"
import { SendPauseState } from "../../../src/domain/SendPauseState.ts"
import { type Kept, KeptValues } from "../../../src/layers/journal/KeptValues.ts"

/* The robot's single values, by the names that journals have them under. */

export const phone = { name: "phone", schema: PhoneActivity, none } as const
export const sendPause = {
  name: "send-pause",
  schema: SendPauseState,
  none: { until: 0, inARow: 0 }
} as const
const noLines: LinesTold = {}
export const linesTold = { name: "lines-told", schema: LinesTold, none: noLines } as const

const valueOf = <A, I>(kept: Kept<A, I>) =>
  Effect.flatMap(KeptValues, ({ value }) => Effect.orDie(value(kept)))

/** A value as the next start finds it. */
export const leftFor = <A, I>(kept: Kept<A, I>) => Effect.flatMap(valueOf(kept), ({ get }) => get)

/** The next start finds this value. */
export const leave = <A, I>(kept: Kept<A, I>, value: NoInfer<A>) =>
  Effect.flatMap(valueOf(kept), ({ update }) => update(() => value))
