import { Clock, Context, Deferred, Duration, Effect } from "effect"
import { aheadBy, isSecond, CLOCKS_APART_AT_MOST } from "../../domain/ServerTime.ts"

/*
 * Two wall clocks cannot be compared once and for all: this machine's is set by people and by NTP, stands in a VM that
 * is paused, and starts in 1970 on a machine without a battery. WeChat dates the messages, so the robot takes the time
 * from WeChat, and keeps it by the clock of this machine that only ever goes on.
 */

/** A reading counts for so long: the steady clock of a bad machine is wrong by seconds in a day. */
const OUTDATED = Duration.toMillis("1 hour")

/** Where no answer brings a reading, WeChat is not asked for one more often than this. */
const ASK_AGAIN = Duration.toMillis("1 minute")

/** A difference that people get to see. */
const WORTH_TELLING = Duration.toMillis("1 minute")

/** WeChat's time as the robot follows it. Left alone, the clock that is there is taken for right. */
export class WechatTime extends Context.Reference<WechatTime>()("http/WechatTime", {
  defaultValue: (): Following => ({
    reading: (call) => call,
    makeSure: () => Effect.void,
    known: Effect.void,
    isKnown: Effect.succeed(true)
  })
}) {}

interface Following {
  /** A call whose answer may tell a second of WeChat's clock. */
  readonly reading: <A, E, R>(
    call: Effect.Effect<A, E, R>,
    secondOf: (answer: A) => number | undefined
  ) => Effect.Effect<A, E, R>
  /**
   * Asks, by a call that brings a reading, if the time may be wrong: when this machine's clock was set or the machine
   * slept since the last one, when that is old, or when there is a reason to `doubt`.
   */
  readonly makeSure: <E, R>(ask: Effect.Effect<unknown, E, R>, doubt?: boolean) => Effect.Effect<void, E, R>
  /** Waits for the first reading: until then the time is what this machine says. */
  readonly known: Effect.Effect<void>
  readonly isKnown: Effect.Effect<boolean>
}

/** WeChat's time, and a clock that shows it; until the first reading, it shows that of this machine. */
export const make = Effect.gen(function* () {
  const machine = yield* Effect.clock
  const known = yield* Deferred.make<void>()
  const steady = () => Number(machine.unsafeCurrentTimeNanos() / 1_000_000n)
  /** Changes when somebody sets the clock, and when the machine slept, for the steady clock sleeps too. */
  const setting = () => machine.unsafeCurrentTimeMillis() - steady()

  let ahead = setting()
  let last = { at: Number.NEGATIVE_INFINITY, setting: ahead }
  let askedAt = Number.NEGATIVE_INFINITY
  let toldBehind = 0

  const isSure = () =>
    steady() - last.at < OUTDATED && Math.abs(setting() - last.setting) < CLOCKS_APART_AT_MOST

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
        if ((isSure() && !doubt) || steady() - askedAt < ASK_AGAIN) return Effect.void
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
