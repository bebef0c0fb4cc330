import { Clock, Effect } from "effect"
import { calendarDays } from "../../../../domain/CalendarDays.ts"
import { type Count, MessagePages } from "../../../../layers/journal/pages/MessagePages.ts"
import { Settings } from "../../../../layers/settings/Settings.ts"
import { type CountsQuestion } from "../../contract/Questions.ts"
import { type Counts } from "../../contract/Figures.ts"

const HOUR = 3_600_000
const HOURS = 24

/** How many there are of each kind. */
const sums = <A>(counts: ReadonlyArray<Count>, kindOf: (count: Count) => A) => {
  const found = new Map<string, A & { count: number }>()
  for (const one of counts) {
    const kind = kindOf(one)
    const key = JSON.stringify(kind)
    found.set(key, { ...kind, count: one.count + (found.get(key)?.count ?? 0) })
  }
  return [...found.values()]
}

const byState = (counts: ReadonlyArray<Count>) => sums(counts, ({ state }) => ({ state }))

const byPiece = (counts: ReadonlyArray<Count>) => {
  const pieces = new Map<number, Array<Count>>()
  for (const one of counts) {
    const there = pieces.get(one.from)
    if (there === undefined) pieces.set(one.from, [one])
    else there.push(one)
  }
  return Array.from(pieces, ([from, counts]) => ({ from, states: byState(counts) }))
}

const hoursOf = Effect.fnUntraced(function* (now: number, hours: number) {
  const from = (Math.floor(now / HOUR) - hours + 1) * HOUR
  const all = yield* (yield* MessagePages).counts(from, from + hours * HOUR, HOUR)
  return { all, from, hours: byPiece(all), days: [] }
})

const daysOf = Effect.fnUntraced(function* (now: number, count: number) {
  const { timeZone } = yield* Settings
  const pages = yield* MessagePages
  const days = yield* Effect.forEach(calendarDays(now, timeZone, count), ({ from, to }) =>
    Effect.map(pages.counts(from, to, to - from), (counts) => ({ from, counts }))
  )
  return {
    all: days.flatMap(({ counts }) => counts),
    from: days[0]?.from ?? now,
    hours: [],
    days: days.map(({ counts, from }) => ({ from, states: byState(counts) }))
  }
})

/** How many messages came up to now, by hour or by day, and what became of them. */
export const counts = Effect.fn("Counts.counts")(function* ({ days, hours = HOURS }: CountsQuestion) {
  const to = yield* Clock.currentTimeMillis
  const { all, ...pieces } = yield* days === undefined ? hoursOf(to, hours) : daysOf(to, days)
  const sent = all.filter(({ state }) => state === "sent")
  return {
    ...pieces,
    to,
    reasons: sums(all, ({ reason, state }) => ({ state, reason })),
    sources: sums(sent, ({ source }) => ({ source: source ?? "" }))
  } satisfies Counts
})
