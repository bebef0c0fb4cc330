import { Clock, Effect, Option } from "effect"
import { type Decision } from "../domain/Decision.ts"
import { isGroup } from "../domain/Contact.ts"
import { type Message } from "../domain/Message.ts"
import { Chatbots } from "../layers/Chatbots.ts"
import { Journal } from "../layers/Journal.ts"
import { Pseudonyms } from "../layers/Pseudonyms.ts"
import { Settings } from "../layers/Settings.ts"

/** What to say, or why nothing. */
export type Words =
  | {
      readonly _tag: "Say"
      readonly text: string
      readonly source: string
      /** To be run when the words arrived: lines that come once per chat count from then on. */
      readonly arrived: Effect.Effect<void>
    }
  | { readonly _tag: "Nothing"; readonly reason: string }

/** The away line comes once per chat in this time. */
const AWAY_AGAIN = 3_600_000

/** A chatbot is asked so many questions side by side, of as many chats. */
const ASKED_AT_ONCE = 16

/** WeChat's own limit is not known; nobody reads more than this in a chat. */
const LONGEST = 1_000

const nothing = (reason: string): Words => ({ _tag: "Nothing", reason })

/** Finds the words for answers: a canned line, a chatbot's, or the lines the owner set for when there are none. */
export const make = Effect.gen(function* () {
  const chatbots = yield* Chatbots
  const pseudonyms = yield* Pseudonyms
  const { awayReply, fallbackReply, replyPrefix } = yield* Settings
  const asking = yield* Effect.makeSemaphore(ASKED_AT_ONCE)
  const away = yield* oncePerChat("away")
  const spent = yield* oncePerChat("spent")

  /** A line; nothing when the owner emptied it. */
  const say = (text: string, source: string): Words =>
    text.trim() === ""
      ? nothing(`no-${source}-line`)
      : { _tag: "Say", text: shorten(replyPrefix + text), source, arrived: Effect.void }

  const sayAway = Effect.fn("Words.sayAway")(function* (keys: ReadonlyArray<string>) {
    const until = (yield* Clock.currentTimeMillis) + AWAY_AGAIN
    return yield* away.once(keys, until, say(awayReply, "away"))
  })

  const ask = Effect.fn("Words.ask")(function* (message: Message, text: string, keys: ReadonlyArray<string>) {
    const inGroup = isGroup(message.chat)
    const answer = yield* asking.withPermits(1)(
      chatbots.ask({
        text,
        userId: pseudonyms.of([message.chat, Option.getOrElse(message.speaker, () => "")]),
        groupId: inGroup ? Option.some(pseudonyms.of([message.chat])) : Option.none()
      })
    )
    switch (answer._tag) {
      case "Words":
        return say(answer.text, answer.chatbot)
      case "NoWords":
        return say(fallbackReply, "fallback")
      case "Spent":
        return yield* spent.once(keys, answer.until, say(fallbackReply, "fallback"))
      case "Barred":
        return nothing("chatbots-barred")
    }
  })

  return {
    /** `keys` are what the chat goes by: a line that comes once is told under each. */
    wordsFor: (
      message: Message,
      decision: Exclude<Decision, { readonly _tag: "Skip" }>,
      keys: ReadonlyArray<string>
    ) => {
      if (decision._tag === "SendCanned") return Effect.succeed(say(decision.line, "canned"))
      return chatbots.names.length === 0 ? sayAway(keys) : ask(message, decision.question, keys)
    },
    /** `arrived` for words of the last run: which fallback line came once for the day is not known any more. */
    arrivedOf: (source: string, keys: ReadonlyArray<string>) =>
      source === "away"
        ? Effect.flatMap(Clock.currentTimeMillis, (now) => away.told(keys, now + AWAY_AGAIN))
        : Effect.void
  }
})

/** Lines of a kind, each once per chat until the time given (epoch milliseconds). Only one that arrived counts. */
const oncePerChat = (kind: string) =>
  Effect.map(Journal, (journal) => {
    const told = Effect.fnUntraced(function* (keys: ReadonlyArray<string>, until: number) {
      const now = yield* Clock.currentTimeMillis
      yield* journal.limit((limits) => {
        const others = Object.entries(limits.told[kind] ?? {}).filter(([, silentUntil]) => now < silentUntil)
        const both = Object.fromEntries([...others, ...keys.map((key) => [key, until] as const)])
        return { ...limits, told: { ...limits.told, [kind]: both } }
      })
    })
    const once = Effect.fnUntraced(function* (keys: ReadonlyArray<string>, until: number, line: Words) {
      const toldUntil = (yield* journal.limits).told[kind]
      if (line._tag === "Nothing") return line
      const now = yield* Clock.currentTimeMillis
      if (keys.some((key) => now < (toldUntil?.[key] ?? 0))) return nothing(`${line.source}-line-told`)
      return { ...line, arrived: told(keys, until) }
    })
    return { once, told }
  })

const shorten = (text: string) => {
  const characters = Array.from(text)
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join("")}…`
}
