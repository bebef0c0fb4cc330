import type { ChatMessage } from "../world/Records.ts"

/** What the form of a message costs besides its text. */
const TOKENS_OF_A_MESSAGE = 3

/** A Chinese character, a word, or another sign, each with the space before it. */
const TOKEN = /\s*(?:\p{Script=Han}|[a-z0-9]+|\S)/giu

const tokensOf = (text: string): ReadonlyArray<string> => text.match(TOKEN) ?? []

/** How many tokens a text counts. */
export const countText = (text: string): number => tokensOf(text).length

/** How many tokens a prompt counts. */
export const countPrompt = (messages: ReadonlyArray<ChatMessage>): number =>
  messages.reduce((sum, { content }) => sum + TOKENS_OF_A_MESSAGE + countText(content), 0)

/** The beginning of a text, of so many tokens at most. */
export const beginOf = (text: string, tokens: number): string => tokensOf(text).slice(0, tokens).join("")
