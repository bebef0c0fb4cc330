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
 * Why a chatbot gave no words, by what the robot can do about it:
 * - `configuration`: the key is wrong or barred; asking again is no use until the operator acts, and the chat is told nothing
 * - `quota`: the day's questions are used up; again after midnight in Shanghai
 * - `transient`: no answer in time, a broken one, or an error of theirs; later may do
 * - `our-bug`: they could not read the question; no use to repeat it
 */
export class ChatbotFailure extends Data.TaggedError("ChatbotFailure")<{
  readonly chatbot: string
  readonly kind: "configuration" | "quota" | "transient" | "our-bug"
  /** Their code, or the HTTP status, or a word for what went wrong. Never their sentence. */
  readonly code: string
}> {
  override get message() {
    return `${this.chatbot}: ${this.kind} (${this.code})`
  }
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** China has one time zone and no summer time. */
const SHANGHAI_AHEAD = 8 * HOUR

/** When Tuling's next day begins, in epoch milliseconds: midnight in Shanghai. */
export const nextMidnightInShanghai = (now: number): number =>
  (Math.floor((now + SHANGHAI_AHEAD) / DAY) + 1) * DAY - SHANGHAI_AHEAD
