import { isIP } from "node:net"
import { Array as Arr, type DateTime, Duration, Either, Number as Num, Option, Redacted } from "effect"
import { readNames } from "../../domain/NameList.ts"
import { meaningsOf, namedZone } from "./ZoneNames.ts"

/** What the text of a setting may be: in words for a complaint, and as a reader that never throws. */
export interface Kind<A> {
  readonly accepts: string
  readonly read: (text: string) => Option.Option<A>
  /** From where on a text is bad, for kinds of long texts; else a complaint shows all of it. */
  readonly badFrom?: (text: string) => string
  /** What a text may mean that can be understood in several ways; undefined for any other */
  readonly meanings?: (text: string) => string | undefined
}

const kind = <A>(accepts: string, read: (text: string) => Option.Option<A>): Kind<A> => ({ accepts, read })

/** No text is no value; any other text is what the given kind says. */
export const optional = <A>({ accepts, read }: Kind<A>): Kind<Option.Option<A>> =>
  kind(accepts, (text) => (text === "" ? Option.some(Option.none()) : Option.map(read(text), Option.some)))

/** Words that each stand for a value. */
export const choice = <A>(choices: Readonly<Record<string, A>>): Kind<A> =>
  kind(listed(Object.keys(choices)), (text) =>
    Arr.findFirst(Object.entries(choices), ([word]) => word === text.trim()).pipe(
      Option.map(([, value]) => value)
    )
  )

