import { Context, Duration, Effect, Layer, Option } from "effect"
import { type ChatbotFailure, type Question } from "../../domain/Chatbot.ts"
import { nextMidnightInShanghai } from "../../http/chatbot/TulingDay.ts"
import { TulingOptions } from "../../http/chatbot/TulingOptions.ts"
import { TulingV1 } from "../../http/chatbot/TulingV1.ts"
import { TulingV2 } from "../../http/chatbot/TulingV2.ts"
import { type HttpExchange } from "../../http/HttpExchange.ts"
import { type Chatbot, guarded, type Outcome } from "./Breaker.ts"
import { metered } from "./ChatbotMeter.ts"
import { Settings } from "../settings/Settings.ts"
import { type SettingValues } from "../settings/SettingsTable.ts"

/**
 * What came of asking:
 * - `Words`: send them
 * - `NoWords`: one that works has no answer: the fallback line is due
 * - `Unavailable`: those asked failed for the moment: the fallback line is due once per chat and ten minutes
 * - `Spent`: the day's questions are used up: the fallback line is due once per chat until the next day begins
 * - `Barred`: none may be asked until the operator acts; the chat is told nothing
 */
export type ChatbotResult =
  | { readonly _tag: "Words"; readonly text: string; readonly chatbot: string }
  | { readonly _tag: "NoWords" }
  | { readonly _tag: "Unavailable" }
  | { readonly _tag: "Spent" }
  | { readonly _tag: "Barred" }

/** The chatbots that have a key, asked in the owner's order until one has words. */
export class Chatbots extends Context.Tag("layers/Chatbots")<
  Chatbots,
  {
    /** Their names; with none the robot answers text with the away line. */
    readonly names: ReadonlyArray<string>
    /** When the first of them has a new day, and questions anew. Epoch milliseconds, as `now`. */
    readonly nextDay: (now: number) => number
    /** What the owner should know of them before the first question. */
    readonly warnings: ReadonlyArray<string>
    readonly ask: (question: Question) => Effect.Effect<ChatbotResult>
  }
>() {
  /** Those of ROBOT_CHATBOTS that have a key, in that order. */
  static readonly layer: Layer.Layer<Chatbots, never, Settings | HttpExchange> = Layer.effect(
    this,
    Effect.suspend(() => byKey)
  )
}

const tulingOptions = ({ chatbotTimeout, tulingApiKey, tulingOrigin }: SettingValues) =>
  Option.map(tulingApiKey, (apiKey) => ({
    apiKey,
    origin: tulingOrigin,
    // 0 takes the limit away
    timeout: Duration.toMillis(chatbotTimeout) === 0 ? Duration.infinity : chatbotTimeout
  }))

/** Tuling in the version the key is for, when there is a key. */
const tuling = (settings: SettingValues) =>
  Effect.forEach(Option.toArray(tulingOptions(settings)), (options) => {
    const withOptions = Layer.provide(Layer.succeed(TulingOptions, options))
    const version: Effect.Effect<Pick<Chatbot, "ask">, never, HttpExchange> = settings.tulingApiVersion === 1
      ? Effect.provide(TulingV1, withOptions(TulingV1.Default))
      : Effect.provide(TulingV2, withOptions(TulingV2.Default))
    return Effect.map(version, ({ ask }): Chatbot => ({
      name: "tuling",
      ask,
      atOnce: settings.tulingAtOnce,
      nextDay: nextMidnightInShanghai
    }))
  })

type Asked = (question: Question) => Effect.Effect<Outcome>

/** Asks one after the other until one has words; else tells the best that can be said of all. */
const askInTurn = Effect.fnUntraced(function* (
  chatbots: ReadonlyArray<{ readonly name: string; readonly ask: Asked }>,
  question: Question
): Effect.fn.Return<ChatbotResult> {
  const failures: Array<Exclude<Outcome, { readonly _tag: "Words" }>> = []
  for (const { ask, name } of chatbots) {
    const outcome = yield* ask(question)
    if (outcome._tag === "Words") return { _tag: "Words", text: outcome.text, chatbot: name }
    failures.push(outcome)
  }
  const some = (kind: ChatbotFailure["kind"]) =>
    failures.some((one) => one._tag === "Failed" && one.kind === kind)
  if (failures.some(({ _tag }) => _tag === "Nothing") || some("our-bug")) return { _tag: "NoWords" }
  if (some("transient")) return { _tag: "Unavailable" }
  return some("quota") ? { _tag: "Spent" } : { _tag: "Barred" }
})

const warningsOf = (names: ReadonlyArray<string>, { openaiApiKey, tulingOrigin }: SettingValues) => [
  ...(names.includes("tuling") && tulingOrigin.protocol === "http:"
    ? ["what Tuling is asked travels over plain HTTP, readable on the way"]
    : []),
  ...(Option.isSome(openaiApiKey)
    ? ["OPENAI_API_KEY is set, but this version asks no OpenAI-compatible chatbot yet"]
    : [])
]

/** For how long a line counts as told whose chatbot has no key any more. */
const DAY = 86_400_000

const byKey = Effect.gen(function* () {
  const settings = yield* Settings
  const available = yield* tuling(settings)
  const inOrder = settings.chatbots.flatMap((name) => available.filter((chatbot) => chatbot.name === name))
  const chatbots = yield* Effect.forEach(inOrder, (chatbot) =>
    Effect.map(Effect.flatMap(metered(chatbot), guarded), (ask) => ({ name: chatbot.name, ask }))
  )
  const names = chatbots.map(({ name }) => name)
  return {
    names,
    nextDay: (now: number) =>
      inOrder.length === 0 ? now + DAY : Math.min(...inOrder.map(({ nextDay }) => nextDay(now))),
    warnings: warningsOf(names, settings),
    ask: (question: Question) => askInTurn(chatbots, question)
  }
})
