import { Effect, Option } from "effect"
import { type Chat } from "../../domain/Chat.ts"
import { isGroup } from "../../domain/Contact.ts"
import { type Answering } from "../../domain/Decision.ts"
import { type SkippedReason } from "../../domain/EndReason.ts"
import { type Message } from "../../domain/Message.ts"
import { Chatbots } from "../../layers/chatbots/Chatbots.ts"
import { Pseudonyms } from "../../layers/chatbots/Pseudonyms.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { AWAY, OncePerChat, OUTAGE, SPENT } from "./OncePerChat.ts"

/** What to say, or why nothing. */
export type Words =
  | { readonly _tag: "Say"; readonly text: string; readonly source: string }
  | { readonly _tag: "Nothing"; readonly reason: SkippedReason }

/** WeChat's own limit is not known; nobody reads more than this in a chat. */
const LONGEST = 1_000

/** Finds the words for an answer: a canned line, a chatbot's, or the lines the owner set for when there are none. */
export const wordsFor = Effect.fnUntraced(function* (message: Message, decision: Answering, chat: Chat) {
  if (decision._tag === "SendCanned") return yield* say(decision.line, "canned")
  if ((yield* Chatbots).names.length > 0) return yield* askChatbots(message, decision.question, chat)
  return (yield* (yield* OncePerChat).isTold(AWAY, chat)) ? nothing("away-line-told") : yield* sayAway
})

const askChatbots = Effect.fnUntraced(function* (message: Message, text: string, chat: Chat) {
  const { ask } = yield* Chatbots
  const { isTold } = yield* OncePerChat
  const pseudonyms = yield* Pseudonyms
  const answer = yield* ask({
    text,
    userId: pseudonyms.of([chat.userName, Option.getOrElse(message.speaker, () => "")]),
    groupId: isGroup(chat.userName) ? Option.some(pseudonyms.of([chat.userName])) : Option.none()
  })
  switch (answer._tag) {
    case "Words":
      return yield* say(answer.text, answer.chatbot)
    case "NoWords":
      return yield* sayFallback("fallback")
    case "Unavailable":
      return (yield* isTold(OUTAGE, chat)) ? nothing("fallback-line-told") : yield* sayFallback(OUTAGE)
    case "Spent":
      return (yield* isTold(SPENT, chat)) ? nothing("fallback-line-told") : yield* sayFallback(SPENT)
    case "Barred":
      return nothing("chatbots-barred")
  }
})

const nothing = (reason: SkippedReason): Words => ({ _tag: "Nothing", reason })

/** Words as they are sent. */
export const say = (text: string, source: string) =>
  Effect.map(Settings, ({ replyPrefix }): Words => ({
    _tag: "Say",
    text: shorten(replyPrefix + text),
    source
  }))

/** A line of the owner's; nothing when it is empty. */
const sayLine = (text: string, name: "away" | "fallback", source: string) =>
  text.trim() === "" ? Effect.succeed(nothing(`no-${name}-line`)) : say(text, source)

const sayAway = Effect.flatMap(Settings, ({ awayReply }) => sayLine(awayReply, "away", AWAY))

const sayFallback = (source: string) =>
  Effect.flatMap(Settings, ({ fallbackReply }) => sayLine(fallbackReply, "fallback", source))

const shorten = (text: string) => {
  const characters = Array.from(text)
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join("")}…`
}
