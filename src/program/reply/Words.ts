import { Clock, Effect, Option, Ref } from "effect"
import { type Decision } from "../../domain/Decision.ts"
import { isGroup } from "../../domain/Contact.ts"
import { type Message } from "../../domain/Message.ts"
import { Chatbots } from "../../layers/chatbots/Chatbots.ts"
import { Journal } from "../../layers/journal/Journal.ts"
import { Pseudonyms } from "../../layers/chatbots/Pseudonyms.ts"
import { Settings } from "../../layers/settings/Settings.ts"

/** What to say, or why nothing. */
export type Words =
  | { readonly _tag: "Say"; readonly text: string; readonly source: string }
  | { readonly _tag: "Nothing"; readonly reason: string }

/** What is noted of a line that comes once per chat; nothing for all other words. */
export interface Once {
  readonly tell: Effect.Effect<void>
  readonly untell: Effect.Effect<void>
}

/** The fallback line of a day whose questions are used up, and that of chatbots that fail for the moment. */
const SPENT = "spent-fallback"
const OUTAGE = "outage-fallback"

/** The away line comes once per chat in this time, and so does the fallback line in an outage. */
const AWAY_AGAIN = 3_600_000
const OUTAGE_AGAIN = 600_000

/** No chatbot's questions are used up for longer: for a line of which the last run knew until when. */
const DAY = 86_400_000

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
  const outage = yield* oncePerChat("outage")
  const spentUntil = yield* Ref.make(0)

  const say = (text: string, source: string): Words => ({
    _tag: "Say",
    text: shorten(replyPrefix + text),
    source
  })

  /** A line of the owner's; nothing when it is empty. */
  const sayLine = (text: string, name: "away" | "fallback", source: string): Words =>
    text.trim() === "" ? nothing(`no-${name}-line`) : say(text, source)
  const sayAway = sayLine(awayReply, "away", "away")

  const sayFallback = (source: string) => sayLine(fallbackReply, "fallback", source)
  const sayFallbackOnce = (line: typeof spent, keys: ReadonlyArray<string>, source: string) =>
    Effect.map(line.isTold(keys), (isTold) => (isTold ? nothing("fallback-line-told") : sayFallback(source)))

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
        return sayFallback("fallback")
      case "Unavailable":
        return yield* sayFallbackOnce(outage, keys, OUTAGE)
      case "Spent":
        yield* Ref.set(spentUntil, answer.until)
        return yield* sayFallbackOnce(spent, keys, SPENT)
      case "Barred":
        return nothing("chatbots-barred")
    }
  })

  const untilNewQuestions = Effect.filterOrElse(
    Ref.get(spentUntil),
    (until) => until !== 0,
    () => fromNow(DAY)
  )

  return {
    /** `keys` are what the chat goes by: a line that comes once is looked for under each. */
    wordsFor: Effect.fn("Words.wordsFor")(function* (
      message: Message,
      decision: Exclude<Decision, { readonly _tag: "Skip" }>,
      keys: ReadonlyArray<string>
    ) {
      if (decision._tag === "SendCanned") return say(decision.line, "canned")
      if (chatbots.names.length > 0) return yield* ask(message, decision.question, keys)
      return (yield* away.isTold(keys)) ? nothing("away-line-told") : sayAway
    }),
    /**
     * Words of this source count as told from the send on, so that no crash makes a line that comes once per chat come
     * twice; no longer when WeChat certainly did not take them.
     */
    once: (source: string, keys: ReadonlyArray<string>): Once => {
      const forChat = (kind: typeof away, until: Effect.Effect<number>): Once => ({
        tell: Effect.flatMap(until, (until) => kind.tell(keys, until)),
        untell: kind.untell(keys)
      })
      if (source === "away") return forChat(away, fromNow(AWAY_AGAIN))
      if (source === OUTAGE) return forChat(outage, fromNow(OUTAGE_AGAIN))
      if (source === SPENT) return forChat(spent, untilNewQuestions)
      return { tell: Effect.void, untell: Effect.void }
    }
  }
})

const fromNow = (millis: number) => Effect.map(Clock.currentTimeMillis, (now) => now + millis)

/** Lines of a kind, each once per chat until a time (epoch milliseconds). */
const oncePerChat = (kind: string) =>
  Effect.map(Journal, (journal) => {
    const isTold = Effect.fnUntraced(function* (keys: ReadonlyArray<string>) {
      const toldUntil = (yield* journal.limits).told[kind]
      const now = yield* Clock.currentTimeMillis
      return keys.some((key) => now < (toldUntil?.[key] ?? 0))
    })
    const tell = Effect.fnUntraced(function* (keys: ReadonlyArray<string>, until: number) {
      const now = yield* Clock.currentTimeMillis
      yield* journal.limit((limits) => {
        const others = Object.entries(limits.told[kind] ?? {}).filter(([, silentUntil]) => now < silentUntil)
        const both = Object.fromEntries([...others, ...keys.map((key) => [key, until] as const)])
        return { ...limits, told: { ...limits.told, [kind]: both } }
      })
    })
    const untell = (keys: ReadonlyArray<string>) =>
      journal.limit((limits) => {
        const others = Object.entries(limits.told[kind] ?? {}).filter(([key]) => !keys.includes(key))
        return { ...limits, told: { ...limits.told, [kind]: Object.fromEntries(others) } }
      })
    return { isTold, tell, untell }
  })

const shorten = (text: string) => {
  const characters = Array.from(text)
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join("")}…`
}
