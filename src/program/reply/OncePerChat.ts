import { Clock, Effect } from "effect"
import { type Chat, keysOf } from "../../domain/Chat.ts"
import { Chatbots } from "../../layers/chatbots/Chatbots.ts"
import { Journal } from "../../layers/journal/Journal.ts"

/** The source of the owner's away line. */
export const AWAY = "away"
/** The source of the fallback line of a day whose questions are used up. */
export const SPENT = "spent-fallback"
/** The source of the fallback line while chatbots fail for the moment. */
export const OUTAGE = "outage-fallback"

const HOUR = 3_600_000

type Source = typeof AWAY | typeof SPENT | typeof OUTAGE

interface Line {
  /** By which the journal keeps it. */
  readonly kind: string
  /** Until when it is not said again, in epoch milliseconds. */
  readonly until: (now: number, chatbots: typeof Chatbots.Service) => number
}

/** The lines that come once per chat. */
const lines: Readonly<Record<Source, Line>> = {
  [AWAY]: { kind: "away", until: (now) => now + HOUR },
  [OUTAGE]: { kind: "outage", until: (now) => now + HOUR / 6 },
  [SPENT]: { kind: "spent", until: (now, chatbots) => chatbots.nextDay(now) }
}

const isOneOf = (source: string): source is Source => Object.hasOwn(lines, source)

/** Whether a line was told lately in a chat. */
export const isTold = Effect.fn("OncePerChat.isTold")(function* (source: Source, chat: Chat) {
  const { told } = yield* (yield* Journal).limits
  const toldUntil = told[lines[source].kind]
  const now = yield* Clock.currentTimeMillis
  return keysOf(chat).some((key) => now < (toldUntil?.[key] ?? 0))
})

/**
 * Words of this source count as told in a chat. Noted with the claim of the send, so that no crash makes a line that
 * comes once per chat come twice. Other words are not counted.
 */
export const tell = Effect.fn("OncePerChat.tell")(function* (source: string, chat: Chat) {
  if (!isOneOf(source)) return
  const { kind, until } = lines[source]
  const journal = yield* Journal
  const now = yield* Clock.currentTimeMillis
  const end = until(now, yield* Chatbots)
  yield* journal.limit((limits) => {
    const others = Object.entries(limits.told[kind] ?? {}).filter(([, silentUntil]) => now < silentUntil)
    const all = Object.fromEntries([...others, ...keysOf(chat).map((key) => [key, end] as const)])
    return { ...limits, told: { ...limits.told, [kind]: all } }
  })
})

/** They count as told no longer: WeChat certainly did not take them. */
export const untell = Effect.fn("OncePerChat.untell")(function* (source: string, chat: Chat) {
  if (!isOneOf(source)) return
  const { kind } = lines[source]
  const keys = keysOf(chat)
  const journal = yield* Journal
  yield* journal.limit((limits) => {
    const others = Object.entries(limits.told[kind] ?? {}).filter(([key]) => !keys.includes(key))
    return { ...limits, told: { ...limits.told, [kind]: Object.fromEntries(others) } }
  })
})
