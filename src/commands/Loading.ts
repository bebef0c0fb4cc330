import { Effect } from "effect"

/**
 * What a command does, from its file in `actions`, which is loaded when the command is asked for and not before: none has
 * to wait for the others.
 */
export const loading = <Actions, A, E, R>(
  load: () => Promise<Actions>,
  act: (actions: Actions) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => Effect.flatMap(Effect.promise(load), act)
