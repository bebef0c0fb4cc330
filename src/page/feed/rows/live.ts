import { signal } from "@preact/signals"
import {
  type MessageDetail,
  type MessageLine,
  type MessagePage
} from "../../../program/api/contract/Views.ts"
import { ask, Refused } from "../../server/ask.ts"
import { noteFailure } from "../../server/status.ts"
import { choiceOf, filterIn, matches, opened, query } from "../place.ts"
import { isOfQuery, loadAnew, loading, loadOlder } from "./loading.ts"
import { isShown, older, renew, takeIn, trim, underWay } from "./rows.ts"

/** In milliseconds: news are asked for so soon, and what comes within that time is asked for together. */
const SOON = 50
/** But not more often than this, also in milliseconds: each time the newest page is read. */
const APART = 400

/** So many at most are asked for one by one. */
const SINGLES = 20

/** Whether the top of the list is in sight. */
export const isAtTop = signal(true)

/** How many messages came that the list does not show yet, so that it keeps its place; `more`: at least so many. */
export const waiting = signal<{ readonly count: number; readonly more: boolean }>({ count: 0, more: false })

/** Those of the newest page that are counted. */
let counted = new Set<string>()
/** The newest message that was seen, whether it is in the list or not. */
let newest: string | undefined

const changed = new Set<string>()
let isMissing = false
/** The reader asked for what waits. */
let isWanted = false
let isPlanned = false
let isRunning = false
let ranAt = 0

/** Whoever reads below the top, has a story open or is on a row with the keyboard keeps the place. */
const isReading = () =>
  !isAtTop.peek() || opened.peek() !== undefined || document.querySelector(".feed :focus-visible") !== null

const forgetWaiting = () => {
  counted = new Set()
  waiting.value = { count: 0, more: false }
}

const countWaiting = (fresh: ReadonlyArray<MessageLine>, isGap: boolean) => {
  const ids = fresh.map(({ msgId }) => msgId)
  const more = ids.filter((id) => !counted.has(id)).length
  counted = new Set(ids)
  const before = waiting.peek()
  if (more > 0) waiting.value = { count: before.count + more, more: before.more || isGap }
}

/** Those that are not among the newest. */
const renewSingly = async (ids: ReadonlyArray<string>) => {
  for (const id of ids.filter(isShown).slice(0, SINGLES)) {
    renew(await ask<MessageDetail>(`/api/messages/${encodeURIComponent(id)}`))
  }
}

const freshen = async () => {
  if (older.peek() === undefined) {
    if (loading.peek().state === "loading") plan()
    return
  }
  if (!isOfQuery()) return
  const filter = filterIn(query.peek())
  const ids = isMissing ? [...changed, ...underWay()] : [...changed]
  changed.clear()
  isMissing = false
  const page = await ask<MessagePage>(
    `/api/messages?${choiceOf(filter.phone === undefined ? {} : { phone: filter.phone })}`
  )
  // meanwhile the reader may look for something else
  if (older.peek() === undefined || !isOfQuery()) return
  const onPage = new Set(page.messages.map(({ msgId }) => msgId))
  const isGap = newest !== undefined && page.next !== null && !onPage.has(newest)
  newest = page.messages[0]?.msgId
  page.messages.forEach(renew)
  const chosen = page.messages.filter((line) => matches(filter, line))
  const fresh = chosen.filter(({ msgId }) => !isShown(msgId))
  const keepsPlace = !isWanted && isReading()
  isWanted = false
  if (keepsPlace) countWaiting(fresh, isGap)
  else if (isGap || waiting.peek().more) {
    forgetWaiting()
    await loadAnew()
  } else {
    forgetWaiting()
    takeIn(chosen, page.next)
    trim()
  }
  await renewSingly(ids.filter((id) => !onPage.has(id)))
}

/** One at a time, so that an answer never comes after a later one. */
const run = async () => {
  if (isRunning) return plan()
  isRunning = true
  ranAt = Date.now()
  try {
    await freshen()
  } catch (error) {
    // the list stands; the page says that the robot is lost, and all is asked for anew when it is back
    if (error instanceof Refused) noteFailure(error)
    else throw error
  } finally {
    isRunning = false
  }
}

const plan = () => {
  if (isPlanned) return
  isPlanned = true
  setTimeout(
    () => {
      isPlanned = false
      void run()
    },
    Math.max(SOON, Math.min(APART, ranAt + APART - Date.now()))
  )
}

/** Messages came or went on; undefined: nobody knows which. */
export const noteNews = (ids: ReadonlyArray<string> | undefined): void => {
  if (ids === undefined) isMissing = true
  ids?.forEach((id) => changed.add(id))
  if (loading.peek().state === "failed") void loadOlder()
  plan()
}

/** Takes in what waits. */
export const showWaiting = (): Promise<void> => {
  isWanted = true
  return run()
}

/** Takes in what waits when nobody reads any more. */
export const showUnlessReading = (): void => {
  if (waiting.peek().count > 0 && !isReading()) plan()
}

/** The list of what the address chooses, from its beginning or as it was left. */
export const begin = (): void => {
  if (isOfQuery() && loading.peek().state !== "failed") return noteNews(undefined)
  forgetWaiting()
  newest = undefined
  void loadAnew()
}
