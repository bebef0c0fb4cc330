import { computed, signal } from "@preact/signals"
import { type MessageLine } from "../../program/api/contract/Views.ts"

/* Where in the feed the reader is. It stands in the address: #messages/MSGID?text=WORD&reason=stale */

const START = "#messages"

/** What the messages can be chosen by, as the API names it; `phone` is SHOWN where use of the phone is shown, too. */
const filterNames = ["text", "chat", "state", "decision", "reason", "phone"] as const
export type Filter = Partial<Readonly<Record<(typeof filterNames)[number], string>>>

export const SHOWN = "shown"

/** What use of the phone is for the API: there is some at each log-in, and for each chat that is opened there. */
const PHONE = "StatusNotify"

const hash = signal(location.hash)
addEventListener("hashchange", () => {
  hash.value = location.hash
})

const parts = computed(() => {
  const [path = "", query = ""] = hash.value.split(/\?(.*)/s)
  return path === START || path.startsWith(`${START}/`)
    ? { id: path.slice(START.length + 1), query }
    : { id: "", query: "" }
})

/** The filter as a query, such as text=WORD&reason=stale: two that are equal choose the same. */
export const query = computed(() => queryOf(filterIn(parts.value.query)))

/** The id of the message whose story is open. */
export const opened = computed(() => (parts.value.id === "" ? undefined : safely(parts.value.id)))

/** An address may hold anything. */
const safely = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Without what is empty. */
export const queryOf = (filter: Filter): string => {
  const chosen = new URLSearchParams()
  for (const name of filterNames) {
    const value = filter[name]?.trim() ?? ""
    if (value !== "") chosen.set(name, value)
  }
  return chosen.toString()
}

/** What the API is asked for, in place of the filter of the address. */
export const choiceOf = ({ phone, ...filter }: Filter): URLSearchParams => {
  const choice = new URLSearchParams(filter)
  if (phone !== SHOWN) choice.set("without", PHONE)
  return choice
}

export const filterIn = (query: string): Filter => {
  const all = new URLSearchParams(query)
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = all.get(name)
      return value === null ? [] : [[name, value]]
    })
  )
}

export const hrefOf = (query: string, id?: string): string =>
  `${START}${id === undefined ? "" : `/${encodeURIComponent(id)}`}${query === "" ? "" : `?${query}`}`

/** Closes the story; the way back does not lead into it again. */
export const closeStory = (): void => {
  if (opened.value !== undefined) location.replace(hrefOf(query.value))
}

/** As SQLite's `like`, which takes A to Z in any case. */
const holds = (text: string | null, piece: string) =>
  text !== null && inOneCase(text).includes(inOneCase(piece))
const inOneCase = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Whether the API would choose this message. */
export const matches = ({ chat, decision, phone, reason, state, text }: Filter, line: MessageLine): boolean =>
  (text === undefined || holds(line.text, text)) &&
  (chat === undefined || line.chat === chat || holds(line.chatName, chat)) &&
  (state === undefined || line.state === state) &&
  (decision === undefined || line.decision === decision) &&
  (reason === undefined || line.reason === reason) &&
  (phone === SHOWN || line.kind !== PHONE)
