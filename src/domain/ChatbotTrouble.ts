import { Schema } from "effect"
import { type InBothLanguages } from "./InBothLanguages.ts"

/** Why a chatbot is not asked now: its key is refused, its day's questions are used up, or it failed too often in a row. */
export const ChatbotTroubleKind = Schema.Literal("barred", "spent", "resting")
export type ChatbotTroubleKind = typeof ChatbotTroubleKind.Type

/** A chatbot that is not asked now. */
export interface ChatbotTrouble {
  readonly kind: ChatbotTroubleKind
  /** When it is asked again, in epoch milliseconds; null until the robot is started again. */
  readonly until: number | null
}

/** What each means, for people. */
export const troublesInWords: Readonly<Record<ChatbotTroubleKind, InBothLanguages>> = {
  barred: {
    en: "it refuses its key, and is not asked until the robot is started again",
    zh: "它拒绝了密钥，重新启动机器人之前不再问它"
  },
  spent: {
    en: "its questions, tokens or credit are used up, and it is asked again on its next day, or sooner if it said so",
    zh: "它的提问次数、token 或余额用完了，到它的新一天再问；它说了更早的时间就到那时再问"
  },
  resting: {
    en: "it failed several times in a row, and is asked again in a moment",
    zh: "它接连几次出错，过一会儿再问"
  }
}
