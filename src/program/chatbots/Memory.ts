import { Clock, Duration, Effect, Option, Schema } from "effect"
import { type Chat } from "../../domain/Chat.ts"
import { type Turn } from "../../domain/Chatbot.ts"
import { type MutedChat } from "../../domain/Switches.ts"
import { Pseudonyms } from "../../layers/chatbots/Pseudonyms.ts"
import { Journal } from "../../layers/journal/Journal.ts"
import { type KeptValue, KeptValues } from "../../layers/journal/KeptValues.ts"
import { Messages, type StoredTurn } from "../../layers/journal/Messages.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { type OpenSession } from "../session/CurrentSession.ts"

/** What came until then, in epoch milliseconds, is not remembered: in any chat, and by names of a chat. */
const Forgotten = Schema.Struct({
  everywhere: Schema.Number,
  chats: Schema.Record({ key: Schema.String, value: Schema.Number })
})
type Forgotten = typeof Forgotten.Type

/** Before the first message of all. */
const NEVER = -1

const nothing: Forgotten = { everywhere: NEVER, chats: {} }

const keysOf = ({ lastingName, userName }: MutedChat) =>
  lastingName === undefined ? [userName] : [userName, lastingName]

/** A turn as chatbots are told of it: who spoke in a group is a pseudonym. */
const turnOf =
  ({ of }: typeof Pseudonyms.Service) =>
  ({ answer, chat, question, speaker }: StoredTurn): ReadonlyArray<Turn> =>
    question === null
      ? []
      : [
          {
            text: question,
            speaker: Option.map(Option.fromNullable(speaker), (who) => of([chat, who])),
            // what was quoted may have been taken back since
            quoted: Option.none(),
            answer
          }
        ]

/** What the owner had forgotten, kept in the journal; of another account than that of before, all that there is. */
const forgetting = Effect.fnUntraced(function* (oldest: (now: number) => number) {
  const { together } = yield* Journal
  const { value } = yield* KeptValues
  const all = Effect.map(Clock.currentTimeMillis, (now): Forgotten => ({ everywhere: now, chats: {} }))
  const kept: KeptValue<Forgotten> = yield* value({
    name: "memory-forgotten",
    schema: Forgotten,
    none: nothing,
    forgotten: Effect.flatMap(all, (forgotten) => kept.update(() => forgotten))
  })

  const change = Effect.fnUntraced(function* (next: (before: Forgotten, now: number) => Forgotten) {
    const now = yield* Clock.currentTimeMillis
    const isOfUse = ([, until]: readonly [string, number]) => until >= oldest(now)
    yield* together(
      kept.update((before) => {
        const { chats, everywhere } = next(before, now)
        return { everywhere, chats: Object.fromEntries(Object.entries(chats).filter(isOfUse)) }
      })
    )
  })

  return {
    /** Until when nothing of a chat is remembered. */
    until: (chat: MutedChat) =>
      Effect.map(kept.get, ({ chats, everywhere }) =>
        Math.max(everywhere, ...keysOf(chat).map((key) => chats[key] ?? NEVER))
      ),
    /** What was said in a chat until now. On disk when it is done. */
    forget: (chat: MutedChat) =>
      change((before, now) => ({
        ...before,
        chats: { ...before.chats, ...Object.fromEntries(keysOf(chat).map((key) => [key, now])) }
      })),
    /** What was said anywhere. */
    forgetAll: change((_, now) => ({ everywhere: now, chats: {} }))
  } as const
})

/**
 * What was said and answered in a chat, for chatbots that keep nothing in mind themselves. It is in the journal only: what
 * is taken back, or too old to be kept, is forgotten with it.
 */
export class Memory extends Effect.Service<Memory>()("program/Memory", {
  effect: Effect.gen(function* () {
    const messages = yield* Messages
    const pseudonyms = yield* Pseudonyms
    const { memoryPeriod, memoryTurns } = yield* Settings
    const period = Duration.toMillis(memoryPeriod)
    /** Nothing is remembered that is older. */
    const oldest = (now: number) => (period === 0 ? 0 : now - period)
    const { forget, forgetAll, until } = yield* forgetting(oldest)

    return {
      forget,
      forgetAll,
      /** The last turns of a chat, the oldest first. */
      turnsOf: Effect.fnUntraced(function* (
        { lastingName, userName }: Chat,
        { book, session: { me } }: OpenSession
      ) {
        if (memoryTurns === 0) return []
        const forgotten = yield* until({ userName, lastingName })
        const turns = yield* messages.turns({
          userName,
          me: me.UserName,
          // another one may be called the same: what was said to one is not told to the other
          lastingName: yield* book.ownLastingNameOf(userName),
          since: Math.max(oldest(yield* Clock.currentTimeMillis), forgotten + 1),
          atMost: memoryTurns
        })
        return turns.flatMap(turnOf(pseudonyms))
      })
    } as const
  })
}) {}
