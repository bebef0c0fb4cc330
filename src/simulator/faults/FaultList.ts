import { Array, Duration, type Effect, Option } from "effect"
import type { Fault, KeptFault } from "../world/Fault.ts"
import type { State } from "../world/State.ts"
import type { World } from "../world/World.ts"

/** Adds faults after the ones there are: gives them, and the state with them. */
export const addFaults = (
  state: State,
  inputs: ReadonlyArray<Fault>
): readonly [ReadonlyArray<KeptFault>, State] => {
  const kept = inputs.map((fault, index) => ({ order: state.faultsMade + index + 1, hits: 0, fault }))
  const faults = [...state.faults, ...kept]
  return [kept, { ...state, faults, faultsMade: state.faultsMade + kept.length }]
}

/** The state without one fault. */
export const withoutFault = (state: State, order: number): State => ({
  ...state,
  faults: state.faults.filter((fault) => fault.order !== order)
})

/** Waits until a fault is cleared, for `atMost`. */
export const untilCleared = (
  world: World,
  order: number,
  atMost: Duration.DurationInput
): Effect.Effect<void> =>
  world.await(
    (state) => [
      Option.liftPredicate(order, () => state.faults.every((fault) => fault.order !== order)),
      state
    ],
    Duration.decode(atMost)
  )

/** The fault that closes the port, if one does. */
export const portClosure = ({
  faults
}: State): Option.Option<{ readonly order: number; readonly lasts: number }> =>
  Array.findFirst(faults, ({ fault, order }) =>
    fault.kind === "refused" ? Option.some({ order, lasts: fault.lasts }) : Option.none()
  )
