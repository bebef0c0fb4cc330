import { DateTime } from "effect"

/** A stretch of time in epoch milliseconds, without its end. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * So many days of the zone's calendar up to that of now, which is the last. Where clocks are changed a day has 23 or 25
 * hours, and may begin at one o'clock.
 */
export const calendarDays = (
  now: number,
  timeZone: DateTime.TimeZone,
  count: number
): ReadonlyArray<Stretch> => {
  const { day, month, year } = DateTime.toParts(DateTime.unsafeMakeZoned(now, { timeZone }))
  const beginnings = Array.from({ length: count + 1 }, (_, at) =>
    DateTime.toEpochMillis(
      DateTime.unsafeMakeZoned(Date.UTC(year, month - 1, day - count + 1 + at), {
        timeZone,
        adjustForTimeZone: true
      })
    )
  )
  return beginnings.slice(1).map((to, at) => ({ from: beginnings[at] ?? to, to }))
}
