import { HttpApiSchema } from "@effect/platform"
import { Schema } from "effect"

/* What the API says instead of an answer. */

/** There is nothing of the kind: no such message, no code that waits. */
export class NothingThere extends Schema.TaggedError<NothingThere>()(
  "NothingThere",
  { missing: Schema.String },
  HttpApiSchema.annotations({ status: 404 })
) {}

/** As things stand it cannot be done. */
export class NotNow extends Schema.TaggedError<NotNow>()(
  "NotNow",
  { why: Schema.String },
  HttpApiSchema.annotations({ status: 409 })
) {}

/** What was asked makes no sense; `accepted` says what does. */
export class BadInput extends Schema.TaggedError<BadInput>()(
  "BadInput",
  { accepted: Schema.String },
  HttpApiSchema.annotations({ status: 400 })
) {}

/** The token is missing or wrong. */
export class NoToken extends Schema.TaggedError<NoToken>()(
  "NoToken",
  {},
  HttpApiSchema.annotations({ status: 401 })
) {}

/** More than the robot serves at a time: try again later. */
export class TooMany extends Schema.TaggedError<TooMany>()(
  "TooMany",
  {},
  HttpApiSchema.annotations({ status: 429 })
) {}

/** The journal cannot be read. */
export class Unreadable extends Schema.TaggedError<Unreadable>()(
  "Unreadable",
  { why: Schema.String },
  HttpApiSchema.annotations({ status: 503 })
) {}
