import { HttpServerError } from "@effect/platform"
import { Duration, Effect } from "effect"
import type { Server } from "node:http"
import { resetConnection } from "./faults/ResetConnection.ts"
import { portClosure, untilCleared, withoutFault } from "./faults/FaultList.ts"
import { World } from "./world/World.ts"

const setListening = ({ modify }: World, listening: boolean) =>
  modify((state) => [undefined, { ...state, listening }])

/** Opens the port; fails when another process has it. */
const open = (server: Server, port: number) =>
  Effect.async<void, HttpServerError.ServeError>((resume) => {
    const taken = (cause: Error) => resume(Effect.fail(new HttpServerError.ServeError({ cause })))
    server.once("error", taken)
    server.listen(port, "127.0.0.1", () => {
      server.off("error", taken)
      resume(Effect.void)
    })
  })

/** Closes the port whenever a fault says so, for as long as it says, then opens it again. Runs for ever. */
export const closePortOnFaults = (world: World, server: Server, port: number): Effect.Effect<never> => {
  const close = ({ lasts, order }: { readonly lasts: number; readonly order: number }) =>
    Effect.gen(function* () {
      // this also closes idle connections; those in use stay until their calls end
      yield* Effect.sync(() => server.close())
      yield* setListening(world, false)
      yield* untilCleared(world, order, lasts)
      yield* world.modify((state) => [undefined, withoutFault(state, order)])
      // another process may have taken the port meanwhile: try until it is free again
      yield* Effect.eventually(
        Effect.tapError(Effect.uninterruptible(open(server, port)), () => Effect.sleep("1 second"))
      )
      yield* setListening(world, true)
    })
  return world
    .await((state) => [portClosure(state), state], Duration.infinity)
    .pipe(Effect.flatMap(Effect.transposeMapOption(close)), Effect.forever)
}

/** A call that may be held, but only until the port closes: then its connection is reset. */
export const untilPortCloses = <A, E, R>(call: Effect.Effect<A, E, R>) =>
  Effect.flatMap(World, ({ common }) =>
    Effect.raceFirst(
      call,
      Effect.zipRight(
        common.await((state) => [portClosure(state), state], Duration.infinity),
        resetConnection
      )
    )
  )
