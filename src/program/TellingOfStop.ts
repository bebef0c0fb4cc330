import { Effect, Fiber } from "effect"

/** Runs an effect. When it is interrupted, runs `tell` at once and then waits for its end, which may take seconds. */
export const tellingOfStop =
  (tell: Effect.Effect<void>) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(Effect.fork(restore(self)), (fiber) =>
        Effect.onInterrupt(restore(Fiber.join(fiber)), () => Effect.zipRight(tell, Fiber.interrupt(fiber)))
      )
    )
