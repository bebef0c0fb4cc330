import { Schema } from "effect"
import { optional, strict } from "../StrictSchema.ts"

/** What an error says; what is left out is as usual for the status. */
const ErrorFields = Schema.Struct({
  message: optional(Schema.String),
  type: optional(Schema.String),
  code: optional(Schema.NullOr(Schema.Union(Schema.String, Schema.Int)))
}).annotations({ identifier: "Error", ...strict })

/** One answer of the model. What is left out is as in an answer of its own. */
export const OpenaiAnswer = Schema.Struct({
  /** Sent as it is; a list of parts as they stand on the wire. */
  content: optional(
    Schema.NullOr(
      Schema.Union(Schema.String, Schema.Array(Schema.Record({ key: Schema.String, value: Schema.Unknown })))
    )
  ),
  /** `reasoning_content`. */
  reasoning: optional(Schema.String),
  finishReason: optional(Schema.String),
  /** What it says that it counted; null for an answer without `usage`. */
  usage: optional(
    Schema.NullOr(
      Schema.Struct({ promptTokens: Schema.NonNegativeInt, completionTokens: Schema.NonNegativeInt })
    )
  ),
  /** `choices` is empty. */
  noChoices: optional(Schema.Boolean),
  /** HTTP status; 200 when missing. From 400 on the answer is an error. */
  status: optional(Schema.Int.pipe(Schema.between(200, 599))),
  /** The answer is this error, whatever its status. */
  error: optional(ErrorFields),
  /** Seconds in the header `retry-after`. */
  retryAfter: optional(Schema.NonNegativeInt),
  /** The header tells the time when they are over, by the servers' clock, instead of the seconds. */
  retryAsDate: optional(Schema.Boolean),
  /** How many milliseconds it takes. */
  delay: optional(Schema.Number.pipe(Schema.between(0, 86_400_000)))
}).annotations({ identifier: "Answer", ...strict })
export type OpenaiAnswer = typeof OpenaiAnswer.Type
