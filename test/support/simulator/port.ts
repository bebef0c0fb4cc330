import { Effect, Random } from "effect"
import { start } from "../../../src/simulator/Simulator.ts"

/**
 * A free port for a simulator that is to close it: below those that systems hand out, so that no other test gets it
 * then.
 */
export const portToClose = Random.nextIntBetween(20_000, 32_000).pipe(
  Effect.tap((port) => Effect.scoped(start({ port }))),
  // one may be taken
  Effect.retry({ times: 20 })
)
