import { Context, type Duration, type Option, type Redacted } from "effect"

/** How to reach an OpenAI-compatible service, and what it is asked for. */
export class ChatCompletionsOptions extends Context.Tag("http/ChatCompletionsOptions")<
  ChatCompletionsOptions,
  {
    /** Opaque: of any form and length. A model on one's own machine mostly needs none. */
    readonly apiKey: Option.Option<Redacted.Redacted>
    /** Ends in a slash. */
    readonly baseUrl: URL
    readonly model: string
    /** Left to the service where none is given. */
    readonly temperature: Option.Option<number>
    /** Of an answer, with what the model thinks; left to the service where none is given. */
    readonly maxTokens: Option.Option<number>
    /** For one question, until its whole answer is there. */
    readonly timeout: Duration.Duration
  }
>() {}
