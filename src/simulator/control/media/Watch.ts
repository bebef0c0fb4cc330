import { Chunk, Duration, Effect, Option } from "effect"
import * as Recent from "../../world/Recent.ts"
import type { State } from "../../world/State.ts"
import type { World } from "../../world/World.ts"
import type { Poll } from "../ControlInput.ts"

/** The entries of a list after number `after` that are kept, as soon as there are any. */
export const watch =
  <A>(world: World, list: (state: State) => Recent.Recent<A>) =>
  ({ after = 0, wait = 0 }: Poll = {}): Effect.Effect<ReadonlyArray<A>> =>
    world
      .await((state) => {
        const entries = Chunk.toReadonlyArray(Recent.after(list(state), after))
        return [entries.length > 0 ? Option.some(entries) : Option.none(), state]
      }, Duration.millis(wait))
      .pipe(Effect.map(Option.getOrElse(() => [])))
