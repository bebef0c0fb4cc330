import { Clock, Context, Effect, Option } from "effect"
import { type ChatbotFailure } from "../../domain/Chatbot.ts"
import { type Chatbot } from "./Breaker.ts"

/** What came of asking a chatbot once. */
export type Asked = "words" | "no-words" | ChatbotFailure["kind"]

/** Is told of each question to each chatbot, and of a second try as well; how long it took, in seconds. */
export class ChatbotMeter extends Context.Reference<ChatbotMeter>()("layers/ChatbotMeter", {
  defaultValue:
    () =>
    (_chatbot: string, _asked: Asked, _seconds: number): void =>
      undefined
}) {}

/** The same chatbot, of which the meter is told. What was interrupted says nothing of it. */
export const metered = (chatbot: Chatbot): Effect.Effect<Chatbot> =>
  Effect.map(ChatbotMeter, (tell) => ({
    ...chatbot,
    ask: (question) =>
      Effect.gen(function* () {
        // by the clock that nobody sets
        const from = yield* Clock.currentTimeNanos
        const told = (asked: Asked) =>
          Effect.map(Clock.currentTimeNanos, (now) => tell(chatbot.name, asked, Number(now - from) / 1e9))
        return yield* chatbot.ask(question).pipe(
          Effect.tap((words) => told(Option.isSome(words) ? "words" : "no-words")),
          Effect.tapError(({ kind }) => told(kind))
        )
      })
  }))
