import { Chunk, Duration, Effect, Option } from "effect"
import type { State } from "../../world/State.ts"
import type { World } from "../../world/World.ts"
import type { Poll } from "../ControlInput.ts"

/** The entries of a list after number `after`, as soon as there are any. */
export const watch =
  <A>(world: World, list: (state: State) => Chunk.Chunk<A>) =>
  ({ after = 0, wait = 0 }: Poll = {}): Effect.Effect<ReadonlyArray<A>> =>
    world
      .await((state) => {
        const entries = Chunk.toReadonlyArray(Chunk.drop(list(state), after))
        return [entries.length > 0 ? Option.some(entries) : Option.none(), state]
      }, Duration.millis(wait))
      .pipe(Effect.map(Option.getOrElse(() => [])))
