import { Clock, DateTime, Effect, Schema } from "effect"
import { Settings } from "../../layers/settings/Settings.ts"
import { MessageState } from "../../domain/Progress.ts"
import { Counts } from "../api/contract/Figures.ts"
import { Health, MessagePage, Status } from "../api/contract/Views.ts"
import { RunningRobot } from "./RunningRobot.ts"

/** How the robot is, and what it did today. Times are epoch milliseconds; null is none. */
export const StatusReport = Schema.Struct({
  ...Status.fields,
  /** In English, as all that the commands say; empty where a person has nothing to do. */
  todo: Schema.String,
  /** Whether it works, or is silent as its owner wants it. */
  ok: Schema.Boolean,
  /** Why it does not, and what a person has to do. */
  reason: Schema.String,
  /** When the newest message came, and the newest of those that were answered. */
  lastMessageAt: Schema.NullOr(Schema.Number),
  lastAnsweredAt: Schema.NullOr(Schema.Number),
  /** The messages since midnight, by what became of them. */
  today: Schema.Array(Schema.Struct({ state: MessageState, count: Schema.Number }))
})
export type StatusReport = typeof StatusReport.Type

const HOUR = 3_600_000

/** The hours of today so far, the one that runs among them; where midnight is in the midst of one, without that one. */
const hoursOfToday = Effect.fnUntraced(function* () {
  const { timeZone } = yield* Settings
  const now = yield* Clock.currentTimeMillis
  const midnight = DateTime.toEpochMillis(
    DateTime.startOf(DateTime.unsafeMakeZoned(now, { timeZone }), "day")
  )
  return Math.max(1, Math.floor(now / HOUR) - Math.ceil(midnight / HOUR) + 1)
})

const sums = ({ reasons }: Counts) => {
  const byState = new Map<MessageState, number>()
  for (const { count, state } of reasons) byState.set(state, (byState.get(state) ?? 0) + count)
  return Array.from(byState, ([state, count]) => ({ state, count }))
}

const newest = ({ messages: [message] }: MessagePage) => message?.receivedAt ?? null

/** Asks the running robot. */
export const statusReport = Effect.gen(function* () {
  const { get } = yield* RunningRobot
  const hours = yield* hoursOfToday()
  const status = yield* get("api/status", Status)
  const { ok, reason } = yield* get("health", Health, 503)
  const today = yield* get(`api/counts?hours=${hours}`, Counts)
  const last = yield* get("api/messages?limit=1", MessagePage)
  const lastAnswered = yield* get("api/messages?limit=1&state=sent", MessagePage)
  return {
    ...status,
    todo: status.todo?.en ?? "",
    ok,
    reason,
    lastMessageAt: newest(last),
    lastAnsweredAt: newest(lastAnswered),
    today: sums(today)
  } satisfies StatusReport
})
