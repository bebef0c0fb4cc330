import { Clock, Effect, TestClock } from "effect"
import * as WechatTime from "../../../src/http/wechat/WechatTime.ts"

/** When a test of clocks begins: its clock begins in 1970, which no server shows. */
export const BEGIN = 1_700_000_000_000

/**
 * A machine that somebody sets the clock of, over the TestClock, and a robot's time on it. A machine that sleeps is one
 * whose clock and WeChat's go on while the steady one stands.
 */
export const machine = Effect.gen(function* () {
  yield* TestClock.setTime(BEGIN)
  const test = yield* Effect.clock
  const state = { set: 0, server: 0 }
  const wall: Clock.Clock = {
    ...test,
    [Clock.ClockTypeId]: Clock.ClockTypeId,
    unsafeCurrentTimeMillis: () => test.unsafeCurrentTimeMillis() + state.set,
    currentTimeMillis: Effect.map(test.currentTimeMillis, (now) => now + state.set),
    unsafeCurrentTimeNanos: () => test.unsafeCurrentTimeNanos(),
    sleep: (duration) => test.sleep(duration)
  }
  return {
    /** Moves this machine's clock from where it would be, in milliseconds. */
    set: (millis: number) => {
      state.set = millis
    },
    /** Nothing here goes on for so long, in milliseconds, but the clocks on the wall. */
    sleep: (millis: number) => {
      state.set += millis
      state.server += millis
    },
    /** Everything here stands for so long, in milliseconds, as in a virtual machine that is paused. */
    pause: (millis: number) => {
      state.server += millis
    },
    /** What WeChat's clock shows, in milliseconds. */
    serverNow: () => test.unsafeCurrentTimeMillis() + state.server,
    time: Effect.withClock(WechatTime.make, wall)
  }
})
