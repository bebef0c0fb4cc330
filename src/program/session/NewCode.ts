import { Deferred, Effect, Ref } from "effect"

/** The owner's wish for a new log-in code, in place of the one that waits or before the next one is due. */
export class NewCode extends Effect.Service<NewCode>()("program/NewCode", {
  effect: Effect.gen(function* () {
    const next = yield* Ref.make(yield* Deferred.make<void>())
    return {
      /** Who waits for the wish hears of it. */
      wish: Effect.gen(function* () {
        const heard = yield* Ref.getAndSet(next, yield* Deferred.make<void>())
        yield* Deferred.succeed(heard, undefined)
      }),
      /** Waits for the next wish. */
      wished: Effect.flatMap(Ref.get(next), (wish) => Deferred.await(wish))
    } as const
  })
}) {}
