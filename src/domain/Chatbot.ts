import { Data, type Duration, type Option } from "effect"

/** What somebody said in a chat, as a chatbot is told of it: text and pseudonyms only. */
export interface Said {
  readonly text: string
  /** In a group the pseudonym of who said it, so that speakers are told apart. */
  readonly speaker: Option.Option<string>
  /** The text of the earlier message that it quotes. */
  readonly quoted: Option.Option<string>
}

/** A message of a chat that was answered, with its answer. */
export interface Turn extends Said {
  readonly answer: string
}

/** What a chatbot is told besides the question, if it keeps nothing in mind itself. */
export interface Background {
  /** How to answer in this chat; empty for nothing. */
  readonly instructions: string
  /** What was said and answered in this chat before, the oldest first. */
  readonly turns: ReadonlyArray<Turn>
}

/** What a chatbot is asked. Ids are pseudonyms: WeChat's own never leave the robot. */
export interface Question extends Said {
  /** Who asks, the same for all questions of one person in one chat: at most 32 letters and digits. */
  readonly userId: string
  /** The group in which it was asked. */
  readonly groupId: Option.Option<string>
}

/** What a chatbot gave for a question. */
export interface Answer {
  /** None when it has nothing to say. */
  readonly text: Option.Option<string>
  /** It did not stop by itself, but where an answer may be no longer. */
  readonly isCutShort: boolean
  /** What the question and its answer cost, in tokens, where it tells. */
  readonly tokens: number | undefined
}

/**
 * Why a chatbot did not answer, by what the robot can do about it:
 * - `configuration`: the key is wrong or barred; asking again is useless until the operator acts, and the chat is told nothing
 * - `quota`: the day's questions are used up; ask again after `rest`, else when the chatbot's next day begins
 * - `transient`: no answer in time, a broken one, or an error of theirs; a later question may be answered
 * - `our-bug`: they could not read the question, or would not answer it; repeating it is useless
 */
export class ChatbotFailure extends Data.TaggedError("ChatbotFailure")<{
  readonly chatbot: string
  readonly kind: "configuration" | "quota" | "transient" | "our-bug"
  /** Their code, or the HTTP status, or a word for what went wrong. Never their text. */
  readonly code: string
  /** For how long it wants to be left alone, where it tells. */
  readonly rest?: Duration.Duration
}> {
  override get message() {
    return `${this.chatbot}: ${this.kind} (${this.code})`
  }
}
