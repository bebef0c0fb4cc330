import { afterAll, beforeAll } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"

/** Something big, such as a machine, takes its time. */
const PATIENCE = 120_000

/**
 * What all tests of a block use, made once before them and gone after them. In the place of `layer` of @effect/vitest,
 * which changes `it` for all files that share a thread.
 */
export const shared = <A, E>(make: Effect.Effect<A, E, Scope.Scope>): Effect.Effect<A> => {
  const scope = Effect.runSync(Scope.make())
  let made: Promise<A> | undefined
  beforeAll(() => (made = Effect.runPromise(Scope.extend(make, scope))), PATIENCE)
  afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)), PATIENCE)
  return Effect.promise(() => made ?? Promise.reject(new Error("there is nothing to share before the tests")))
}
