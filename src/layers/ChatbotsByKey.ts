import { type HttpClient } from "@effect/platform"
import { Duration, Effect, Layer, Option } from "effect"
import { type ChatbotFailure, type Question } from "../domain/Chatbot.ts"
import { TulingOptions } from "../http/chatbot/TulingOptions.ts"
import { TulingV1 } from "../http/chatbot/TulingV1.ts"
import { TulingV2 } from "../http/chatbot/TulingV2.ts"
import { type Answer, Chatbots } from "./Chatbots.ts"
import { Settings, type SettingValues } from "./Settings.ts"

interface Chatbot {
  readonly name: string
  readonly ask: (question: Question) => Effect.Effect<Option.Option<string>, ChatbotFailure>
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
    const version: Effect.Effect<
      Pick<Chatbot, "ask">,
      never,
      HttpClient.HttpClient
    > = settings.tulingApiVersion === 1
      ? Effect.provide(TulingV1, withOptions(TulingV1.Default))
      : Effect.provide(TulingV2, withOptions(TulingV2.Default))
    return Effect.map(version, ({ ask }): Chatbot => ({ name: "tuling", ask }))
  })

/** Asks one chatbot: its words, or how it failed to give any. */
const attempt = (chatbot: Chatbot, question: Question) =>
  chatbot.ask(question).pipe(
    Effect.map(
      Option.match({ onNone: () => "nothing" as const, onSome: (text) => ({ text, chatbot: chatbot.name }) })
    ),
    Effect.catchAll((failure) =>
      Effect.as(
        Effect.annotateLogs(Effect.logWarning("the chatbot gave no answer"), {
          chatbot: failure.chatbot,
          kind: failure.kind,
          code: failure.code
        }),
        failure.kind
      )
    )
  )

const askInTurn = (chatbots: ReadonlyArray<Chatbot>, question: Question): Effect.Effect<Answer> =>
  Effect.gen(function* () {
    let barred = true
    for (const chatbot of chatbots) {
      const outcome = yield* attempt(chatbot, question)
      if (typeof outcome === "object") return { _tag: "Words", ...outcome }
      barred = barred && outcome === "configuration"
    }
    return { _tag: barred ? "Barred" : "NoWords" }
  })

/** The chatbots of ROBOT_CHATBOTS that have a key, in that order. */
export const layer = Layer.effect(
  Chatbots,
  Effect.gen(function* () {
    const settings = yield* Settings
    const available = yield* tuling(settings)
    const chatbots = settings.chatbots.flatMap((name) => available.filter((chatbot) => chatbot.name === name))
    return {
      names: chatbots.map(({ name }) => name),
      ask: (question) => askInTurn(chatbots, question)
    }
  })
)
