import { Clock, Deferred, Effect, Layer, Number } from "effect"
import { Pacer } from "./Pacer.ts"

export interface Pace {
  /** at most so many turns within any minute; 0 is no limit */
  readonly sendsPerMinute: number
  /** when the robot sent before it was started (epoch milliseconds): it counts, so a restart opens no new minute */
  readonly sentAt: ReadonlyArray<number>
}

const MINUTE = 60_000

export const pacerLive = ({ sendsPerMinute, sentAt }: Pace): Layer.Layer<Pacer> =>
  sendsPerMinute === 0
    ? Layer.succeed(Pacer, { turn: Effect.void })
    : Layer.effect(
        Pacer,
        Effect.map(steadyMillis, (now) => {
          const lastMinute = sentAt.map((at) => Math.min(at, now)).sort(Number.Order)
          return { turn: inLine(free(sendsPerMinute, lastMinute)) }
        })
      )

/** Epoch milliseconds from the clock that goes on evenly when somebody sets the time. */
const steadyMillis = Effect.map(Clock.currentTimeNanos, (nanos) => globalThis.Number(nanos / 1_000n) / 1_000)

/** Waits until the last minute has room, and takes it. For one caller at a time. */
const free = (limit: number, lastMinute: Array<number>) =>
  Effect.gen(function* () {
    for (;;) {
      const now = yield* steadyMillis
      while (lastMinute[0] !== undefined && lastMinute[0] <= now - MINUTE) lastMinute.shift()
      const [oldest] = lastMinute
      if (oldest === undefined || lastMinute.length < limit) {
        lastMinute.push(now)
        return
      }
      yield* Effect.sleep(oldest + MINUTE - now)
    }
  })

/** Lets callers in one at a time and in the order they came, which a semaphore does not promise. */
const inLine = (work: Effect.Effect<void>): Effect.Effect<void> => {
  const line: Array<Deferred.Deferred<void>> = []
  const letFirstIn = Effect.suspend(() => {
    const [first] = line
    return first === undefined ? Effect.void : Effect.asVoid(Deferred.succeed(first, undefined))
  })
  const join = Effect.tap(Deferred.make<void>(), (place) => {
    line.push(place)
    return letFirstIn
  })
  const leave = (place: Deferred.Deferred<void>) => {
    line.splice(line.indexOf(place), 1)
    return letFirstIn
  }
  return Effect.acquireUseRelease(join, (place) => Effect.zipRight(Deferred.await(place), work), leave)
}
