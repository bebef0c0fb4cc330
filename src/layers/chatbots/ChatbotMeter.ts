import { Clock, Context, Effect, Option } from "effect"
import { type Answer, type ChatbotFailure } from "../../domain/Chatbot.ts"

/** What came of asking a chatbot once. */
export type Asked = "words" | "no-words" | ChatbotFailure["kind"]

/** Is told of each question to each chatbot, and of a second try as well; how long it took, in seconds. */
export class ChatbotMeter extends Context.Reference<ChatbotMeter>()("layers/ChatbotMeter", {
  defaultValue:
    () =>
    (_chatbot: string, _asked: Asked, _seconds: number): void =>
      undefined
}) {}

/** The same question, of which the meter is told. What was interrupted says nothing of a chatbot. */
export const metered = (chatbot: string) =>
  Effect.map(
    ChatbotMeter,
    (tell) =>
      (asking: Effect.Effect<Answer, ChatbotFailure>): Effect.Effect<Answer, ChatbotFailure> =>
        Effect.gen(function* () {
          // by the clock that nobody sets
          const from = yield* Clock.currentTimeNanos
          const told = (asked: Asked) =>
            Effect.map(Clock.currentTimeNanos, (now) => tell(chatbot, asked, Number(now - from) / 1e9))
          return yield* Effect.tapBoth(asking, {
            onSuccess: ({ text }) => told(Option.isSome(text) ? "words" : "no-words"),
            onFailure: ({ kind }) => told(kind)
          })
        })
  )
