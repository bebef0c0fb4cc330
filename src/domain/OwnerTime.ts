import { DateTime } from "effect"

/*
 * Times as the owner writes them to the robot, in both languages: how long (`30 minutes`, `1小时30分钟`) or until when
 * (`23:00`, `明天`, `tomorrow 8:00`).
 */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Nobody means more; and the time stays one that a calendar has. */
export const LONGEST_TIME = 366 * DAY

/** Longer than any time that is meant. */
const MOST_LETTERS = 40

const numbers: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  半: 0.5,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10
}

const units = [
  [/^(?:minutes?|mins?|m|分钟?)$/, MINUTE],
  [/^(?:hours?|hrs?|h|个?小时|个?钟头)$/, HOUR],
  [/^(?:days?|d|天)$/, DAY]
] as const

const PART = /(\d{1,5}|an?(?= )|[半一二两三四五六七八九十]) ?([a-z]+|个?[分小钟天][时头钟]?)/y

/** How many milliseconds; undefined for what is no length of time. */
const readLength = (words: string): number | undefined => {
  const part = new RegExp(PART)
  let length = 0
  while (part.lastIndex < words.length) {
    if (words[part.lastIndex] === " ") part.lastIndex += 1
    const [, count = "", name = ""] = part.exec(words) ?? []
    const unit = units.find(([spelt]) => spelt.test(name))
    if (unit === undefined) return undefined
    length += (numbers[count] ?? Number(count)) * unit[1]
  }
  return length > 0 && length <= LONGEST_TIME ? length : undefined
}

const MOMENT = /^(今天|today|明天|tomorrow)? ?(?:(\d{1,2})(?::(\d{2})|点(?:(半)|(\d{1,2})分)?))?$/

/** The first time after now at which the clocks of the zone show this; where they are set back they do so twice. */
const nextAt = (now: number, timeZone: DateTime.TimeZone, days: ReadonlyArray<number>, minutes: number) => {
  const { day, month, year } = DateTime.toParts(DateTime.unsafeMakeZoned(now, { timeZone }))
  return days
    .flatMap((later) =>
      (["compatible", "later"] as const).map((disambiguation) =>
        DateTime.toEpochMillis(
          DateTime.unsafeMakeZoned(Date.UTC(year, month - 1, day + later, 0, minutes), {
            timeZone,
            adjustForTimeZone: true,
            disambiguation
          })
        )
      )
    )
    .find((at) => at > now)
}

const readMoment = (words: string, now: number, timeZone: DateTime.TimeZone): number | undefined => {
  const [all, day, hour, minute, half, minuteInWords] = MOMENT.exec(words) ?? []
  if (all === undefined || all === "") return undefined
  const isTomorrow = day === "明天" || day === "tomorrow"
  if (hour === undefined) return isTomorrow ? nextAt(now, timeZone, [1], 0) : undefined
  const minutes = half === undefined ? Number(minute ?? minuteInWords ?? 0) : 30
  const ofDay = Number(hour) * 60 + minutes
  if (minutes > 59 || ofDay > 24 * 60) return undefined
  return nextAt(now, timeZone, day === undefined ? [0, 1] : [isTomorrow ? 1 : 0], ofDay)
}

/** Until when the owner means, in epoch milliseconds, always after now; undefined for what is no time. */
export const readTime = (text: string, now: number, timeZone: DateTime.TimeZone): number | undefined => {
  // NFKC makes wide digits and signs plain
  const words = text
    .normalize("NFKC")
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/g, " ")
    .replace(/^(?:until|till|for|直到|到) ?/, "")
  if (words === "" || words.length > MOST_LETTERS) return undefined
  const length = readLength(words)
  return length === undefined ? readMoment(words, now, timeZone) : now + length
}

/** A moment on the owner's clock, such as `2026-11-22 16:08`. */
export const onClock = (at: number, timeZone: DateTime.TimeZone): string =>
  DateTime.formatIsoOffset(DateTime.unsafeMakeZoned(at, { timeZone }))
    .slice(0, "2026-11-22T16:08".length)
    .replace("T", " ")
