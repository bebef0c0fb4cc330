import { Effect, Fiber } from "effect"

/** A stop is told when it is asked for; a send that is under way may take some seconds to its end. */
export const tellingOfStop =
  (tell: Effect.Effect<void>) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(Effect.fork(restore(self)), (fiber) =>
        Effect.onInterrupt(restore(Fiber.join(fiber)), () => Effect.zipRight(tell, Fiber.interrupt(fiber)))
      )
    )
