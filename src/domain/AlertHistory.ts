import { Duration, Schema } from "effect"
import { type AlertStates } from "./AlertStates.ts"

/** An alert that stands, or stood. Times are epoch milliseconds. */
export const PastAlert = Schema.Struct({
  /** Later versions may have others than this one. */
  alert: Schema.String,
  since: Schema.Number,
  /** When it was over; null while it stands. */
  until: Schema.NullOr(Schema.Number),
  /** How many of its kind there were at most at a time. */
  count: Schema.Number,
  /** Whether its owner was told of it. */
  told: Schema.Boolean
})
export type PastAlert = typeof PastAlert.Type

/** The alerts of the last days, the oldest first. */
export const AlertHistory = Schema.Array(PastAlert)
export type AlertHistory = typeof AlertHistory.Type

const KEPT_FOR = Duration.toMillis("30 days")
const KEPT_AT_MOST = 100

/** Those that stand, and that stood in the last thirty days. */
export const ofLastDays = (history: AlertHistory, now: number): AlertHistory =>
  history.filter(({ until }) => until === null || now - until < KEPT_FOR)

const standsIn = (states: AlertStates, { alert, since }: PastAlert) => {
  const state = states[alert]
  return state !== undefined && state.open.length > 0 && state.since === since
}

/** What stands goes on; what does not any more is over now. */
const goneOn = (one: PastAlert, states: AlertStates, now: number): PastAlert => {
  if (one.until !== null) return one
  const { open, toldAt } = states[one.alert] ?? { open: [], toldAt: null }
  const isTold = toldAt !== null && toldAt >= one.since
  const count = Math.max(one.count, open.length)
  if (!standsIn(states, one)) return { ...one, told: one.told || isTold, until: Math.max(now, one.since) }
  return one.told === (one.told || isTold) && one.count === count
    ? one
    : { ...one, count, told: one.told || isTold }
}

/** The history once the alerts stand so; the same one where it says all of that. */
export const chronicled = (history: AlertHistory, states: AlertStates, now: number): AlertHistory => {
  const known = history.map((one) => goneOn(one, states, now))
  const fresh = Object.entries(states).flatMap(([alert, { open, since, toldAt }]) =>
    open.length === 0 || known.some((one) => one.until === null && one.alert === alert)
      ? []
      : [{ alert, since, until: null, count: open.length, told: toldAt !== null && toldAt >= since }]
  )
  if (fresh.length === 0 && known.every((one, at) => one === history[at])) return history
  return ofLastDays([...known, ...fresh], now).slice(-KEPT_AT_MOST)
}
