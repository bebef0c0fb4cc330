import { Effect, Option } from "effect"
import { type AskedChatbot, isPassedOver } from "../../domain/AskedChatbot.ts"
import { type Chat, keysOf } from "../../domain/Chat.ts"
import { type Question } from "../../domain/Chatbot.ts"
import { isGroup } from "../../domain/Contact.ts"
import { type Answering } from "../../domain/Decision.ts"
import { type SkippedReason } from "../../domain/EndReason.ts"
import { type Message } from "../../domain/Message.ts"
import { type ChatbotResult, Chatbots } from "../../layers/chatbots/Chatbots.ts"
import { Pseudonyms } from "../../layers/chatbots/Pseudonyms.ts"
import { Messages } from "../../layers/journal/Messages.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { type OpenSession } from "../session/CurrentSession.ts"
import { Background, isOptedOut } from "../chatbots/Background.ts"
import { AWAY, OncePerChat, OUTAGE, SPENT } from "./OncePerChat.ts"

/** What to say, or why nothing; and which chatbots were asked for it. */
export type Words = Found & { readonly asked?: ReadonlyArray<AskedChatbot> }

type Found =
  | { readonly _tag: "Say"; readonly text: string; readonly source: string }
  | { readonly _tag: "Nothing"; readonly reason: SkippedReason }

/** WeChat's own limit is not known; nobody reads more than this in a chat. */
const LONGEST = 1_000

/** Finds the words for an answer: a canned line, a chatbot's, or the lines the owner set for when there are none. */
export const wordsFor = Effect.fnUntraced(function* (
  message: Message,
  decision: Answering,
  chat: Chat,
  open: OpenSession
) {
  if (decision._tag === "SendCanned") return yield* say(decision.line, "canned")
  const { names } = yield* Chatbots
  if (names.length === 0) return yield* away(chat)
  if (yield* isOptedOut(chat, open)) {
    const asked = names.map((chatbot): AskedChatbot => ({ chatbot, came: "opted-out", millis: 0 }))
    yield* logAsked(asked)
    return { ...(yield* away(chat)), asked }
  }
  return yield* askChatbots(message, decision.question, chat, open)
})

const askChatbots = Effect.fnUntraced(function* (
  message: Message,
  text: string,
  chat: Chat,
  open: OpenSession
) {
  const question = questionOf(message, text, chat, yield* Pseudonyms)
  const background = (yield* Background).of(chat, open)
  const isRevoked = (yield* Messages).isRevoked(message.MsgId)
  const { asked, result } = yield* (yield* Chatbots).ask(question, {
    chatKeys: keysOf(chat),
    background,
    isRevoked
  })
  yield* logAsked(asked)
  return { ...(yield* wordsOf(result, chat)), asked }
})

/** Who was asked for the words, and what each took: for debugging, since `why` tells it too. */
const logAsked = (asked: ReadonlyArray<AskedChatbot>) =>
  Effect.logDebug("asked").pipe(
    Effect.annotateLogs({ chatbots: asked.map(inShort).join(", ") }),
    Effect.when(() => asked.length > 0)
  )

const inShort = ({ came, chatbot, code = "", millis }: AskedChatbot) =>
  [chatbot, came, code, isPassedOver(came) ? "" : `${millis} ms`].filter((part) => part !== "").join(" ")

/** What leaves the robot of a message: its text, and pseudonyms. */
const questionOf = (
  { body, speaker }: Message,
  text: string,
  { userName }: Chat,
  pseudonyms: typeof Pseudonyms.Service
): Question => {
  const isOfGroup = isGroup(userName)
  const userId = pseudonyms.of([userName, Option.getOrElse(speaker, () => "")])
  return {
    text,
    userId,
    groupId: isOfGroup ? Option.some(pseudonyms.of([userName])) : Option.none(),
    speaker: isOfGroup ? Option.as(speaker, userId) : Option.none(),
    quoted: Option.fromNullable(body._tag === "Text" ? body.quote?.text : undefined)
  }
}

const wordsOf = Effect.fnUntraced(function* (
  result: ChatbotResult,
  chat: Chat
): Effect.fn.Return<Found, never, Settings | OncePerChat> {
  const { isTold } = yield* OncePerChat
  switch (result._tag) {
    case "Words":
      return yield* say(result.text, result.chatbot)
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

const nothing = (reason: SkippedReason): Found => ({ _tag: "Nothing", reason })

/** Words as they are sent. */
export const say = (text: string, source: string) =>
  Effect.map(Settings, ({ replyPrefix }): Found => ({
    _tag: "Say",
    text: shorten(replyPrefix + text),
    source
  }))

/** The away line, once per chat and hour. */
const away = Effect.fnUntraced(function* (chat: Chat) {
  return (yield* (yield* OncePerChat).isTold(AWAY, chat)) ? nothing("away-line-told") : yield* sayAway
})

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
