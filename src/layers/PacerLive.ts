import { Clock, Effect, Layer, Number } from "effect"
import { Pacer } from "./Pacer.ts"

export interface Pace {
  /** at most so many sends within any minute; 0 is no limit */
  readonly sendsPerMinute: number
  /** when the robot sent before it was started (epoch milliseconds): it counts, so a restart opens no new minute */
  readonly sentAt: ReadonlyArray<number>
}

const MINUTE = 60_000

export const pacerLive = ({ sendsPerMinute, sentAt }: Pace): Layer.Layer<Pacer> =>
  sendsPerMinute === 0
    ? Layer.succeed(Pacer, { room: Effect.void, count: Effect.void })
    : Layer.effect(
        Pacer,
        Effect.map(steadyMillis, (now) => {
          const lastMinute = sentAt.map((at) => Math.min(at, now)).sort(Number.Order)
          return {
            room: room(sendsPerMinute, lastMinute),
            count: Effect.map(steadyMillis, (now) => {
              lastMinute.push(now)
            })
          }
        })
      )

/** Epoch milliseconds from the clock that goes on evenly when somebody sets the time. */
const steadyMillis = Effect.map(Clock.currentTimeNanos, (nanos) => globalThis.Number(nanos / 1_000n) / 1_000)

/** Waits until the last minute has room. */
const room = (limit: number, lastMinute: Array<number>) =>
  Effect.gen(function* () {
    for (;;) {
      const now = yield* steadyMillis
      while (lastMinute[0] !== undefined && lastMinute[0] <= now - MINUTE) lastMinute.shift()
      const [oldest] = lastMinute
      if (oldest === undefined || lastMinute.length < limit) return
      yield* Effect.sleep(oldest + MINUTE - now)
    }
  })
