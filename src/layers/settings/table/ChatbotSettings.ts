import { optional } from "../kinds/Kind.ts"
import { messageLength, temperature, wholeNumber, wholeNumberFrom1 } from "../kinds/NumberKinds.ts"
import { baseUrl, origin } from "../kinds/PlaceKinds.ts"
import { choice, names, persona, text, words } from "../kinds/TextKinds.ts"
import { duration } from "../kinds/TimeKinds.ts"
import { type Lookup, secret, secretOf, setting } from "./Setting.ts"

/** Tuling's two interfaces, each at an address of its own. */
const tulingOrigins = { 1: "http://www.tuling123.com", 2: "http://openapi.turingapi.com" }

const originOfVersion = (lookup: Lookup) =>
  tulingOrigins[lookup("TULING_API_VERSION")?.trim() === "1" ? 1 : 2]

/** Without these the OpenAI-compatible chatbot is not asked. */
export const openaiNeeds: ReadonlyArray<string> = ["OPENAI_BASE_URL", "OPENAI_MODEL"]

const atOnce = (name: string) => ({
  en: `How many questions ${name} is asked at the same time, of as many chats; the others wait.`,
  zh: `同时最多问${name === "Tuling" ? "图灵" : "模型"}几个问题，每个聊天一个；其余的排队`
})

const chatHourly = (name: string) => ({
  en: `How many questions of one chat ${name} is asked in an hour. Default: no limit.`,
  zh: `每个聊天每小时最多问${name === "Tuling" ? "图灵" : "模型"}几次；默认不限`
})

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
  tulingAtOnce: setting("TULING_AT_ONCE", wholeNumberFrom1, { default: "16", meaning: atOnce("Tuling") }),
  tulingDailyLimit: setting("TULING_DAILY_LIMIT", optional(wholeNumber), {
    default: "",
    meaning: {
      en: "How many questions Tuling is asked a day, which begins at midnight in Shanghai. Default: no limit.",
      zh: "每天（按上海时间）最多问图灵几次；默认不限"
    }
  }),
  tulingChatHourlyLimit: setting("TULING_CHAT_HOURLY_LIMIT", optional(wholeNumber), {
    default: "",
    meaning: chatHourly("Tuling")
  }),
  openaiBaseUrl: setting("OPENAI_BASE_URL", optional(baseUrl), {
    default: "",
    meaning: {
      en: "Where an OpenAI-compatible chat service is; usually ends in /v1. Without it none is asked.",
      zh: "OpenAI 兼容服务的地址，通常以 /v1 结尾；没有它就不问"
    }
  }),
  openaiModel: setting("OPENAI_MODEL", optional(text), {
    default: "",
    meaning: {
      en: "The model to ask, by the name its service gives it. Without it none is asked.",
      zh: "模型的名字，按服务方的叫法；没有它就不问"
    }
  }),
  openaiApiKey: secret("OPENAI_API_KEY", {
    meaning: {
      en: "The key of that service. A model on one's own machine mostly needs none.",
      zh: "该服务的密钥；自己机器上的模型一般不需要"
    }
  }),
  openaiSystemPrompt: setting("OPENAI_SYSTEM_PROMPT", text, {
    default: "你在替主人回微信。用对方的语言，像聊天一样简短地回答，不用 Markdown。",
    emptyCounts: true,
    meaning: { en: "Tells the model how to answer. Empty: nothing.", zh: "告诉模型怎样回答；空：不说" }
  }),
  persona: secretOf("ROBOT_PERSONA", persona, {
    meaning: {
      en: "More of how the model is to answer, for all chats and for single ones; mostly from a file, by ROBOT_PERSONA_FILE.",
      zh: "再告诉模型怎样回答，可以分聊天写；一般用 `ROBOT_PERSONA_FILE` 指定文件"
    }
  }),
  openaiTemperature: setting("OPENAI_TEMPERATURE", optional(temperature), {
    default: "",
    meaning: {
      en: "How freely the model answers. Default: as its service has it.",
      zh: "模型回答的随意程度，0 到 2；默认由服务方定"
    }
  }),
  openaiMaxTokens: setting("OPENAI_MAX_TOKENS", optional(wholeNumberFrom1), {
    default: "",
    meaning: {
      en: "How long an answer of the model may be, in tokens, with what it thinks. Default: as its service has it.",
      zh: "模型一次回答（连同思考）最多几个 token；默认由服务方定"
    }
  }),
  openaiTimeout: setting("OPENAI_TIMEOUT", duration, {
    default: "30 seconds",
    meaning: {
      en: "How long the model may take for an answer. 0: no limit.",
      zh: "模型最多用多久回答；0：不限"
    }
  }),
  openaiAtOnce: setting("OPENAI_AT_ONCE", wholeNumberFrom1, { default: "16", meaning: atOnce("the model") }),
  openaiDailyLimit: setting("OPENAI_DAILY_LIMIT", optional(wholeNumber), {
    default: "",
    meaning: {
      en: "How many questions the model is asked a day, by ROBOT_TIME_ZONE. Default: no limit.",
      zh: "每天（按 `ROBOT_TIME_ZONE`）最多问模型几次；默认不限"
    }
  }),
  openaiDailyTokens: setting("OPENAI_DAILY_TOKENS", optional(wholeNumber), {
    default: "",
    meaning: {
      en: "How many tokens the model may cost a day, by ROBOT_TIME_ZONE. Default: no limit.",
      zh: "每天（按 `ROBOT_TIME_ZONE`）最多用模型几个 token；默认不限"
    }
  }),
  openaiChatHourlyLimit: setting("OPENAI_CHAT_HOURLY_LIMIT", optional(wholeNumber), {
    default: "",
    meaning: chatHourly("the model")
  }),
  memoryTurns: setting("ROBOT_MEMORY_TURNS", wholeNumber, {
    default: "10",
    meaning: {
      en: "How many answered messages of a chat, with their answers, the model is told with a question. 0: none.",
      zh: "提问时告诉模型这个聊天里最近几条回复过的消息和回复；0：不告诉"
    }
  }),
  memoryPeriod: setting("ROBOT_MEMORY_PERIOD", duration, {
    default: "1 day",
    meaning: { en: "Older ones are not told. 0: no limit.", zh: "更早的不告诉；0：不限" }
  }),
  chatbots: setting("ROBOT_CHATBOTS", words("tuling", "openai"), {
    default: "tuling,openai",
    meaning: {
      en: "The order of asking; those that are not set up are passed over.",
      zh: "询问的顺序；没有设置好的跳过"
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
      en: "How long Tuling may take for an answer. 0: no limit.",
      zh: "图灵最多用多久回答；0：不限"
    }
  }),
  answerLength: setting("ROBOT_ANSWER_LENGTH", messageLength, {
    default: "500",
    meaning: {
      en: "A chatbot's longer answer is cut at the end of a sentence, at so many characters at most, 1000 of them or fewer.",
      zh: "聊天机器人的回答最多几个字（不超过 1000），更长的在句末截断"
    }
  }),
  optOut: setting("ROBOT_OPT_OUT", names, {
    default: "",
    meaning: {
      en: "What is said in these chats is told to no chatbot: they get the away line. Names as in ROBOT_ALLOW.",
      zh: "这些聊天里的话不告诉任何聊天机器人，只回 `ROBOT_AWAY_REPLY`；名字写法同 `ROBOT_ALLOW`"
    }
  })
}
