import { Effect, Exit, Scope } from "effect"
import { onTestFinished } from "vitest"

/** Makes something that is there until the test ends. */
export const untilTheEnd = async <A, E>(make: Effect.Effect<A, E, Scope.Scope>): Promise<A> => {
  const scope = await Effect.runPromise(Scope.make())
  onTestFinished(() => Effect.runPromise(Scope.close(scope, Exit.void)))
  return Effect.runPromise(Scope.extend(make, scope))
}
