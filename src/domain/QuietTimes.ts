import { Duration } from "effect"
import { CHAT_LIMIT_WINDOW, type Facts, type ReplyPolicy } from "./Facts.ts"

/**
 * Whether `at` is at most `period` away from now, in the past or in the future. A time further in the future does not
 * count: after a clock was set back it would keep the robot silent for all that time.
 */
export const isWithin = (at: number | undefined, now: number, period: number) =>
  period > 0 && at !== undefined && Math.abs(now - at) <= period

export const outOfHours = ({ minuteOfDay }: Facts, { activeHours }: ReplyPolicy) => {
  if (activeHours === undefined) return false
  const { from, to } = activeHours
  return from <= to ? minuteOfDay < from || minuteOfDay >= to : minuteOfDay < from && minuteOfDay >= to
}

/** How many answers this chat had in the last ten minutes. */
export const recentAnswers = ({ answersHere, now }: Facts) =>
  answersHere.filter((at) => now - at < CHAT_LIMIT_WINDOW).length

/* Times and periods in words, for the trace. */
export const ago = (at: number | undefined, now: number) =>
  at === undefined ? "never" : `${duration(Math.max(0, now - at))} ago`
export const duration = (millis: number) => Duration.format(Duration.millis(millis))
export const timeOfDay = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":")
