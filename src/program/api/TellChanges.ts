import { Effect, Stream } from "effect"
import { Activity } from "../../layers/activity/Activity.ts"
import { Connection } from "../connection/Connection.ts"

/** Tells each change of the connection to whoever watches. */
export const tellChanges = Effect.gen(function* () {
  const { happenings } = yield* Activity
  const { changes } = yield* Connection
  yield* Stream.runForEach(changes, (state) =>
    Effect.sync(() => happenings.tell({ _tag: "state", ...state }))
  )
})
