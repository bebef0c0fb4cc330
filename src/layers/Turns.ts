import { Deferred, Effect, FiberId } from "effect"

/*
 * Stands in for Effect's semaphore where many wait: that wakes every waiter at each release, so that a burst of a thousand
 * costs a million wake-ups. Here a turn goes from the one who ends to the one who has waited longest, and nobody else wakes.
 */

/** Turns at something that only so many may do at once, first come, first served. */
export interface Turns {
  /** Waits for a turn, and keeps it to the end. */
  readonly inTurn: <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

export const make = (atOnce: number): Turns => {
  let free = atOnce
  /** The first first. Who is called has left it, and has a turn. */
  const waiting = new Set<Deferred.Deferred<void>>()

  const come = () => {
    const place = Deferred.unsafeMake<void>(FiberId.none)
    if (free === 0) waiting.add(place)
    else {
      free--
      Deferred.unsafeDone(place, Effect.void)
    }
    return place
  }

  const leave = (place: Deferred.Deferred<void>) => {
    if (waiting.delete(place)) return
    const [next] = waiting
    if (next === undefined) free++
    else {
      waiting.delete(next)
      Deferred.unsafeDone(next, Effect.void)
    }
  }

  return {
    inTurn: (self) =>
      // between coming and leaving nothing can be interrupted but the wait and the work: no turn is lost
      Effect.uninterruptibleMask((restore) => {
        const place = come()
        return Effect.ensuring(
          Effect.zipRight(restore(Deferred.await(place)), restore(self)),
          Effect.sync(() => leave(place))
        )
      })
  }
}
