import { Schema } from "effect"

/** One cookie as it is kept, in memory and by the journal. */
export const StoredCookie = Schema.Struct({
  name: Schema.String,
  value: Schema.Redacted(Schema.String),
  /** The host that set it, or its `Domain` attribute. */
  domain: Schema.String,
  /** No `Domain` attribute: it belongs to the host alone. */
  hostOnly: Schema.Boolean,
  path: Schema.String,
  /** Milliseconds; null lasts as long as the session. */
  expires: Schema.NullOr(Schema.Number)
})
export type StoredCookie = typeof StoredCookie.Type
