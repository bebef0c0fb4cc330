import { Effect, Stream } from "effect"
import { Activity } from "../../layers/activity/Activity.ts"
import { Connection } from "../connection/Connection.ts"
import { Switches } from "../owner/Switches.ts"

/** Tells each change of the connection and of the switches to whoever watches. */
export const tellChanges = Effect.gen(function* () {
  const { happenings } = yield* Activity
  const connection = yield* Connection
  const switches = yield* Switches
  const states = Stream.map(connection.changes, (state) => ({ _tag: "state", ...state }) as const)
  const switched = Stream.map(Stream.drop(switches.changes, 1), () => ({ _tag: "switches" }) as const)
  yield* Stream.runForEach(Stream.merge(states, switched), (happening) =>
    Effect.sync(() => happenings.tell(happening))
  )
})
