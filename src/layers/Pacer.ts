import { Clock, Context, Effect, Layer, Number } from "effect"

export interface Pace {
  /** at most so many sends within any minute; 0 is no limit */
  readonly sendsPerMinute: number
  /**
   * When the robot sent before it was started (epoch milliseconds): it counts, so a restart opens no new minute. Asked at
   * the first send, when the time of day is known.
   */
  readonly sentAt: Effect.Effect<ReadonlyArray<number>>
}

/**
 * The pace of the whole account: WeChat bars accounts that send too fast, counted over all chats together. For one sender
 * at a time. Room that is not used stays: a reply that nobody wants any more costs those behind it nothing.
 */
export class Pacer extends Context.Tag("layers/Pacer")<
  Pacer,
  {
    /** Waits until one more message may be sent. */
    readonly room: Effect.Effect<void>
    /** One is sent now. */
    readonly count: Effect.Effect<void>
  }
>() {
  static readonly layer = ({ sendsPerMinute, sentAt }: Pace): Layer.Layer<Pacer> =>
    sendsPerMinute === 0
      ? Layer.succeed(this, { room: Effect.void, count: Effect.void })
      : Layer.effect(
          this,
          Effect.map(Effect.cached(steadily(sentAt)), (lastMinute) => ({
            room: Effect.flatMap(lastMinute, (times) => room(sendsPerMinute, times)),
            count: Effect.zipWith(lastMinute, steadyMillis, (times, now) => {
              times.push(now)
            })
          }))
        )
}

const MINUTE = 60_000

/** Times of the past by the steady clock, the first first. */
const steadily = (epochMillis: Effect.Effect<ReadonlyArray<number>>): Effect.Effect<Array<number>> =>
  Effect.zipWith(
    epochMillis,
    Effect.all([Clock.currentTimeMillis, steadyMillis]),
    (times, [now, steadyNow]) => times.map((at) => steadyNow - Math.max(0, now - at)).sort(Number.Order)
  )

/** Milliseconds of the clock that goes on evenly when somebody sets the time. */
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
