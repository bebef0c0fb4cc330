import { HttpBody } from "@effect/platform"
import { Clock, Effect, Option, Redacted } from "effect"
import { type Answer, type Background, type ChatbotFailure, type Question } from "../../domain/Chatbot.ts"
import { type BadAnswer, type Unreachable } from "../Errors.ts"
import { HttpExchange } from "../HttpExchange.ts"
import * as Transport from "../Transport.ts"
import * as Wire from "../Wire.ts"
import { ChatCompletionsOptions } from "./ChatCompletionsOptions.ts"
import { messagesFor } from "./ChatMessages.ts"
import { answerOf, Completion } from "./Completion.ts"
import { failure, failureIn } from "./CompletionFailure.ts"
import { restIn } from "./RetryAfter.ts"

const endpoint = "openai"

/** Others cannot stand in a header, and Node throws. */
const fitsIntoHeader = (key: string) => /^[\x21-\x7E]+$/.test(key)

const noAnswer = (error: Unreachable | BadAnswer) =>
  failure("transient", error._tag === "Unreachable" ? error.reason : error.issue)

/** Any service that speaks OpenAI's `chat/completions`. */
export class ChatCompletions extends Effect.Service<ChatCompletions>()("http/ChatCompletions", {
  effect: Effect.gen(function* () {
    const http = yield* HttpExchange
    const { apiKey, baseUrl, maxTokens, model, temperature, timeout } = yield* ChatCompletionsOptions
    const read = Wire.reader(endpoint, Completion)
    const key = Option.map(apiKey, Redacted.value)
    const settings = {
      ...Option.match(temperature, { onNone: () => ({}), onSome: (temperature) => ({ temperature }) }),
      ...Option.match(maxTokens, { onNone: () => ({}), onSome: (max_tokens) => ({ max_tokens }) }),
      stream: false
    }

    const post = (body: unknown) =>
      Transport.exchange(http, {
        endpoint,
        method: "POST",
        url: new URL("chat/completions", baseUrl).href,
        headers: Option.match(key, {
          onNone: () => ({}),
          onSome: (key) => ({ authorization: `Bearer ${key}` })
        }),
        body: HttpBody.text(Wire.toJson(body), "application/json"),
        shown: { host: baseUrl.hostname, path: "/chat/completions" },
        timeout,
        maxBytes: 1024 * 1024,
        alsoStatus: "any",
        // asked twice, a question costs twice
        repeatedBy: "caller"
      }).pipe(Effect.mapError(noAnswer))

    /** Its answer, without what the model thought; `text` is none when it has nothing to say. */
    const ask = Effect.fn("ChatCompletions.ask")(function* (
      question: Question,
      background: Background
    ): Effect.fn.Return<Answer, ChatbotFailure> {
      if (Option.exists(key, (key) => !fitsIntoHeader(key)))
        return yield* failure("configuration", "unusable key")
      const answer = yield* post({ model, messages: messagesFor(question, background), ...settings })
      const body = yield* Effect.either(read(Wire.utf8(answer.bytes)))
      const rest = restIn(answer, yield* Clock.currentTimeMillis)
      const failed = failureIn(answer.status, body._tag === "Right" ? body.right : undefined, rest)
      if (failed !== undefined) return yield* failed
      if (body._tag === "Left") return yield* noAnswer(body.left)
      return answerOf(body.right)
    })

    return { ask } as const
  })
}) {}
