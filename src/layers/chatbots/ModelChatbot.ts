import { Effect, Layer, Option } from "effect"
import { type Answer, type Background, type ChatbotFailure, type Question } from "../../domain/Chatbot.ts"
import { calendarDays } from "../../domain/CalendarDays.ts"
import { forChat } from "../../domain/ChatText.ts"
import { ChatCompletions } from "../../http/chatbot/ChatCompletions.ts"
import { ChatCompletionsOptions } from "../../http/chatbot/ChatCompletionsOptions.ts"
import { type SettingValues } from "../settings/SettingsTable.ts"
import { type Chatbot } from "./Breaker.ts"
import { metered } from "./ChatbotMeter.ts"
import { limiting, type LimitReached } from "./Limits.ts"
import { withoutZero } from "./TulingChatbot.ts"

export const OPENAI = "openai"

/** An answer of unknown length, in tokens. */
const ANSWER = 1_000

/** What a question may cost at most: of Chinese, a character is about a token. */
const expectedTokens = (question: Question, { instructions, turns }: Background, answer: number) =>
  [question, ...turns].reduce(
    (sum, { quoted, text }) => sum + text.length + Option.getOrElse(quoted, () => "").length,
    instructions.length + turns.reduce((sum, { answer }) => sum + answer.length, answer)
  )

const isStatus = (code: string) => /^\d{3}$/.test(code)

const optionsOf = (settings: SettingValues) =>
  Option.map(Option.all([settings.openaiBaseUrl, settings.openaiModel]), ([baseUrl, model]) => ({
    apiKey: settings.openaiApiKey,
    baseUrl,
    model,
    temperature: settings.openaiTemperature,
    maxTokens: settings.openaiMaxTokens,
    timeout: withoutZero(settings.openaiTimeout)
  }))

/** An OpenAI-compatible model, when its address and name are set. It is told with each question what was said before. */
export const modelChatbot = Effect.fnUntraced(function* (settings: SettingValues) {
  const { answerLength, openaiAtOnce, openaiMaxTokens, timeZone } = settings
  const options = optionsOf(settings)
  if (Option.isNone(options)) return []
  const { baseUrl, model } = options.value
  const completions = yield* Effect.provide(
    ChatCompletions,
    Layer.provide(ChatCompletions.Default, Layer.succeed(ChatCompletionsOptions, options.value))
  )
  const nextDay = (now: number) => calendarDays(now, timeZone, 1).at(-1)?.to ?? now
  const limits = {
    daily: settings.openaiDailyLimit,
    dailyTokens: settings.openaiDailyTokens,
    chatHourly: settings.openaiChatHourlyLimit
  }
  const { count, inForce } = yield* limiting(OPENAI, limits, nextDay)
  const meter = yield* metered(OPENAI)
  const answerTokens = Option.getOrElse(openaiMaxTokens, () => ANSWER)

  const askOnce = Effect.fnUntraced(function* (
    question: Question,
    chatKeys: ReadonlyArray<string>,
    background: Background
  ): Effect.fn.Return<Answer, ChatbotFailure | LimitReached> {
    const settle = yield* count({ chatKeys, tokens: expectedTokens(question, background, answerTokens) })
    return yield* Effect.tapBoth(meter(completions.ask(question, background)), {
      onSuccess: ({ tokens }) => settle(tokens),
      // who refuses a question takes nothing for it; of one without an answer nobody knows
      onFailure: ({ code, kind }) => (kind === "transient" && !isStatus(code) ? Effect.void : settle(0))
    })
  })

  const ask: Chatbot["ask"] = Effect.fnUntraced(function* (question, { background, chatKeys }) {
    const told = yield* background
    const { isCutShort, text } = yield* askOnce(question, chatKeys, told).pipe(
      // what was said before may be what it does not take: too much of it, or something that it will not hear
      Effect.catchIf(
        (error) => error._tag === "ChatbotFailure" && error.kind === "our-bug" && told.turns.length > 0,
        (first) =>
          askOnce(question, chatKeys, { ...told, turns: [] }).pipe(
            // it was asked, and this is what came of it
            Effect.catchTag("LimitReached", () => Effect.fail(first))
          )
      )
    )
    return Option.filter(
      Option.map(text, (text) => forChat(text, answerLength, !isCutShort)),
      // nobody wants to read what they wrote, however it is dressed up
      (text) => text !== "" && text !== forChat(question.text, answerLength)
    )
  })
  const chatbot: Chatbot = { name: OPENAI, ask, atOnce: openaiAtOnce, nextDay }
  return [{ ...chatbot, at: baseUrl, model, limits: inForce }]
})
