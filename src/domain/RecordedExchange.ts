import { Schema } from "effect"

/** Bytes: more than any answer has that is read. A replay gives as many. */
const MOST_BYTES = 64 * 1024 * 1024

/** The body of a request or an answer: its text, or how many bytes it has where it is none. */
export const RecordedBody = Schema.Union(
  Schema.String,
  Schema.Struct({ bytes: Schema.Int.pipe(Schema.between(0, MOST_BYTES)) })
)
export type RecordedBody = typeof RecordedBody.Type

/** What HTTP has as the name of a header, and as its text. Node refuses to send any other. */
const isName = (name: string) => /^[\w!#$%&'*+.^`|~-]+$/.test(name)
const Text = Schema.String.pipe(Schema.pattern(/^[\t\x20-\x7e\x80-\xff]*$/))

const Headers = Schema.Record({
  key: Schema.String,
  value: Schema.Union(Text, Schema.Array(Text))
}).pipe(Schema.filter((headers) => Object.keys(headers).every(isName)))

/** Three digits, and the end of an exchange: those below 200 only tell that it goes on. */
const Status = Schema.Int.pipe(Schema.between(200, 999))

/** What came of a request: an answer, or why there was none. */
const Outcome = Schema.Union(
  Schema.Struct({ status: Status, headers: Headers, body: RecordedBody }),
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
