import { Schema } from "effect"
import { optional, strict } from "./StrictSchema.ts"

/**
 * One answer of Tuling, as it goes on the wire: the `text` is not encoded any further. Without a code it is the
 * version's success; without text, url and news it is nothing but the code.
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
