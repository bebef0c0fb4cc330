import { Effect, ExecutionStrategy, Exit, Option, Ref, Scope } from "effect"

/** Gives what is made at the first asking, until the scope ends. What failed, or was given up, is tried anew at the next. */
export const madeOnce = <A, E, R>(making: Effect.Effect<A, E, R>) =>
  Effect.map(
    Effect.all([
      Effect.scope,
      Effect.context<Exclude<R, Scope.Scope>>(),
      Ref.make(Option.none<A>()),
      Effect.makeSemaphore(1)
    ]),
    ([scope, surroundings, made, oneByOne]) => {
      const make = Effect.gen(function* () {
        const own = yield* Scope.fork(scope, ExecutionStrategy.sequential)
        const one = yield* making.pipe(
          Scope.extend(own),
          Effect.provide(surroundings),
          // what a failed try had opened is closed at once
          Effect.onError(() => Scope.close(own, Exit.void))
        )
        yield* Ref.set(made, Option.some(one))
        return one
      })
      return oneByOne.withPermits(1)(
        Effect.flatMap(Ref.get(made), Option.match({ onNone: () => make, onSome: Effect.succeed }))
      )
    }
  )
