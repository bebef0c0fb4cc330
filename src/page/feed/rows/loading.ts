import { signal } from "@preact/signals"
import { type MessagePage } from "../../../program/api/contract/Views.ts"
import { ask, Refused } from "../../server/ask.ts"
import { noteFailure } from "../../server/status.ts"
import { append, CHUNK, clear, older } from "./rows.ts"
import { choiceOf, filterIn, query } from "../place.ts"

/** `stopped` by the reader, who did not want to wait for the rest. */
export type Loading =
  | { readonly state: "idle" | "loading" | "stopped" }
  | { readonly state: "failed"; readonly why: Refused }

export const loading = signal<Loading>({ state: "idle" })

let asking = new AbortController()

/** What the list shows: the query of its messages. */
let shown: string | undefined

const nextPage = (signal: AbortSignal) => {
  const cursor = older.peek()
  const choice = choiceOf(filterIn(shown ?? ""))
  choice.set("limit", String(CHUNK))
  if (typeof cursor === "string") choice.set("cursor", cursor)
  return ask<MessagePage>(`/api/messages?${choice}`, signal)
}

/**
 * Loads older messages: as many as fill a screen, or all that there are. A page of the API may hold fewer, where few
 * messages are what is looked for.
 */
export const loadOlder = async (): Promise<void> => {
  if (loading.peek().state === "loading" || older.peek() === null) return
  loading.value = { state: "loading" }
  const { signal } = asking
  try {
    for (let found = 0; found < CHUNK && older.peek() !== null;) {
      const { messages, next } = await nextPage(signal)
      if (signal.aborted) return
      found += append(messages, next)
    }
    loading.value = { state: "idle" }
  } catch (error) {
    if (signal.aborted) return
    noteFailure(error)
    if (error instanceof Refused) loading.value = { state: "failed", why: error }
  }
}

/** Ends the search; what was found stays. */
export const stopLoading = (): void => {
  leave()
  loading.value = { state: "stopped" }
}

const leave = () => {
  asking.abort()
  asking = new AbortController()
}

/** Begins the list anew. */
export const loadAnew = (): Promise<void> => {
  leave()
  clear()
  shown = query.peek()
  loading.value = { state: "idle" }
  return loadOlder()
}

/** Whether the list shows what the address chooses. */
export const isOfQuery = (): boolean => shown === query.peek()
