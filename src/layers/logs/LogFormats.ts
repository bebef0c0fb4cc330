import { Cause, HashMap, Inspectable, List, type Logger, LogLevel, Order } from "effect"
import { oneLine, quoted, shortened } from "./OneLine.ts"

/** An event on its way to the log. */
export type Event = Logger.Logger.Options<unknown>

/** What a value says of itself: a Redacted hides what it holds. */
const asText = (value: unknown): string => {
  if (value instanceof Error) return `${value.name}: ${value.message}`
  const plain = Inspectable.toJSON(value)
  return typeof plain === "string" ? plain : Inspectable.toStringUnknown(plain, 0)
}

const messages = ({ message }: Event): ReadonlyArray<string> =>
  (Array.isArray(message) ? message : [message]).map(asText)

/** Without regard to case. No collator of a language: the first one takes as long as half of the log-in. */
const byName = (a: string, b: string) => Order.string(a.toLowerCase(), b.toLowerCase())

/** Annotations by name, since a map has no order, then spans: how long each took until this event, in milliseconds. */
const facts = ({ annotations, date, spans }: Event): ReadonlyArray<readonly [string, unknown]> => [
  ...HashMap.toEntries(annotations).sort(([a], [b]) => byName(a, b)),
  ...List.toArray(spans).map(({ label, startTime }) => [label, `${date.getTime() - startTime}ms`] as const)
]

const causeText = ({ cause }: Event) =>
  Cause.isEmpty(cause) ? [] : [Cause.pretty(cause, { renderErrorCause: true })]

const PLAIN_SENTENCE = /^[^="\\\p{C}]+$/u
const PLAIN_WORD = /^[\p{L}\p{N}_./:@+-]+$/u

const sentence = (text: string) => (PLAIN_SENTENCE.test(text) ? text : quoted(text))
const word = (text: string) => (PLAIN_WORD.test(text) ? text : quoted(text))

/** The words of an event and its facts as `key=value`; nothing in them looks like another line or another fact. */
const wordsAndFacts = (event: Event) => [
  ...messages(event).map(sentence),
  ...facts(event).map(([key, value]) => `${word(key)}=${word(asText(value))}`)
]

/** The severities of syslog, which journald takes from the begin of a line. */
const priority = (level: LogLevel.LogLevel) =>
  LogLevel.greaterThanEqual(level, LogLevel.Fatal)
    ? 2
    : LogLevel.greaterThanEqual(level, LogLevel.Error)
      ? 3
      : LogLevel.greaterThanEqual(level, LogLevel.Warning)
        ? 4
        : LogLevel.greaterThanEqual(level, LogLevel.Info)
          ? 6
          : 7

/** In UTF-16 units, at most three bytes each: a line of less than 4 KB is not cut by anyone. */
const JOURNAL_LINE = 1_300

/** For journald, which has its own time and level: `<6>message key=value cause="…"`. */
export const journalLine = (event: Event): string => {
  const cause = causeText(event).map((text) => `cause=${quoted(text)}`)
  return `<${priority(event.logLevel)}>${shortened([...wordsAndFacts(event), ...cause].join(" "), JOURNAL_LINE)}`
}

const levelName = (level: LogLevel.LogLevel) => level._tag.toLowerCase()

const jsonValue = (value: unknown) =>
  typeof value === "number" || typeof value === "boolean" ? value : asText(value)

/** For collectors: one object with `timestamp`, `level`, `message`, each annotation, and `cause` if there is one. */
export const jsonLine = (event: Event, time: Date): string => {
  const own = {
    timestamp: time.toISOString(),
    level: levelName(event.logLevel),
    message: messages(event).join(" ")
  }
  const [cause] = causeText(event)
  const annotations = facts(event).map(([key, value]) => [
    key in own || key === "cause" ? `${key}_` : key,
    jsonValue(value)
  ])
  // what JSON leaves as it is may still steer a terminal
  return oneLine(JSON.stringify({ ...own, ...Object.fromEntries(annotations), cause }))
}

const COLOURS = {
  None: 0,
  All: 0,
  Trace: 90,
  Debug: 34,
  Info: 32,
  Warning: 33,
  Error: 31,
  Fatal: 31
} as const

const two = (part: number) => part.toString().padStart(2, "0")
const timeOfDay = (date: Date) => [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")

/** For a person at a terminal: `12:34:56 WARNING message key=value`, and the cause on lines of its own. */
export const prettyLines =
  (colour: boolean) =>
  (event: Event, time: Date): string => {
    const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
    const level = event.logLevel._tag.toUpperCase().padEnd(7)
    const head = `${paint(90, timeOfDay(time))} ${paint(COLOURS[event.logLevel._tag], level)}`
    const cause = causeText(event).flatMap((text) => text.split("\n").map((line) => `  ${oneLine(line)}`))
    return [[head, ...wordsAndFacts(event)].join(" "), ...cause].join("\n")
  }
