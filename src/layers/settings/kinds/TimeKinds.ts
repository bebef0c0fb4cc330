import { type DateTime, Duration, Option, Schema } from "effect"
import { found, kind, type Kind } from "./Kind.ts"
import { shown } from "./Shown.ts"
import { meaningsOf, namedZone } from "./ZoneNames.ts"

const readDuration = (text: string): Option.Option<Duration.Duration> => {
  const trimmed = text.trim()
  if (trimmed === "0") return Option.some(Duration.zero)
  // Effect reads a negative duration as none at all, which is not what was asked for
  if (trimmed.startsWith("-")) return Option.none()
  return Option.filter(Duration.decodeUnknown(trimmed), (read) => Number.isFinite(Duration.toMillis(read)))
}

const readableDuration = found(Schema.DurationFromSelf, readDuration)

export const duration: Kind<Duration.Duration> = kind("a duration such as 2 minutes, or 0", readableDuration)

/** MsgIds have to be known for a day: WeChat may bring a message again so late. */
export const keeping: Kind<Duration.Duration> = kind(
  "a duration of at least 1 day, or 0",
  readableDuration.pipe(
    Schema.filter(
      (read) => Duration.toMillis(read) === 0 || Duration.greaterThanOrEqualTo(read, Duration.days(1))
    )
  )
)

export interface DurationRange {
  readonly min: Duration.Duration
  readonly max: Duration.Duration
}

/** A single duration is a range of no width. */
export const durationRange: Kind<DurationRange> = kind(
  "a duration such as 2 seconds, or two such as 1 second..4 seconds, the shorter first",
  found(Schema.Struct({ min: Schema.DurationFromSelf, max: Schema.DurationFromSelf }), (text) => {
    const [first, second = first, ...others] = text.split("..").map(readDuration)
    if (first === undefined || second === undefined || others.length > 0) return Option.none()
    return Option.all({ min: first, max: second })
  }).pipe(Schema.filter(({ min, max }) => Duration.lessThanOrEqualTo(min, max)))
)

/** Minutes since midnight, local time. `from` is inside, `to` is not; over midnight when `to` is the smaller. */
export interface MinutesOfDay {
  readonly from: number
  readonly to: number
}

const HOURS = /^(\d{1,2}):(\d{2})\s*[-~–—]{1,2}\s*(\d{1,2}):(\d{2})$/

const minuteOfDay = (hour: number, minute: number) =>
  Option.liftPredicate(hour * 60 + minute, (total) => minute < 60 && total <= 24 * 60)

const readHours = (text: string): Option.Option<MinutesOfDay> => {
  // NFKC makes wide digits and signs plain
  const [, ...numbers] = HOURS.exec(text.normalize("NFKC").trim()) ?? []
  const [fromHour, fromMinute, toHour, toMinute] = numbers.map(Number)
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) {
    return Option.none()
  }
  return Option.all({ from: minuteOfDay(fromHour, fromMinute), to: minuteOfDay(toHour, toMinute) })
}

export const hoursOfDay: Kind<MinutesOfDay> = kind(
  "two different times of day such as 08:00-23:00",
  found(Schema.Struct({ from: Schema.Number, to: Schema.Number }), readHours).pipe(
    Schema.filter(({ from, to }) => from !== to && from < 24 * 60)
  )
)

export const timeZone: Kind<DateTime.TimeZone.Named> = kind(
  "a time zone such as Asia/Shanghai",
  found(Schema.TimeZoneNamedFromSelf, namedZone),
  (text) => {
    const meanings = meaningsOf(text)
    return meanings === undefined ? shown(text) : `${shown(text)} may be ${meanings}`
  }
)
