import { Context, Effect } from "effect"

/** Points between which the program can die, in the order of a message's life. */
export type Milestone =
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

/** Told of every milestone that is reached. It does nothing; the test of crashes has one of its own, which kills. */
export class Checkpoint extends Context.Reference<Checkpoint>()("layers/Checkpoint", {
  defaultValue: () => ({ reached: (_milestone: Milestone): Effect.Effect<void> => Effect.void })
}) {}

/** A milestone of a message's life is reached. */
export const reached = (milestone: Milestone): Effect.Effect<void> =>
  Effect.flatMap(Checkpoint, (checkpoint) => checkpoint.reached(milestone))
