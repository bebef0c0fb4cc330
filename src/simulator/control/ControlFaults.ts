import { Duration, Effect, Option } from "effect"
import type { ClearInput, FaultInput } from "./ControlInput.ts"
import type { FaultView } from "./ControlView.ts"
import { addFaults, portClosure, withoutFault } from "../faults/FaultList.ts"
import type { World } from "../world/World.ts"

/** Waits until the port is closed if a fault closes it, else open. */
const portFollows = (world: World): Effect.Effect<void> =>
  world.await(
    (state) => [
      Option.liftPredicate(state, () => state.listening === Option.isNone(portClosure(state))),
      state
    ],
    Duration.infinity
  )

/** Adds faults after the ones there are; they are in force when this is done. */
export const putFaults = (
  world: World,
  inputs: ReadonlyArray<FaultInput>
): Effect.Effect<ReadonlyArray<FaultView>> =>
  Effect.zipLeft(
    world.modify((state) => addFaults(state, inputs)),
    portFollows(world)
  )

/** Clears a fault, or all. */
export const clearFaults = (world: World, { order }: ClearInput = {}): Effect.Effect<void> =>
  Effect.zipRight(
    world.modify((state) => [
      undefined,
      order === undefined ? { ...state, faults: [] } : withoutFault(state, order)
    ]),
    portFollows(world)
  )
