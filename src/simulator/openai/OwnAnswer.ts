import type { ChatMessage } from "../world/Records.ts"
import { smallTalk } from "../tuling/SmallTalk.ts"
import { beginOf, countText } from "./Tokens.ts"

/** What the model answers when no other answer was ordered. */
export interface OwnAnswer {
  readonly content: string
  readonly finishReason: "stop" | "length"
}

/** Asks what was said before. */
const LOOKS_BACK = /刚才|之前/

const wordsFor = (messages: ReadonlyArray<ChatMessage>): string => {
  const said = messages.filter(({ role }) => role === "user").map(({ content }) => content)
  const last = said.at(-1) ?? ""
  if (!LOOKS_BACK.test(last)) return smallTalk(last)
  const before = said.at(-2)
  return before === undefined ? "你之前什么也没说。" : `你刚才说的是“${before}”。`
}

/** Small talk, and what the user said before when asked for it: always the same for the same messages. */
export const ownAnswer = (messages: ReadonlyArray<ChatMessage>, maxTokens: number | null): OwnAnswer => {
  const words = wordsFor(messages)
  return maxTokens === null || countText(words) <= maxTokens
    ? { content: words, finishReason: "stop" }
    : { content: beginOf(words, maxTokens), finishReason: "length" }
}
