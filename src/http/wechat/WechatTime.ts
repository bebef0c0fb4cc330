import { Clock, Context, Deferred, Duration, Effect } from "effect"
import { aheadBy, isSecond, CLOCKS_APART_AT_MOST } from "../../domain/ServerTime.ts"

/*
 * Makes the robot go by WeChat's time, which also dates the messages. This machine's wall clock will not do: people and
 * NTP set it, it stops in a paused VM, and it starts in 1970 on a machine without a battery. So the time is read from
 * WeChat's answers again and again, and in between counted on by this machine's steady clock, which nobody sets.
 */

/** How long a reading counts: the steady clock of a bad machine is wrong by seconds in a day. */
const READING_COUNTS_FOR = Duration.toMillis("1 hour")

/** WeChat is asked for its time at most once in this period, also when its answers bring no reading. */
const ASK_AGAIN_AFTER = Duration.toMillis("1 minute")

/** From this difference on people are told. */
const WORTH_TELLING = Duration.toMillis("1 minute")

/** Follows WeChat's time. By default it does nothing, and the clock that is there is taken for right. */
export class WechatTime extends Context.Reference<WechatTime>()("http/WechatTime", {
  defaultValue: (): Following => ({
    reading: (call) => call,
    makeSure: () => Effect.void,
    known: Effect.void,
    isKnown: Effect.succeed(true)
  })
}) {}

interface Following {
  /** Makes a call, and takes the second of WeChat's clock that its answer may tell as a reading. */
  readonly reading: <A, E, R>(
    call: Effect.Effect<A, E, R>,
    secondOf: (answer: A) => number | undefined
  ) => Effect.Effect<A, E, R>
  /**
   * Makes the call `ask`, which brings a reading, if the time may be wrong: when the last reading is old, when this
   * machine's clock was set or the machine slept since then, or when the caller has a reason to `doubt`.
   */
  readonly makeSure: <E, R>(ask: Effect.Effect<unknown, E, R>, doubt?: boolean) => Effect.Effect<void, E, R>
  /** Waits for the first reading: until then the time is that of this machine. */
  readonly known: Effect.Effect<void>
  readonly isKnown: Effect.Effect<boolean>
}

/** WeChat's time, and a clock that shows it; until the first reading, it shows that of this machine. */
export const make = Effect.gen(function* () {
  const machine = yield* Effect.clock
  const known = yield* Deferred.make<void>()
  const steady = () => Number(machine.unsafeCurrentTimeNanos() / 1_000_000n)
  /** Wall clock minus steady clock. Changes when somebody sets the one, and when the machine sleeps: the other stops. */
  const setting = () => machine.unsafeCurrentTimeMillis() - steady()

  let ahead = setting()
  let last = { at: Number.NEGATIVE_INFINITY, setting: ahead }
  let askedAt = Number.NEGATIVE_INFINITY
  let toldBehind = 0

  const isSure = () =>
    steady() - last.at < READING_COUNTS_FOR && Math.abs(setting() - last.setting) < CLOCKS_APART_AT_MOST

  const tell = Effect.suspend(() => {
    const behind = ahead - last.setting
    if (Math.abs(behind - toldBehind) < WORTH_TELLING) return Effect.void
    toldBehind = behind
    if (Math.abs(behind) < WORTH_TELLING) return Effect.logInfo("this machine's clock agrees with WeChat's")
    const difference = Duration.format(Duration.seconds(Math.round(Math.abs(behind) / 1000)))
    return Effect.logWarning("this machine's clock is wrong: the robot goes by WeChat's").pipe(
      Effect.annotateLogs({
        difference: `${difference} ${behind > 0 ? "behind" : "ahead"}`,
        todo: "set it, best by NTP (timedatectl set-ntp true)"
      })
    )
  })

  const following: Following = {
    reading: (call, secondOf) =>
      Effect.suspend(() => {
        const askedAt = steady()
        return Effect.tap(call, (answer) => {
          const second = secondOf(answer)
          if (second === undefined || !isSecond(second)) return Effect.void
          ahead = aheadBy(ahead, { second, askedAt, answeredAt: steady() })
          last = { at: steady(), setting: setting() }
          return Effect.zipRight(Deferred.succeed(known, undefined), tell)
        })
      }),
    makeSure: (ask, doubt = false) =>
      Effect.suspend(() => {
        if ((isSure() && !doubt) || steady() - askedAt < ASK_AGAIN_AFTER) return Effect.void
        askedAt = steady()
        return Effect.asVoid(ask)
      }),
    known: Deferred.await(known),
    isKnown: Deferred.isDone(known)
  }

  const now = () => steady() + ahead
  return { following, clock: showing(now, machine) } as const
})

/** A clock that shows the time of `now`, and otherwise is that of this machine. */
const showing = (now: () => number, machine: Clock.Clock): Clock.Clock => ({
  [Clock.ClockTypeId]: Clock.ClockTypeId,
  unsafeCurrentTimeMillis: now,
  currentTimeMillis: Effect.sync(now),
  unsafeCurrentTimeNanos: () => machine.unsafeCurrentTimeNanos(),
  currentTimeNanos: machine.currentTimeNanos,
  sleep: (duration) => machine.sleep(duration)
})
