import { Schema } from "effect"

/** Until when a line that comes once per chat is not said again (epoch milliseconds): by its kind, then by the chat's key. */
export const LinesTold = Schema.Record({
  key: Schema.String,
  value: Schema.Record({ key: Schema.String, value: Schema.Number })
})
export type LinesTold = typeof LinesTold.Type
