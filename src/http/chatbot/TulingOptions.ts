import { Context, type Duration, type Redacted } from "effect"

/** How to reach Tuling. */
export class TulingOptions extends Context.Tag("http/TulingOptions")<
  TulingOptions,
  {
    /** Opaque: of any form and length. */
    readonly apiKey: Redacted.Redacted
    /** Both documented origins speak plain HTTP: the text travels in clear. */
    readonly origin: URL
    /** For one question, until its whole answer is there. */
    readonly timeout: Duration.Duration
  }
>() {}
