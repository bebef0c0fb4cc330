import { Schema } from "effect"
import { type InBothLanguages } from "./InBothLanguages.ts"

/**
 * Why a chatbot was not asked: its key is refused (`barred`), its day is used up (`spent`), it rests after failures
 * (`resting`), the chat had its questions of the hour (`chat-limit`), or the owner named the chat in ROBOT_OPT_OUT
 * (`opted-out`).
 */
const PassedOver = Schema.Literal("barred", "spent", "resting", "chat-limit", "opted-out")

/**
 * What came of a chatbot for one message: it had `words` or none, it failed, by what the robot can do about it (see
 * `ChatbotFailure`), or it was passed over.
 */
export const CameOfChatbot = Schema.Union(
  Schema.Literal("words", "no-words", "configuration", "quota", "transient", "our-bug"),
  PassedOver
)
export type CameOfChatbot = typeof CameOfChatbot.Type

export const isPassedOver = Schema.is(PassedOver)

/** A chatbot that was asked for the words of an answer, or passed over. */
export const AskedChatbot = Schema.Struct({
  chatbot: Schema.String,
  came: CameOfChatbot,
  /** Its code for a failure, or a word for what went wrong; never its text. */
  code: Schema.optionalWith(Schema.String, { exact: true }),
  /** What it took, with a second try; 0 of one that was passed over. */
  millis: Schema.Number
})
export type AskedChatbot = typeof AskedChatbot.Type

/** What each means, for people. */
export const cameInWords: Readonly<Record<CameOfChatbot, InBothLanguages>> = {
  words: { en: "answered", zh: "回答了" },
  "no-words": { en: "had nothing to say", zh: "没有可说的" },
  configuration: { en: "refused its key, model or address", zh: "不接受密钥、模型或地址" },
  quota: { en: "its questions are used up", zh: "提问次数用完了" },
  transient: { en: "failed for the moment", zh: "一时出错" },
  "our-bug": { en: "did not take the question", zh: "不接受这个问题" },
  barred: { en: "not asked: it had refused its key", zh: "没有问：它先前拒绝了密钥" },
  spent: {
    en: "not asked: its questions, tokens or credit are used up",
    zh: "没有问：它的提问次数、token 或余额用完了"
  },
  resting: { en: "not asked: it rests after failures", zh: "没有问：它出错后正在休息" },
  "chat-limit": {
    en: "not asked: this chat had its questions of the hour",
    zh: "没有问：这个聊天这一小时的提问次数用完了"
  },
  "opted-out": { en: "not asked: ROBOT_OPT_OUT names this chat", zh: "没有问：ROBOT_OPT_OUT 里有这个聊天" }
}
