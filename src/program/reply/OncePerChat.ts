import { Clock, Effect } from "effect"
import { nextMidnightInShanghai } from "../../domain/Chatbot.ts"
import { Journal } from "../../layers/journal/Journal.ts"

/** The source of the owner's away line. */
export const AWAY = "away"
/** The source of the fallback line of a day whose questions are used up. */
export const SPENT = "spent-fallback"
/** The source of the fallback line while chatbots fail for the moment. */
export const OUTAGE = "outage-fallback"

const HOUR = 3_600_000

/** The lines that come once per chat, by their source: the kind under which the journal keeps them, and for how long. */
const lines: Readonly<
  Record<string, { readonly kind: string; readonly until: (now: number) => number } | undefined>
> = {
  [AWAY]: { kind: "away", until: (now) => now + HOUR },
  [OUTAGE]: { kind: "outage", until: (now) => now + HOUR / 6 },
  [SPENT]: { kind: "spent", until: nextMidnightInShanghai }
}

type Source = typeof AWAY | typeof SPENT | typeof OUTAGE

/** Whether a line was told lately in a chat that goes by one of these keys. */
export const isTold = Effect.fn("OncePerChat.isTold")(function* (
  source: Source,
  keys: ReadonlyArray<string>
) {
  const kind = lines[source]?.kind ?? source
  const toldUntil = (yield* (yield* Journal).limits).told[kind]
  const now = yield* Clock.currentTimeMillis
  return keys.some((key) => now < (toldUntil?.[key] ?? 0))
})

/**
 * Words of this source count as told in a chat. Noted with the claim of the send, so that no crash makes a line that
 * comes once per chat come twice. Other words are not counted.
 */
export const tell = Effect.fn("OncePerChat.tell")(function* (source: string, keys: ReadonlyArray<string>) {
  const line = lines[source]
  if (line === undefined) return
  const journal = yield* Journal
  const now = yield* Clock.currentTimeMillis
  yield* journal.limit((limits) => {
    const others = Object.entries(limits.told[line.kind] ?? {}).filter(([, silentUntil]) => now < silentUntil)
    const all = Object.fromEntries([...others, ...keys.map((key) => [key, line.until(now)] as const)])
    return { ...limits, told: { ...limits.told, [line.kind]: all } }
  })
})

/** They count as told no longer: WeChat certainly did not take them. */
export const untell = Effect.fn("OncePerChat.untell")(function* (
  source: string,
  keys: ReadonlyArray<string>
) {
  const line = lines[source]
  if (line === undefined) return
  const journal = yield* Journal
  yield* journal.limit((limits) => {
    const others = Object.entries(limits.told[line.kind] ?? {}).filter(([key]) => !keys.includes(key))
    return { ...limits, told: { ...limits.told, [line.kind]: Object.fromEntries(others) } }
  })
})
