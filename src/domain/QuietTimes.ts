import { Duration, Number } from "effect"
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

/** Without a limit nothing but the trace looks at them, and a busy chat would have all of them in every decision. */
const ANSWERS_KEPT = 20

/** Those of a chat's answers that a decision may look at: the newest, as many as its limit needs. */
export const answersToCount = (
  answers: ReadonlyArray<number>,
  { chatRepliesPer10Minutes: limit }: Pick<ReplyPolicy, "chatRepliesPer10Minutes">
): ReadonlyArray<number> => {
  const kept = Math.max(limit, ANSWERS_KEPT)
  return answers.length <= kept ? answers : answers.toSorted(Number.Order).slice(-kept)
}

/** The same for the trace: without a limit there may be more than are kept. */
export const recentAnswersInWords = (facts: Facts, { chatRepliesPer10Minutes: limit }: ReplyPolicy) => {
  const count = recentAnswers(facts)
  if (limit > 0) return `${count} in 10 minutes, at most ${limit}`
  return `${count < ANSWERS_KEPT ? count : `${ANSWERS_KEPT} or more`} in 10 minutes, no limit`
}

/* Times and periods in words, for the trace. */
export const ago = (at: number | undefined, now: number) =>
  at === undefined ? "never" : `${duration(Math.max(0, now - at))} ago`
export const duration = (millis: number) => Duration.format(Duration.millis(millis))
export const timeOfDay = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":")
