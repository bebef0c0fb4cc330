import { signal } from "@preact/signals"
import { type Status } from "../../program/api/contract/Views.ts"
import { ask, Refused } from "./ask.ts"

/** How the page reaches the robot: a stranger has no token, or an old one. */
export type Link = "first" | "there" | "lost" | "stranger"

export const link = signal<Link>("first")

/** The last that the robot told of itself. */
export const status = signal<Status | undefined>(undefined)

/** What a proxy between says where there is no robot behind it. */
const isGone = (answer: number) => answer === 0 || (answer >= 502 && answer <= 504)

/** What an error means for the link. */
export const noteFailure = (error: unknown): void => {
  if (!(error instanceof Refused)) throw error
  if (isGone(error.status)) link.value = "lost"
  if (error.status === 401) link.value = "stranger"
}

/** Nobody tells when the time of a pause or a chatbot's day is over. */
let untilOver: number | undefined

const LONGEST = 86_400_000

const askWhenOver = ({ chatbotTroubles, now, paused, sendPause }: Status) => {
  const ends = [paused, sendPause, ...chatbotTroubles]
    .flatMap((what) => what?.until ?? [])
    .map((end) => end - now)
    .filter((left) => left > 0)
  clearTimeout(untilOver)
  if (ends.length > 0) untilOver = setTimeout(refreshStatus, Math.min(...ends, LONGEST) + 500)
}

/** Asks the robot how it is. */
export const refreshStatus = async (): Promise<void> => {
  try {
    const told = await ask<Status>("/api/status")
    // another version has another page
    if (status.peek() !== undefined && status.peek()?.version !== told.version) location.reload()
    status.value = told
    link.value = "there"
    askWhenOver(told)
  } catch (error) {
    noteFailure(error)
    if (error instanceof Refused && error.status >= 500) link.value = "lost"
  }
}

/** The robot told what became of its connection to WeChat. */
export const noteConnection = ({ since, state, why }: Status["connection"]): void => {
  if (status.value !== undefined) status.value = { ...status.value, connection: { since, state, why } }
}
