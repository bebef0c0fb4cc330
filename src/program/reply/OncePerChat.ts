import { Clock, Effect } from "effect"
import { type Chat, keysOf } from "../../domain/Chat.ts"
import { LinesTold } from "../../domain/LinesTold.ts"
import { Chatbots } from "../../layers/chatbots/Chatbots.ts"
import { KeptValues } from "../../layers/journal/KeptValues.ts"

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

/** Which lines were told in which chats. Kept in the journal, for the next start. */
export class OncePerChat extends Effect.Service<OncePerChat>()("program/OncePerChat", {
  effect: Effect.gen(function* () {
    const { value } = yield* KeptValues
    const told = yield* value({ name: "lines-told", schema: LinesTold, none: {} })
    const chatbots = yield* Chatbots

    return {
      /** Whether a line was told lately in a chat. */
      isTold: Effect.fnUntraced(function* (source: Source, chat: Chat) {
        const toldUntil = (yield* told.get)[lines[source].kind]
        const now = yield* Clock.currentTimeMillis
        return keysOf(chat).some((key) => now < (toldUntil?.[key] ?? 0))
      }),
      /**
       * Words of this source count as told in a chat. Noted with the claim of the send, so that no crash makes a line
       * that comes once per chat come twice. Other words are not counted.
       */
      tell: Effect.fnUntraced(function* (source: string, chat: Chat) {
        if (!isOneOf(source)) return
        const { kind, until } = lines[source]
        const now = yield* Clock.currentTimeMillis
        const end = until(now, chatbots)
        yield* told.update((all) => {
          const others = Object.entries(all[kind] ?? {}).filter(([, silentUntil]) => now < silentUntil)
          return {
            ...all,
            [kind]: Object.fromEntries([...others, ...keysOf(chat).map((key) => [key, end] as const)])
          }
        })
      }),
      /** They count as told no longer: WeChat certainly did not take them. */
      untell: Effect.fnUntraced(function* (source: string, chat: Chat) {
        if (!isOneOf(source)) return
        const { kind } = lines[source]
        const keys = keysOf(chat)
        yield* told.update((all) => {
          const others = Object.entries(all[kind] ?? {}).filter(([key]) => !keys.includes(key))
          return { ...all, [kind]: Object.fromEntries(others) }
        })
      })
    } as const
  })
}) {}
