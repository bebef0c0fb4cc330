import { Duration, Effect, type Fiber, FiberId, Runtime } from "effect"

/*
 * The time limits of all calls, with one fiber that sleeps until the next of them. One for each call, interrupted at the
 * end of the call, would cost half as much as the exchange itself.
 */

export interface Deadlines {
  /** Calls `expired` after so long, unless what this gives back is called before. */
  readonly after: (limit: Duration.Duration, expired: () => void) => () => void
}

interface Deadline {
  /** In milliseconds, by the clock that nobody sets. */
  readonly at: number
  readonly expired: () => void
}

export const make = Effect.gen(function* () {
  const clock = yield* Effect.clock
  const fork = Runtime.runFork(yield* Effect.runtime())
  const waiting = new Set<Deadline>()
  let sleeper: Fiber.RuntimeFiber<void> | undefined
  let wakesAt = Number.POSITIVE_INFINITY

  const now = () => Number(clock.unsafeCurrentTimeNanos()) / 1e6
  const stop = () => sleeper?.unsafeInterruptAsFork(FiberId.none)
  const sleepUntil = (at: number) => {
    stop()
    wakesAt = at
    sleeper = fork(Effect.andThen(clock.sleep(Duration.millis(Math.ceil(at - now()))), wake))
  }
  const wake = () => {
    wakesAt = Number.POSITIVE_INFINITY
    const time = now()
    let next = Number.POSITIVE_INFINITY
    for (const deadline of waiting) {
      if (deadline.at > time) next = Math.min(next, deadline.at)
      else {
        waiting.delete(deadline)
        deadline.expired()
      }
    }
    // what expired may have begun something new
    if (next < wakesAt) sleepUntil(next)
  }

  yield* Effect.addFinalizer(() => Effect.sync(stop))
  const deadlines: Deadlines = {
    after: (limit, expired) => {
      const deadline = { at: now() + Duration.toMillis(limit), expired }
      waiting.add(deadline)
      // most calls end long before, and leave the sleeper as it is
      if (deadline.at < wakesAt) sleepUntil(deadline.at)
      return () => waiting.delete(deadline)
    }
  }
  return deadlines
})
