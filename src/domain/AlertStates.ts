import { Duration, Schema } from "effect"
import { AlertId } from "./Alert.ts"

/** What an alert is for, and when that came up. */
const Open = Schema.Struct({
  /** The MsgId of a reply, else an empty text. */
  what: Schema.String,
  at: Schema.Number
})

/** Where an alert stands. Times are epoch milliseconds. */
export const AlertState = Schema.Struct({
  /** What it is for now, oldest first. None: it is over. */
  open: Schema.Array(Open),
  /** What of that its owner was told. */
  told: Schema.Array(Schema.String),
  /** Since when it stands, or stood. */
  since: Schema.Number,
  /** When its owner was last told that it stands. */
  toldAt: Schema.NullOr(Schema.Number),
  /** How long after that it is not told again. */
  gap: Schema.Number
})
type AlertState = typeof AlertState.Type

/** All alerts that there were, by their ids: what is kept of them. Later versions may have others. */
export const AlertStates = Schema.Record({ key: Schema.String, value: AlertState })
export type AlertStates = typeof AlertStates.Type

/** How often the same is told. */
export interface Gaps {
  readonly alertGap: Duration.Duration
  readonly alertGapLimit: Duration.Duration
  readonly alertCalm: Duration.Duration
}

/** What its owner is to be told, and not before when. */
export interface Telling {
  readonly alert: AlertId
  readonly isOver: boolean
  readonly at: number
}

const never: AlertState = { open: [], told: [], since: 0, toldAt: null, gap: 0 }

/** So many replies are told apart, at most. */
const OPEN_AT_MOST = 100

/** After so long nobody looks whether a reply arrived. */
const UNCERTAIN_FOR = Duration.toMillis("1 day")

/** What one alert says takes the place of others: nobody is told that those are over. */
const instead: Readonly<Record<AlertId, ReadonlyArray<AlertId>>> = {
  scan: ["tap", "refused"],
  tap: ["scan", "refused"],
  refused: ["scan", "tap"],
  disconnected: [],
  "send-pause": ["sends-stopped"],
  "sends-stopped": ["send-pause"],
  "uncertain-send": [],
  "chatbots-barred": ["chatbots-spent"],
  "chatbots-spent": ["chatbots-barred"],
  journal: []
}

const stateOf = (states: AlertStates, alert: AlertId): AlertState => states[alert] ?? never

/** Whether an alert stands. */
export const stands = (states: AlertStates, alert: AlertId): boolean => stateOf(states, alert).open.length > 0

/** How many of its kind there are. */
export const countOf = (states: AlertStates, alert: AlertId): number => stateOf(states, alert).open.length

export const sinceOf = (states: AlertStates, alert: AlertId): number => stateOf(states, alert).since

const forgotten = (states: AlertStates, alert: AlertId): AlertStates =>
  states[alert] === undefined
    ? states
    : { ...states, [alert]: { ...stateOf(states, alert), open: [], told: [] } }

/** A person is needed; the same states where that was known. */
export const raise = (states: AlertStates, alert: AlertId, now: number, what = ""): AlertStates => {
  const state = stateOf(states, alert)
  if (state.open.some((one) => one.what === what)) return states
  const others = instead[alert].reduce(forgotten, states)
  return {
    ...others,
    [alert]: {
      ...state,
      open: [...state.open, { what, at: now }].slice(-OPEN_AT_MOST),
      since: state.open.length === 0 ? now : state.since
    }
  }
}

/** It is over, as a whole or this part of it; the same states where that was known. */
export const settle = (states: AlertStates, alert: AlertId, what?: string): AlertStates => {
  const state = stateOf(states, alert)
  const open = what === undefined ? [] : state.open.filter((one) => one.what !== what)
  return open.length === state.open.length ? states : { ...states, [alert]: { ...state, open } }
}

/** Without replies of which nobody will learn any more: of those it is not said that they are over. */
export const withoutOld = (states: AlertStates, now: number): AlertStates => {
  const state = stateOf(states, "uncertain-send")
  const open = state.open.filter(({ at }) => now - at <= UNCERTAIN_FOR)
  if (open.length === state.open.length) return states
  const told = state.told.filter((one) => open.some(({ what }) => what === one))
  return { ...states, "uncertain-send": { ...state, open, told } }
}

/** Without replies that another account had sent: of those it is not said either. */
export const withoutReplies = (states: AlertStates): AlertStates => forgotten(states, "uncertain-send")

const tellingOf = (states: AlertStates, alert: AlertId, now: number): Telling | undefined => {
  const { gap, open, told, toldAt } = stateOf(states, alert)
  if (open.length === 0) return told.length === 0 ? undefined : { alert, isOver: true, at: 0 }
  if (open.every(({ what }) => told.includes(what))) return undefined
  // a time in the future is of a clock that was wrong
  return { alert, isOver: false, at: toldAt === null || toldAt > now ? 0 : toldAt + gap }
}

/** What is to be told first, if anything. */
export const nextTelling = (states: AlertStates, now: number): Telling | undefined =>
  AlertId.literals
    .flatMap((alert) => tellingOf(states, alert, now) ?? [])
    .toSorted((one, other) => one.at - other.at)
    .at(0)

/** What may be told of one alert now, if anything. */
export const dueNow = (states: AlertStates, alert: AlertId, now: number): Telling | undefined => {
  const telling = tellingOf(states, alert, now)
  return telling === undefined || telling.at > now ? undefined : telling
}

/** It was told: the next time is farther away, unless all was calm for long. `open` is what was open then. */
export const tellingDone = (
  states: AlertStates,
  { alert, isOver }: Telling,
  open: ReadonlyArray<string>,
  now: number,
  { alertCalm, alertGap, alertGapLimit }: Gaps
): AlertStates => {
  const state = stateOf(states, alert)
  if (isOver) return { ...states, [alert]: { ...state, told: [] } }
  const isCalm = state.toldAt === null || now - state.toldAt > Duration.toMillis(alertCalm)
  const gap = isCalm ? Duration.toMillis(alertGap) : Math.min(2 * state.gap, Duration.toMillis(alertGapLimit))
  return { ...states, [alert]: { ...state, told: open, toldAt: now, gap } }
}

/** What an alert is for now. */
export const openOf = (states: AlertStates, alert: AlertId): ReadonlyArray<string> =>
  stateOf(states, alert).open.map(({ what }) => what)
