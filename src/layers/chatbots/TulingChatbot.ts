import { Duration, Effect, Layer, Option } from "effect"
import { type Question } from "../../domain/Chatbot.ts"
import { cutAtSentence } from "../../domain/CutAtSentence.ts"
import { nextMidnightInShanghai } from "../../http/chatbot/TulingDay.ts"
import { TulingOptions } from "../../http/chatbot/TulingOptions.ts"
import { TulingV1 } from "../../http/chatbot/TulingV1.ts"
import { TulingV2 } from "../../http/chatbot/TulingV2.ts"
import { type SettingValues } from "../settings/SettingsTable.ts"
import { type Chatbot } from "./Breaker.ts"
import { metered } from "./ChatbotMeter.ts"
import { limiting } from "./Limits.ts"

export const TULING = "tuling"

/** 0 takes the limit away. */
export const withoutZero = (time: Duration.Duration) =>
  Duration.toMillis(time) === 0 ? Duration.infinity : time

/** Tuling in the version that the key is for. */
const versionOf = ({ tulingApiVersion }: SettingValues, options: Layer.Layer<TulingOptions>) =>
  tulingApiVersion === 1
    ? Effect.map(Effect.provide(TulingV1, Layer.provide(TulingV1.Default, options)), ({ ask }) => ask)
    : Effect.map(Effect.provide(TulingV2, Layer.provide(TulingV2.Default, options)), ({ ask }) => ask)

/** Tuling, when it has a key. It keeps in mind by itself what was said. */
export const tulingChatbot = Effect.fnUntraced(function* (settings: SettingValues) {
  const { answerLength, chatbotTimeout, tulingApiKey, tulingAtOnce, tulingOrigin } = settings
  if (Option.isNone(tulingApiKey)) return []
  const options = { apiKey: tulingApiKey.value, origin: tulingOrigin, timeout: withoutZero(chatbotTimeout) }
  const version = yield* versionOf(settings, Layer.succeed(TulingOptions, options))
  const limits = {
    daily: settings.tulingDailyLimit,
    dailyTokens: Option.none(),
    chatHourly: settings.tulingChatHourlyLimit
  }
  const { count, inForce } = yield* limiting(TULING, limits, nextMidnightInShanghai)
  const meter = yield* metered(TULING)
  const ask: Chatbot["ask"] = (question: Question, { chatKeys }) =>
    Effect.zipRight(
      count({ chatKeys, tokens: 0 }),
      meter(Effect.map(version(question), (text) => ({ text, isCutShort: false, tokens: undefined })))
    ).pipe(Effect.map(({ text }) => Option.map(text, (text) => cutAtSentence(text, answerLength))))
  const chatbot: Chatbot = { name: TULING, ask, atOnce: tulingAtOnce, nextDay: nextMidnightInShanghai }
  return [{ ...chatbot, at: tulingOrigin, model: undefined, limits: inForce }]
})
