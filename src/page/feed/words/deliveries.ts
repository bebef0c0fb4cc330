import { type InBothLanguages } from "../../../domain/InBothLanguages.ts"
import { type MessageState } from "../../../domain/Progress.ts"
import { type Tone } from "../../words/states.ts"

/** How far a message has come, with a sign, for colour alone does not reach everybody. */
export interface Delivery extends InBothLanguages {
  readonly tone: Tone
  readonly sign: string
}

export const deliveries: Readonly<Record<MessageState, Delivery>> = {
  received: { tone: "busy", sign: "…", en: "Received", zh: "已收到" },
  decided: { tone: "busy", sign: "…", en: "Answer being made", zh: "正在想怎么回" },
  answered: { tone: "busy", sign: "…", en: "Answer waits for its turn", zh: "回复等着发出" },
  sending: { tone: "busy", sign: "→", en: "Being sent", zh: "正在发送" },
  sent: { tone: "good", sign: "✓", en: "Answered", zh: "已回复" },
  "would-send": { tone: "silent", sign: "‖", en: "Dry run, not sent", zh: "试运行，没有发" },
  skipped: { tone: "busy", sign: "–", en: "Not answered", zh: "没有回复" },
  failed: { tone: "bad", sign: "×", en: "Failed", zh: "失败" },
  uncertain: { tone: "bad", sign: "?", en: "May not have arrived", zh: "不知有没有送到" }
}

const sources = new Map<string, InBothLanguages>(
  Object.entries({
    canned: { en: "a line of ROBOT_CANNED_REPLIES", zh: "ROBOT_CANNED_REPLIES 里的一句" },
    fallback: {
      en: "ROBOT_FALLBACK_REPLY, since the chatbots had no answer",
      zh: "ROBOT_FALLBACK_REPLY，聊天机器人答不上来"
    },
    "outage-fallback": {
      en: "ROBOT_FALLBACK_REPLY, since the chatbots failed for the moment",
      zh: "ROBOT_FALLBACK_REPLY，聊天机器人一时失败"
    },
    "spent-fallback": {
      en: "ROBOT_FALLBACK_REPLY, since the day’s questions are used up",
      zh: "ROBOT_FALLBACK_REPLY，当天的次数用完了"
    },
    away: { en: "ROBOT_AWAY_REPLY, since there is no chatbot", zh: "ROBOT_AWAY_REPLY，没有聊天机器人可问" },
    command: { en: "the robot’s answer to the command", zh: "机器人对命令的回答" }
  })
)

const fallback: InBothLanguages = { en: "fallback line", zh: "备用的一句" }

const lines = new Map<string, InBothLanguages>(
  Object.entries({
    fallback,
    "outage-fallback": fallback,
    "spent-fallback": fallback,
    away: { en: "away line", zh: "离开时的一句" }
  })
)

/** The line that stands in for a chatbot's answer; undefined where the words are no such line. */
export const lineInWords = (source: string | null): InBothLanguages | undefined => lines.get(source ?? "")

/** Where the words of an answer are from. */
export const sourceInWords = (source: string): InBothLanguages =>
  sources.get(source) ?? { en: `the chatbot ${source}`, zh: `聊天机器人 ${source}` }