const listed = (words: ReadonlyArray<string>) =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`

/** Words that stand for themselves. */
export const word = <const A extends string>(...words: ReadonlyArray<A>): Kind<A> =>
  kind(listed(words), (text) => Arr.findFirst(words, (word) => word === text.trim()))

/** Several of the words, in an order that means something. */
export const words = <const A extends string>(...known: ReadonlyArray<A>): Kind<ReadonlyArray<A>> =>
  kind(`one or more of ${known.join(", ")}, each once, with commas between`, (text) =>
    Option.all(text.split(/[,，﹐、､﹑]/).map(word(...known).read)).pipe(
      Option.filter((found) => new Set(found).size === found.length)
    )
  )

export const boolean: Kind<boolean> = kind("true or false", (text) =>
  choice({ true: true, false: false }).read(text.toLowerCase())
)

/** Any text, taken as it is; none is a text too. */
export const text: Kind<string> = kind("any text", Option.some)

/** Opaque: every text is right, so that no complaint ever has to quote one. */
export const secretText: Kind<Redacted.Redacted<string>> = kind("any text", (text) =>
  Option.some(Redacted.make(text))
)

export const names: Kind<ReadonlyArray<string>> = {
  accepts:
    'names with commas between; a name with a comma or a quote in it stands whole in closed quotes, such as "Li, Lei", and a quote in it twice',
  read: (text) => Either.getRight(readNames(text)),
  badFrom: (text) => Either.merge(Either.map(readNames(text), () => text))
}

/** A Chinese keyboard gives the wide bar. */
const parts = (text: string): ReadonlyArray<string> =>
  text
    .split(/[|｜]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")

export const lines: Kind<Arr.NonEmptyReadonlyArray<string>> = kind(
  "lines with | between, at least one",
  (text) => Option.liftPredicate(parts(text), Arr.isNonEmptyReadonlyArray)
)

const WHOLE = /^\d+$/

export const wholeNumber: Kind<number> = kind("a whole number from 0", (text) =>
  Option.liftPredicate(text.trim(), (trimmed) => WHOLE.test(trimmed)).pipe(
    Option.flatMap(Num.parse),
    Option.filter(Number.isSafeInteger)
  )
)

export const probability: Kind<number> = kind("a number from 0 to 1", (text) =>
  Option.filter(Num.parse(text), Num.between({ minimum: 0, maximum: 1 }))
)

/** A TCP port; `off` is none. */
export const portOrOff: Kind<Option.Option<number>> = kind("a port from 0 to 65535, or off", (text) =>
  text.trim() === "off"
    ? Option.some(Option.none())
    : wholeNumber.read(text).pipe(
        Option.filter((port) => port <= 65_535),
        Option.map(Option.some)
      )
)

const readDuration = (text: string): Option.Option<Duration.Duration> => {
  const trimmed = text.trim()
  if (trimmed === "0") return Option.some(Duration.zero)
  // Effect reads a negative duration as none at all, which is not what was asked for
  if (trimmed.startsWith("-")) return Option.none()
  return Option.filter(Duration.decodeUnknown(trimmed), (read) => Number.isFinite(Duration.toMillis(read)))
}

export const duration: Kind<Duration.Duration> = kind("a duration such as 2 minutes, or 0", readDuration)

/** MsgIds have to be known for a day: WeChat may bring a message again so late. */
export const keeping: Kind<Duration.Duration> = kind("a duration of at least 1 day, or 0", (text) =>
  Option.filter(
    readDuration(text),
    (read) => Duration.toMillis(read) === 0 || Duration.greaterThanOrEqualTo(read, Duration.days(1))
  )
)

export interface DurationRange {
  readonly min: Duration.Duration
  readonly max: Duration.Duration
}

/** A single duration is a range of no width. */
export const durationRange: Kind<DurationRange> = kind(
  "a duration such as 2 seconds, or two such as 1 second..4 seconds, the shorter first",
  (text) => {
    const [first, second = first, ...others] = text.split("..").map(readDuration)
    if (first === undefined || second === undefined || others.length > 0) return Option.none()
    return Option.filter(Option.all({ min: first, max: second }), ({ min, max }) =>
      Duration.lessThanOrEqualTo(min, max)
    )
  }
)

/** Minutes since midnight, local time. `from` is inside, `to` is not; over midnight when `to` is the smaller. */
export interface MinutesOfDay {
  readonly from: number
  readonly to: number
}

const HOURS = /^(\d{1,2}):(\d{2})\s*[-~–—]{1,2}\s*(\d{1,2}):(\d{2})$/

const minuteOfDay = (hour: number, minute: number) =>
  Option.liftPredicate(hour * 60 + minute, (total) => minute < 60 && total <= 24 * 60)

export const hoursOfDay: Kind<MinutesOfDay> = kind(
  "two different times of day such as 08:00-23:00",
  (text) => {
    // NFKC makes wide digits and signs plain
    const [, ...numbers] = HOURS.exec(text.normalize("NFKC").trim()) ?? []
    const [fromHour, fromMinute, toHour, toMinute] = numbers.map(Number)
    if (
      fromHour === undefined ||
      fromMinute === undefined ||
      toHour === undefined ||
      toMinute === undefined
    ) {
      return Option.none()
    }
    return Option.all({ from: minuteOfDay(fromHour, fromMinute), to: minuteOfDay(toHour, toMinute) }).pipe(
      Option.filter(({ from, to }) => from !== to && from < 24 * 60)
    )
  }
)

export const timeZone: Kind<DateTime.TimeZone.Named> = {
  accepts: "a time zone such as Asia/Shanghai",
  read: namedZone,
  meanings: meaningsOf
}

export const directory: Kind<string> = kind(
  "the path of a directory (a ~ or $NAME before it is not expanded)",
  // nor is a wide one, and a wide slash is a letter of a name
  Option.liftPredicate((path) => path !== "" && !/^([~～／]|\$[\w{(])/.test(path) && !path.includes("\0"))
)

const HOST_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i

export const host: Kind<string> = kind("an IP address or the name of a host", (text) =>
  Option.liftPredicate(text.trim(), (trimmed) => isIP(trimmed) !== 0 || HOST_NAME.test(trimmed))
)

const readHttpUrl = (text: string) =>
  Option.liftThrowable(() => new URL(text))().pipe(
    Option.filter(({ protocol }) => protocol === "http:" || protocol === "https:")
  )

export const httpUrl: Kind<URL> = kind("an http or https address", readHttpUrl)

/** The path ends in `/`, so that `new URL("chat/completions", base)` stays below it. */
export const baseUrl: Kind<URL> = kind(
  "an http or https address without ? and #, such as http://host/v1",
  (text) =>
    readHttpUrl(text).pipe(
      Option.filter(({ search, hash }) => search === "" && hash === ""),
      Option.map((url) => new URL(url.pathname.endsWith("/") ? url : `${url}/`))
    )
)

const readOrigin = (text: string) => Option.filter(readHttpUrl(text), (url) => url.href === `${url.origin}/`)

export const origin: Kind<URL> = kind("an http or https address without path", readOrigin)

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

/** The hosts are compared after the URL was parsed: it turns every spelling of an IPv4 address into the usual one. */
export const loopbackOrigin: Kind<URL> = kind(
  "an http or https address on this machine without path, such as http://127.0.0.1:8765",
  (text) => Option.filter(readOrigin(text), ({ hostname }) => LOOPBACK.test(hostname))
)
