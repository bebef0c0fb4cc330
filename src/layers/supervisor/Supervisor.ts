import { Context, type Duration, type Effect, type Option, Schema } from "effect"

/**
 * Who started the robot and watches it: systemd, or nobody. Only `ready` can fail: a supervisor that never hears of it
 * would wait in vain, while one that misses a later word finds out by itself.
 */
export class Supervisor extends Context.Tag("layers/Supervisor")<
  Supervisor,
  {
    /** The start is over: whoever waited for it may go on. */
    readonly ready: Effect.Effect<void, SupervisorUnreachable>
    /** One short sentence on how things are, for `systemctl status`. */
    readonly status: (sentence: string) => Effect.Effect<void>
    /** An orderly stop has begun; the last sentence on how things are stays. */
    readonly stopping: Effect.Effect<void>
    /** A sign of life. */
    readonly alive: Effect.Effect<void>
    /** How often it wants that sign, if at all; after four times as long without it the robot is started anew. */
    readonly aliveEvery: Option.Option<Duration.Duration>
  }
>() {}

/** A supervisor waits for word and cannot be told: a person has to mend the unit or the installation. */
export class SupervisorUnreachable extends Schema.TaggedError<SupervisorUnreachable>()(
  "SupervisorUnreachable",
  { problem: Schema.String }
) {
  override get message() {
    return `systemd waits to be notified (NOTIFY_SOCKET is set), but ${this.problem}`
  }
}
