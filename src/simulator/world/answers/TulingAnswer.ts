import { Schema } from "effect"
import { optional, strict } from "../StrictSchema.ts"

/**
 * One answer of Tuling. Its `text` is sent as it is. Without a code it gets the code for success of the version asked;
 * without text, url and news it is sent as a code alone.
 */
export const TulingAnswer = Schema.Struct({
  code: optional(Schema.Int),
  text: optional(Schema.String),
  url: optional(Schema.String),
  news: optional(Schema.Array(Schema.Struct({ title: Schema.String, url: Schema.String }))),
  /** HTTP status; 200 when missing. */
  status: optional(Schema.Int.pipe(Schema.between(200, 599)))
}).annotations({ identifier: "Answer", ...strict })
export type TulingAnswer = typeof TulingAnswer.Type
