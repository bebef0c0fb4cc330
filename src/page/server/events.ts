import { link, noteConnection, refreshStatus } from "./status.ts"

/** What the page does with news of the robot. */
export interface Listener {
  /** Messages came or went on. Undefined: nobody knows which, so that all have to be asked for anew. */
  readonly messages: (ids: ReadonlyArray<string> | undefined) => void
  readonly qr: () => void
  readonly switches: () => void
}

const AGAIN_AFTER = 2_000

/** A message may bring a chatbot's trouble to light. */
const STATUS_AFTER = 3_000

let isStatusWished = false

const wishStatus = () => {
  if (isStatusWished) return
  isStatusWished = true
  setTimeout(() => {
    isStatusWished = false
    void refreshStatus()
  }, STATUS_AFTER)
}

const listeners = new Set<Partial<Listener>>()

/** Until what it gives is called. */
export const listen = (listener: Partial<Listener>): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const tell = (what: (listener: Partial<Listener>) => void) => listeners.forEach(what)

const all = () =>
  tell(({ messages, qr, switches }) => {
    messages?.(undefined)
    qr?.()
    switches?.()
  })

/** A browser has few connections to one place: who has many tabs open needs theirs for those that are seen. */
const HIDDEN_AT_MOST = 30_000

/** What no event tells, such as that the robot hangs, is seen by then. */
const ANYWAY_EVERY = 30_000

let source: EventSource | undefined

/** Watches the robot; one that is gone is looked for until it is back. */
const watch = (): void => {
  source?.close()
  const own = new EventSource("/api/events")
  source = own
  const changed = new Set<string>()
  const messageChanged = ({ data }: MessageEvent<string>) => {
    if (changed.size === 0) {
      // those of one answer are told together
      setTimeout(() => {
        const ids = [...changed]
        changed.clear()
        tell(({ messages }) => messages?.(ids))
        wishStatus()
      })
    }
    changed.add(JSON.parse(data).msgId)
  }
  own.addEventListener("message", messageChanged)
  own.addEventListener("revoked", messageChanged)
  own.addEventListener("state", ({ data }: MessageEvent<string>) => {
    // by itself it tells more than a robot that ends can answer
    noteConnection(JSON.parse(data))
    void refreshStatus()
  })
  own.addEventListener("switches", () => {
    void refreshStatus()
    tell(({ switches }) => switches?.())
  })
  own.addEventListener("qr", () => {
    void refreshStatus()
    tell(({ qr }) => qr?.())
  })
  own.addEventListener("missed", all)
  own.addEventListener("open", () => {
    void refreshStatus().then(all)
  })
  own.addEventListener("error", () => void afterBreak(own))
}

/** A browser tries again by itself after a break, and never after an answer that was no stream. */
const afterBreak = async (broken: EventSource) => {
  await refreshStatus()
  if (broken.readyState !== EventSource.CLOSED || link.value === "stranger") return
  setTimeout(() => {
    if (source === broken) watch()
  }, AGAIN_AFTER)
}

let hiding: number | undefined

const whenSeenOrHidden = () => {
  clearTimeout(hiding)
  if (document.hidden) {
    hiding = setTimeout(() => {
      source?.close()
      source = undefined
    }, HIDDEN_AT_MOST)
  } else if (source === undefined && link.value !== "stranger") watch()
  else void refreshStatus()
}

/** Begins to watch, if the robot lets the page in. */
export const begin = async (): Promise<void> => {
  await refreshStatus()
  if (link.value !== "stranger") watch()
}

/** For as long as the page is open: also while it is not seen, since its tab tells the state. */
export const keepWatching = (): void => {
  document.addEventListener("visibilitychange", whenSeenOrHidden)
  setInterval(refreshStatus, ANYWAY_EVERY)
}
