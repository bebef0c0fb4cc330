import { Data, type Effect, type Option } from "effect"
import type { RobotEvent } from "./RobotLog.ts"

/** The robot cannot play on: it did not start, never came to listen, or died. `lastLines` are what it said last. */
export class RobotFailed extends Data.TaggedError("RobotFailed")<{
  readonly message: string
  readonly lastLines: ReadonlyArray<string>
}> {}

/** A robot that is logged in and listens. */
export interface Robot {
  /** Waits for the next event of its log; fails when there will be none. */
  readonly next: Effect.Effect<RobotEvent, RobotFailed>
  /** Asks it to stop. */
  readonly stop: Effect.Effect<Stopped>
}

export interface Stopped {
  /** None when it had to be killed. */
  readonly exitCode: Option.Option<number>
  /** What nobody took from its log. */
  readonly events: ReadonlyArray<RobotEvent>
}
