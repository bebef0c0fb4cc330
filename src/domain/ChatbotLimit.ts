import { Schema } from "effect"
import { type InBothLanguages } from "./InBothLanguages.ts"

/** Of what the owner may set a limit, for what a chatbot is asked. */
export const LimitOf = Schema.Literal("questions-of-the-day", "tokens-of-the-day", "questions-of-the-chat")
export type LimitOf = typeof LimitOf.Type

/** A limit that the owner set, and what of it is used today; unknown of what is counted by chat. */
export interface ChatbotLimit {
  readonly of: LimitOf
  readonly most: number
  readonly used: number | undefined
}

/** What each counts, for people. */
export const limitsInWords: Readonly<Record<LimitOf, InBothLanguages>> = {
  "questions-of-the-day": { en: "questions a day", zh: "每天的提问" },
  "tokens-of-the-day": { en: "tokens a day", zh: "每天的 token" },
  "questions-of-the-chat": { en: "questions of one chat in an hour", zh: "一个聊天每小时的提问" }
}
