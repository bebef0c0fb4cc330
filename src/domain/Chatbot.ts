import { Data, type Option } from "effect"

/** What a chatbot is asked. Ids are pseudonyms: WeChat's own never leave the robot. */
export interface Question {
  readonly text: string
  /** Who asks, the same for all questions of one person in one chat: at most 32 letters and digits. */
  readonly userId: string
  /** The group in which it was asked. */
  readonly groupId: Option.Option<string>
}

/**
 * Why a chatbot did not answer, by what the robot can do about it:
 * - `configuration`: the key is wrong or barred; asking again is useless until the operator acts, and the chat is told nothing
 * - `quota`: the day's questions are used up; ask again when the chatbot's next day begins
 * - `transient`: no answer in time, a broken one, or an error of theirs; a later question may be answered
 * - `our-bug`: they could not read the question; repeating it is useless
 */
export class ChatbotFailure extends Data.TaggedError("ChatbotFailure")<{
  readonly chatbot: string
  readonly kind: "configuration" | "quota" | "transient" | "our-bug"
  /** Their code, or the HTTP status, or a word for what went wrong. Never their text. */
  readonly code: string
}> {
  override get message() {
    return `${this.chatbot}: ${this.kind} (${this.code})`
  }
}
