import { Option } from "effect"
import { type Background, type Question, type Said } from "../../domain/Chatbot.ts"
import { firstCharacters } from "./ReplyText.ts"

/*
 * What a model is told: how to answer, what was said before, and the question. One system message at most, then user and
 * assistant in turn, because some services refuse anything else.
 */

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant"
  readonly content: string
}

/** Of what one person said in one message. */
const MAX_TEXT = 4_000

/** Of what that message quotes: it only tells what is spoken of. */
const MAX_QUOTE = 500

/** Enough of a pseudonym to tell the speakers of a group apart. */
const SPEAKER = 6

const IN_A_GROUP = "这是群聊：每条消息开头是发言人的代号和冒号。你的回答里不要写代号。"

const contentOf = ({ quoted, speaker, text }: Said, inGroup: boolean): string => {
  const who = Option.filter(speaker, () => inGroup)
  return [
    ...Option.toArray(who).map((pseudonym) => `${firstCharacters(pseudonym, SPEAKER)}: `),
    ...Option.toArray(quoted).map((quote) => `（引用：${firstCharacters(quote, MAX_QUOTE)}）\n`),
    firstCharacters(text, MAX_TEXT)
  ].join("")
}

/** The messages for a question. An earlier turn without words on either side is left out: some services refuse empty ones. */
export const messagesFor = (question: Question, background: Background): ReadonlyArray<ChatMessage> => {
  const inGroup = Option.isSome(question.groupId)
  const system = [background.instructions, inGroup ? IN_A_GROUP : ""]
    .filter((part) => part.trim() !== "")
    .join("\n\n")
  const turns = background.turns.filter(({ answer, text }) => text.trim() !== "" && answer.trim() !== "")
  return [
    ...(system === "" ? [] : [{ role: "system", content: system } as const]),
    ...turns.flatMap((turn) => [
      { role: "user", content: contentOf(turn, inGroup) } as const,
      { role: "assistant", content: turn.answer } as const
    ]),
    { role: "user", content: contentOf(question, inGroup) }
  ]
}
