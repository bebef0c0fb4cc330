import { Deferred, Effect, Queue } from "effect"

/** So much waits at most: who records a robot on a disk that hangs must not fill its memory. */
const WAITING_AT_MOST = 256

/** What is left when the robot stops gets so long. */
const FAREWELL = "2 seconds"

/**
 * Does one thing after the other beside whoever asks for it, who never waits for it. What comes while too much waits is
 * left out, and the log says so. Lasts as long as the scope.
 */
export const besideOthers = Effect.gen(function* () {
  const queue = yield* Queue.dropping<Effect.Effect<void>>(WAITING_AT_MOST)
  yield* Effect.forkScoped(Effect.interruptible(Effect.forever(Effect.flatten(queue.take))))
  yield* Effect.addFinalizer(() =>
    Effect.gen(function* () {
      const allDone = yield* Deferred.make<void>()
      yield* queue.offer(Effect.asVoid(Deferred.succeed(allDone, undefined)))
      yield* Effect.timeoutOption(Deferred.await(allDone), FAREWELL)
    }).pipe(Effect.interruptible)
  )
  return (work: Effect.Effect<void>): Effect.Effect<void> =>
    Effect.flatMap(queue.offer(work), (isTaken) =>
      isTaken
        ? Effect.void
        : Effect.logWarning("an exchange with WeChat is not recorded: the file takes too long")
    )
})
