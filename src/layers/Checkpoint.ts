import { Context, Effect } from "effect"

/** The steps between which a program can die, in the order of a message's life. */
export type Step =
  | "logged-in"
  | "session-kept"
  | "fetched"
  | "received"
  | "deciding"
  | "decided"
  | "asking"
  | "worded"
  | "answered"
  | "waited"
  | "in-turn"
  | "claimed"
  | "sent"
  | "ended"

/** Told of every step that is reached. It does nothing; the test of crashes has one of its own that kills. */
export class Checkpoint extends Context.Reference<Checkpoint>()("layers/Checkpoint", {
  defaultValue: () => ({ reached: (_step: Step): Effect.Effect<void> => Effect.void })
}) {}

/** A step of the life of a message is reached. */
export const reached = (step: Step): Effect.Effect<void> =>
  Effect.flatMap(Checkpoint, (checkpoint) => checkpoint.reached(step))
