import { Clock, Data, Effect, Option, Schema } from "effect"
import { type ChatbotLimit, type LimitOf } from "../../domain/ChatbotLimit.ts"
import { Journal, type JournalFailed } from "../journal/Journal.ts"
import { type KeptValue, KeptValues } from "../journal/KeptValues.ts"

/** What a chatbot may be asked. */
export interface Limits {
  /** Questions of a day. */
  readonly daily: Option.Option<number>
  /** Tokens of a day. */
  readonly dailyTokens: Option.Option<number>
  /** Questions of a chat within an hour. */
  readonly chatHourly: Option.Option<number>
}

/** The owner's limit is reached, so that the chatbot was not asked. */
export class LimitReached extends Data.TaggedError("LimitReached")<{
  /** `tokens-of-the-question`: there are some left, though fewer than this question may cost. */
  readonly of: LimitOf | "tokens-of-the-question"
}> {}

/** What was asked in a day. */
const Day = Schema.Struct({
  /** When it ends, in epoch milliseconds. */
  end: Schema.Number,
  questions: Schema.Number,
  tokens: Schema.Number
})
type Day = typeof Day.Type

/** By chat, when it asked in the last hour. */
const Chats = Schema.Record({ key: Schema.String, value: Schema.Array(Schema.Number) })
type Chats = typeof Chats.Type

const HOUR = 3_600_000

const noDay: Day = { end: 0, questions: 0, tokens: 0 }
const noChats: Chats = {}

const HOURS_OF_DAY = 24 * HOUR

/** That of now. One that ends a day later is of a clock that was set back, and counts on; one still later, of a wrong clock. */
const dayAt = (day: Day, end: number): Day =>
  end > day.end || day.end > end + HOURS_OF_DAY ? { ...noDay, end } : day

const exceeds = (limit: Option.Option<number>, count: number) =>
  Option.exists(limit, (limit) => count > limit)

const ofLastHour = (chats: Chats, now: number): Chats =>
  Object.fromEntries(
    Object.entries(chats).flatMap(([chat, times]) => {
      const late = times.filter((at) => Math.abs(now - at) < HOUR)
      return late.length === 0 ? [] : [[chat, late]]
    })
  )

/** What a question is expected to be about: the chat it belongs to, by all its keys, and what it may cost in tokens. */
export interface Expected {
  readonly chatKeys: ReadonlyArray<string>
  readonly tokens: number
}

/** Tells what a question did cost, where that is known, in place of what was expected. */
type Settle = (tokens: number | undefined) => Effect.Effect<void>

/** What is asked of a chatbot, counted. */
export interface Limiting {
  /** Counts a question, and fails where none is left. */
  readonly count: (expected: Expected) => Effect.Effect<Settle, LimitReached>
  readonly inForce: Effect.Effect<ReadonlyArray<ChatbotLimit>>
}

const unlimited: Limiting = {
  count: () => Effect.succeed(() => Effect.void),
  inForce: Effect.succeed([])
}

/** What was asked, at hand and in the journal. */
const counting = Effect.fnUntraced(function* (chatbot: string) {
  const { value } = yield* KeptValues
  let today = noDay
  let hour = noChats
  // the key is the same for whoever logs in, and so are the limits of its day
  const day: KeptValue<Day> = yield* value({
    name: `asked-of-${chatbot}`,
    schema: Day,
    none: noDay,
    forgotten: Effect.suspend(() => day.update(() => today))
  })
  const chats = yield* value({
    name: `asked-of-${chatbot}-by-chat`,
    schema: Chats,
    none: noChats,
    forgotten: Effect.sync(() => void (hour = noChats))
  })
  today = yield* day.get
  hour = yield* chats.get
  return {
    now: () => ({ today, hour }),
    /** At once; what it gives writes it down. */
    become: (counts: { readonly today: Day; readonly hour?: Chats }) => {
      today = counts.today
      const ofDay = day.update(() => today)
      if (counts.hour === undefined) return ofDay
      hour = counts.hour
      return Effect.zipRight(
        ofDay,
        chats.update(() => hour)
      )
    }
  }
})

/**
 * Counts what a chatbot is asked, and fails where no question is left. A question counts before it is asked, on disk:
 * neither a crash nor two at once ask one more than is allowed. `nextDay` tells when the day of an epoch millisecond ends.
 */
export const limiting = Effect.fnUntraced(function* (
  chatbot: string,
  { chatHourly, daily, dailyTokens }: Limits,
  nextDay: (now: number) => number
): Effect.fn.Return<Limiting, JournalFailed, Journal | KeptValues> {
  if ([chatHourly, daily, dailyTokens].every(Option.isNone)) return unlimited
  const { together } = yield* Journal
  const counted = yield* counting(chatbot)

  const reached = (expected: Expected, today: Day, inHour: number): LimitReached["of"] | undefined => {
    if (exceeds(daily, today.questions + 1)) return "questions-of-the-day"
    if (exceeds(dailyTokens, today.tokens + 1)) return "tokens-of-the-day"
    if (exceeds(dailyTokens, today.tokens + expected.tokens)) return "tokens-of-the-question"
    return exceeds(chatHourly, inHour + 1) ? "questions-of-the-chat" : undefined
  }

  const settle =
    (expected: Expected, end: number): Settle =>
    (tokens) =>
      Effect.suspend(() => {
        const { today } = counted.now()
        return tokens === undefined || today.end !== end
          ? Effect.void
          : counted.become({ today: { ...today, tokens: today.tokens + tokens - expected.tokens } })
      })

  /** All at once: of two questions for the last that is left, one comes first. */
  const count = (expected: Expected, now: number) => {
    const before = counted.now()
    const today = dayAt(before.today, nextDay(now))
    const hour = Option.isNone(chatHourly) ? noChats : ofLastHour(before.hour, now)
    const asked = expected.chatKeys.map((key) => [key, hour[key] ?? []] as const)
    const of = reached(expected, today, Math.max(0, ...asked.map(([, times]) => times.length)))
    if (of !== undefined) return new LimitReached({ of })
    const writing = counted.become({
      today: { ...today, questions: today.questions + 1, tokens: today.tokens + expected.tokens },
      ...(Option.isNone(chatHourly)
        ? {}
        : { hour: { ...hour, ...Object.fromEntries(asked.map(([key, times]) => [key, [...times, now]])) } })
    })
    return Effect.as(together(writing), settle(expected, today.end))
  }

  const inForce = (now: number): ReadonlyArray<ChatbotLimit> => {
    const { questions, tokens } = dayAt(counted.now().today, nextDay(now))
    const limits = [
      ["questions-of-the-day", daily, questions],
      ["tokens-of-the-day", dailyTokens, tokens],
      ["questions-of-the-chat", chatHourly, undefined]
    ] as const
    return limits.flatMap(([of, limit, used]) =>
      Option.match(limit, { onNone: () => [], onSome: (most) => [{ of, most, used }] })
    )
  }

  return {
    count: (expected) => Effect.flatMap(Clock.currentTimeMillis, (now) => count(expected, now)),
    inForce: Effect.map(Clock.currentTimeMillis, inForce)
  }
})
