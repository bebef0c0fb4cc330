import { Schema } from "effect"

/** The pause of all sends: until then, for the n-th time in a row; null is until the owner starts the robot anew. */
export const SendPauseState = Schema.Struct({
  /** Epoch milliseconds. */
  until: Schema.NullOr(Schema.Number),
  inARow: Schema.Number
})
export type SendPauseState = typeof SendPauseState.Type
