import { Data, Effect, type Option, Ref } from "effect"
import type { RobotEvent } from "./RobotLog.ts"

/** The robot cannot play on: it did not start, did not log in, or died. `lastLines` are the last ones of its log. */
export class RobotFailed extends Data.TaggedError("RobotFailed")<{
  readonly message: string
  readonly lastLines: ReadonlyArray<string>
}> {}

/** One run of the robot's process, which is logged in and listens. */
export interface Life {
  /** Waits for the next event of its log; fails when there will be none. */
  readonly next: Effect.Effect<RobotEvent, RobotFailed>
  /** Asks it to stop. */
  readonly stop: Effect.Effect<Stopped>
  /** Kills it without a chance to stop in order; gives what nobody took from its log. */
  readonly kill: Effect.Effect<ReadonlyArray<RobotEvent>>
}

/** A robot that can be started again with the data it had. */
export interface DemoRobot extends Life {
  /** Starts it again once it has ended, and waits until it listens. */
  readonly startAgain: Effect.Effect<void, RobotFailed>
}

/** A robot that is started by `start`, each time anew. It runs no longer than the scope. */
export const robotOf = <R>(
  start: Effect.Effect<Life, RobotFailed, R>
): Effect.Effect<DemoRobot, RobotFailed, R> =>
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

/** How a robot ended that was asked to stop. */
export interface Stopped {
  /** None when it had to be killed. */
  readonly exitCode: Option.Option<number>
  /** What nobody took from its log. */
  readonly events: ReadonlyArray<RobotEvent>
}
