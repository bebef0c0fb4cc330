import { Schema } from "effect"

/** The body of a request or an answer: its text, or how many bytes it has where it is none. */
export const RecordedBody = Schema.Union(Schema.String, Schema.Struct({ bytes: Schema.Int }))
export type RecordedBody = typeof RecordedBody.Type

const Headers = Schema.Record({
  key: Schema.String,
  value: Schema.Union(Schema.String, Schema.Array(Schema.String))
})

/** What came of a request: an answer, or why there was none. */
const Outcome = Schema.Union(
  Schema.Struct({ status: Schema.Int, headers: Headers, body: RecordedBody }),
  Schema.Struct({
    /** A word such as ECONNRESET; `interrupted` when the robot did not wait for the end. */
    failure: Schema.String
  })
)

/** One exchange with WeChat, as a line of a recording holds it: nothing in it is anybody's. */
export const RecordedExchange = Schema.Struct({
  /** When it began, in milliseconds since 1970. */
  at: Schema.Number,
  /** How long it took. */
  millis: Schema.Number,
  method: Schema.String,
  host: Schema.String,
  path: Schema.String,
  /** With its question mark; empty where there is none. */
  query: Schema.String,
  headers: Headers,
  body: Schema.NullOr(RecordedBody),
  answer: Outcome
})
export type RecordedExchange = typeof RecordedExchange.Type

/** A line of a recording. */
export const RecordedLine = Schema.parseJson(RecordedExchange)
