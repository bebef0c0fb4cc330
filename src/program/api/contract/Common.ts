import { Schema } from "effect"
import { CameOfChatbot } from "../../../domain/AskedChatbot.ts"
import { ChatbotTroubleKind } from "../../../domain/ChatbotTrouble.ts"

/* What several answers of the API have in them. Times are epoch milliseconds; null is none. */

export const MaybeText = Schema.NullOr(Schema.String)
export const MaybeTime = Schema.NullOr(Schema.Number)

/** The same in both languages, for people. */
export const Words = Schema.Struct({ en: Schema.String, zh: Schema.String })

/** A chatbot that is not asked now. */
export const ChatbotTrouble = Schema.Struct({
  kind: ChatbotTroubleKind,
  /** Null until the robot is started again. */
  until: MaybeTime,
  means: Words
})

/** A chatbot that was asked for the words of an answer, or passed over. */
export const PlainAsked = Schema.Struct({
  chatbot: Schema.String,
  came: CameOfChatbot,
  /** Its code for a failure, or a word for what went wrong. */
  code: MaybeText,
  /** What it took, with a second try; null of one that was not asked. */
  millis: Schema.NullOr(Schema.Number)
})

/** The same in words. */
export const Asked = Schema.Struct({ ...PlainAsked.fields, means: Words })
