import { Clock, Effect, Option, Ref } from "effect"
import { type Decision } from "../domain/Decision.ts"
import { isGroup } from "../domain/Contact.ts"
import { type Message } from "../domain/Message.ts"
import { Chatbots } from "../layers/Chatbots.ts"
import { Pseudonyms } from "../layers/Pseudonyms.ts"
import { Settings } from "../layers/Settings.ts"

/** What to say, or why nothing. */
export type Words =
  | { readonly _tag: "Say"; readonly text: string; readonly source: string }
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
  const awayTold = yield* Ref.make<ReadonlyMap<string, number>>(new Map())

  /** A line; nothing when the owner emptied it. */
  const say = (text: string, source: string): Words =>
    text.trim() === ""
      ? nothing(`no-${source}-line`)
      : { _tag: "Say", text: shorten(replyPrefix + text), source }

  const away = (chat: string) =>
    Effect.map(Effect.all([Ref.get(awayTold), Clock.currentTimeMillis]), ([told, now]) => {
      const at = told.get(chat)
      return at !== undefined && now - at < AWAY_AGAIN ? nothing("away-line-told") : say(awayReply, "away")
    })

  /** The away line reached this chat; one that came to nothing does not count. */
  const noteAway = (chat: string) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Ref.update(awayTold, (told) =>
        new Map([...told].filter(([, at]) => now - at < AWAY_AGAIN)).set(chat, now)
      )
    )

  const ask = Effect.fn("Words.ask")(function* (message: Message, text: string) {
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
      case "Barred":
        return nothing("chatbots-barred")
    }
  })

  return {
    noteAway,
    wordsFor: (message: Message, decision: Exclude<Decision, { readonly _tag: "Skip" }>) => {
      if (decision._tag === "SendCanned") return Effect.succeed(say(decision.line, "canned"))
      return chatbots.names.length === 0 ? away(message.chat) : ask(message, decision.question)
    }
  }
})

const shorten = (text: string) => {
  const characters = Array.from(text)
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join("")}…`
}
