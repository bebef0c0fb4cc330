import { listen } from "./events.ts"

/** Messages that come together are told of once. */
const SOON = 500

const AT_MOST_EVERY = 10_000

/** Time goes on without messages, too. */
const ANYWAY_EVERY = 300_000

/**
 * Asks now, when messages come or go on, and when the page is seen again. Until what it gives is called; a page that
 * nobody sees asks for nothing.
 */
export const keepFresh = (
  refresh: () => Promise<void>,
  atMostEvery: number = AT_MOST_EVERY
): (() => void) => {
  let askedAt = 0
  let waiting: number | undefined
  const now = () => {
    waiting = undefined
    askedAt = Date.now()
    void refresh()
  }
  const soon = () => {
    if (document.hidden) return
    waiting ??= setTimeout(now, Math.max(SOON, askedAt + atMostEvery - Date.now()))
  }
  const stop = listen({ messages: soon })
  const anyway = setInterval(soon, ANYWAY_EVERY)
  document.addEventListener("visibilitychange", soon)
  now()
  return () => {
    stop()
    clearInterval(anyway)
    clearTimeout(waiting)
    document.removeEventListener("visibilitychange", soon)
  }
}
