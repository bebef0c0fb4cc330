import { HttpServerError } from "@effect/platform"
import { Duration, Effect } from "effect"
import type { Server } from "node:http"
import { cut } from "./faults/ResetConnection.ts"
import { portClosure, untilCleared, withoutFault } from "./faults/FaultList.ts"
import { World } from "./world/World.ts"

const listening = ({ modify }: World, listening: boolean) =>
  modify((state) => [undefined, { ...state, listening }])

/** Takes the port; fails when somebody else has it. */
const open = (server: Server, port: number) =>
  Effect.async<void, HttpServerError.ServeError>((resume) => {
    const taken = (cause: Error) => resume(Effect.fail(new HttpServerError.ServeError({ cause })))
    server.once("error", taken)
    server.listen(port, "127.0.0.1", () => {
      server.off("error", taken)
      resume(Effect.void)
    })
  })

/** Closes the port for as long as a fault says, then opens the same one again. Runs for ever. */
export const follow = (world: World, server: Server, port: number): Effect.Effect<never> => {
  const close = ({ lasts, order }: { readonly lasts: number; readonly order: number }) =>
    Effect.gen(function* () {
      // idle connections go with it, those in use are left to their calls
      yield* Effect.sync(() => server.close())
      yield* listening(world, false)
      yield* untilCleared(world, order, lasts)
      yield* world.modify((state) => [undefined, withoutFault(state, order)])
      // somebody may have taken the port meanwhile, and may give it back
      yield* Effect.eventually(
        Effect.tapError(Effect.uninterruptible(open(server, port)), () => Effect.sleep("1 second"))
      )
      yield* listening(world, true)
    })
  return world
    .await((state) => [portClosure(state), state], Duration.infinity)
    .pipe(Effect.flatMap(Effect.transposeMapOption(close)), Effect.forever)
}

/** A call that is held, but only until the port closes: then its connection goes too. */
export const untilPortCloses = <A, E, R>(call: Effect.Effect<A, E, R>) =>
  Effect.flatMap(World, (world) =>
    Effect.raceFirst(
      call,
      Effect.zipRight(
        world.await((state) => [portClosure(state), state], Duration.infinity),
        cut
      )
    )
  )
