import { Data, Effect, type Option, Ref } from "effect"
import type { RobotEvent } from "./RobotLog.ts"

/** The robot cannot play on: it did not start, never came to listen, or died. `lastLines` are what it said last. */
export class RobotFailed extends Data.TaggedError("RobotFailed")<{
  readonly message: string
  readonly lastLines: ReadonlyArray<string>
}> {}

/** A robot that is logged in and listens, until it ends. */
export interface Life {
  /** Waits for the next event of its log; fails when there will be none. */
  readonly next: Effect.Effect<RobotEvent, RobotFailed>
  /** Asks it to stop. */
  readonly stop: Effect.Effect<Stopped>
  /** Kills it, which it cannot notice; gives what nobody took from its log. */
  readonly kill: Effect.Effect<ReadonlyArray<RobotEvent>>
}

/** A robot with a directory that outlasts its end. */
export interface Robot extends Life {
  /** A new life of it, once the one before has ended: waits until it listens. */
  readonly startAgain: Effect.Effect<void, RobotFailed>
}

/** A robot whose every life begins with `start`. It lives no longer than the scope. */
export const robotOf = <R>(
  start: Effect.Effect<Life, RobotFailed, R>
): Effect.Effect<Robot, RobotFailed, R> =>
  Effect.gen(function* () {
    const context = yield* Effect.context<R>()
    const life = yield* Ref.make(yield* start)
    const now = Ref.get(life)
    return {
      next: Effect.flatMap(now, ({ next }) => next),
      stop: Effect.flatMap(now, ({ stop }) => stop),
      kill: Effect.flatMap(now, ({ kill }) => kill),
      startAgain: Effect.flatMap(Effect.provide(start, context), (again) => Ref.set(life, again))
    }
  })

export interface Stopped {
  /** None when it had to be killed. */
  readonly exitCode: Option.Option<number>
  /** What nobody took from its log. */
  readonly events: ReadonlyArray<RobotEvent>
}
