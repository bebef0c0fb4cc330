import { Schema } from "effect"
import { SendPauseState } from "./SendPauseState.ts"

/** Until when a line that comes once per chat is not said again: by its kind, then by the chat's key. */
export const LinesTold = Schema.Record({
  key: Schema.String,
  value: Schema.Record({ key: Schema.String, value: Schema.Number })
})
export type LinesTold = typeof LinesTold.Type

/** Limits that outlast the program. Times are epoch milliseconds. */
export const Limits = Schema.Struct({
  sendPause: SendPauseState,
  /** When the phone was last asked by a button; null for never. */
  askedAt: Schema.NullOr(Schema.Number),
  told: LinesTold
})
export type Limits = typeof Limits.Type
