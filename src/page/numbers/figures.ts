import { signal } from "@preact/signals"
import { type Chatbots, type Counts } from "../../program/api/contract/Figures.ts"
import { ask, Refused } from "../server/ask.ts"
import { noteFailure } from "../server/status.ts"

/** What the robot counted. */
export interface Figures {
  /** Of the last 24 hours, by hour. */
  readonly hours: Counts
  /** Of the last 30 days, by day. */
  readonly days: Counts
  readonly chatbots: Chatbots
}

export const figures = signal<Figures | undefined>(undefined)

/** What the robot says where it cannot count. */
export const complaint = signal<string | undefined>(undefined)

export const refresh = async (): Promise<void> => {
  try {
    const [hours, days, chatbots] = await Promise.all([
      ask<Counts>("/api/counts?hours=24"),
      ask<Counts>("/api/counts?days=30"),
      ask<Chatbots>("/api/chatbots")
    ])
    figures.value = { hours, days, chatbots }
    complaint.value = undefined
  } catch (error) {
    noteFailure(error)
    if (error instanceof Refused) complaint.value = error.why
  }
}

/** How many messages came, how many of them were answered, and how many would have been but for a dry run. */
export interface Sums {
  readonly messages: number
  readonly answered: number
  readonly wouldBe: number
}

type States = Counts["hours"][number]["states"]

const sumOf = (states: States, ...which: ReadonlyArray<string>) =>
  states.reduce(
    (sum, { count, state }) => (which.length === 0 || which.includes(state) ? sum + count : sum),
    0
  )

export const sumsOf = (states: States): Sums => ({
  messages: sumOf(states),
  answered: sumOf(states, "sent"),
  wouldBe: sumOf(states, "would-send")
})

/** An hour or a day that began then. */
export interface Piece extends Sums {
  readonly from: number
}

const HOUR = 3_600_000

/** Every hour, those without a message too. */
export const everyHour = ({ from, hours, to }: Counts): ReadonlyArray<Piece> => {
  const found = new Map(hours.map((one) => [one.from, one.states]))
  const pieces: Array<Piece> = []
  for (let at = from; at < to; at += HOUR) pieces.push({ from: at, ...sumsOf(found.get(at) ?? []) })
  return pieces
}

export const everyDay = ({ days }: Counts): ReadonlyArray<Piece> =>
  days.map(({ from, states }) => ({ from, ...sumsOf(states) }))

export const totalOf = (pieces: ReadonlyArray<Piece>): Sums => ({
  messages: pieces.reduce((sum, { messages }) => sum + messages, 0),
  answered: pieces.reduce((sum, { answered }) => sum + answered, 0),
  wouldBe: pieces.reduce((sum, { wouldBe }) => sum + wouldBe, 0)
})
