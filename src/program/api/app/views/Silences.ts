import { Clock, Effect } from "effect"
import { type Silence } from "../../../../domain/Switches.ts"
import { SendPause } from "../../../connection/SendPause.ts"

/** A pause or a mute, without when it began. */
export const silentUntil = (silence: Silence | undefined) =>
  silence === undefined ? null : { until: silence.until }

/** The pause of all sends, if they pause: until when, null where it has no end. */
export const sendPause = Effect.gen(function* () {
  const until = yield* (yield* SendPause).until
  const now = yield* Clock.currentTimeMillis
  if (until <= now) return null
  return { until: Number.isFinite(until) ? until : null }
})
