import { optional } from "../kinds/Kind.ts"
import { wholeNumberFrom1 } from "../kinds/NumberKinds.ts"
import { baseUrl, origin } from "../kinds/PlaceKinds.ts"
import { choice, text, words } from "../kinds/TextKinds.ts"
import { duration } from "../kinds/TimeKinds.ts"
import { type Lookup, secret, setting } from "./Setting.ts"

/** Tuling's two interfaces, each at an address of its own. */
const tulingOrigins = { 1: "http://www.tuling123.com", 2: "http://openapi.turingapi.com" }

const originOfVersion = (lookup: Lookup) =>
  tulingOrigins[lookup("TULING_API_VERSION")?.trim() === "1" ? 1 : 2]

/** Without all of these the OpenAI-compatible chatbot is not asked. */
export const openaiNeeds: ReadonlyArray<string> = ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"]

/** Which chatbots are asked, how, and what is said without any. */
export const chatbotSettings = {
  tulingApiKey: secret("TULING_API_KEY", {
    meaning: { en: "Without it Tuling is not asked.", zh: "没有它就不问图灵" }
  }),
  tulingApiVersion: setting("TULING_API_VERSION", choice<1 | 2>({ "1": 1, "2": 2 }), {
    default: "2",
    meaning: {
      en: "Which of Tuling's two interfaces the key is for.",
      zh: "密钥用于图灵的哪一版接口：1 或 2"
    }
  }),
  tulingOrigin: setting("TULING_ORIGIN", origin, {
    default: originOfVersion,
    defaultInWords: {
      en: `\`${tulingOrigins[2]}\`, for version 1 \`${tulingOrigins[1]}\``,
      zh: `\`${tulingOrigins[2]}\`，第 1 版 \`${tulingOrigins[1]}\``
    },
    meaning: { en: "Where Tuling is.", zh: "图灵的地址" }
  }),
  tulingAtOnce: setting("TULING_AT_ONCE", wholeNumberFrom1, {
    default: "16",
    meaning: {
      en: "How many questions Tuling is asked at the same time, of as many chats; the others wait.",
      zh: "同时最多问图灵几个问题，每个聊天一个；其余的排队"
    }
  }),
  openaiApiKey: secret("OPENAI_API_KEY", {
    planned: true,
    meaning: {
      en: "Without it the OpenAI-compatible chatbot is not asked.",
      zh: "没有它就不问 OpenAI 兼容的聊天机器人"
    }
  }),
  openaiBaseUrl: setting("OPENAI_BASE_URL", optional(baseUrl), {
    default: "",
    planned: true,
    meaning: {
      en: "Of any OpenAI-compatible chat service; usually ends in /v1.",
      zh: "任何 OpenAI 兼容服务的地址，通常以 /v1 结尾"
    }
  }),
  openaiModel: setting("OPENAI_MODEL", optional(text), {
    default: "",
    planned: true,
    meaning: { en: "The model to ask, by the name its service gives it.", zh: "模型的名字" }
  }),
  openaiSystemPrompt: setting("OPENAI_SYSTEM_PROMPT", optional(text), {
    default: "",
    planned: true,
    meaning: { en: "Tells the model how to answer.", zh: "告诉模型怎样回答" }
  }),
  chatbots: setting("ROBOT_CHATBOTS", words("tuling", "openai"), {
    default: "tuling,openai",
    meaning: {
      en: "The order of asking; those without a key are passed over.",
      zh: "询问的顺序；没有密钥的跳过"
    }
  }),
  awayReply: setting("ROBOT_AWAY_REPLY", text, {
    default: "我现在不方便看手机，稍后回复你。",
    emptyCounts: true,
    meaning: {
      en: "The answer where no chatbot is left to ask, once per chat and hour. Empty: none.",
      zh: "没有聊天机器人可问时的回复，每个聊天每小时一次；空：不回"
    }
  }),
  chatbotTimeout: setting("ROBOT_CHATBOT_TIMEOUT", duration, {
    default: "5 seconds",
    meaning: {
      en: "How long a chatbot may take for an answer. 0: no limit.",
      zh: "聊天机器人最多用多久回答；0：不限"
    }
  })
}
