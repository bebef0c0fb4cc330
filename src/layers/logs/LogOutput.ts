import { Context, type Option, type Stream } from "effect"
import type { Output } from "./Output.ts"

/** The log could not be written for a while, and can be again. */
export interface Gap {
  /** how many texts are missing */
  readonly lost: number
  /** why the first of them was lost */
  readonly reason: string
}

/** Where a robot's log goes, and its log-in code. It may be full or gone: the robot goes on without it. */
export class LogOutput extends Context.Tag("layers/LogOutput")<
  LogOutput,
  {
    readonly output: Output
    /** Why it cannot be written, while that is so: how it is now, and each change. */
    readonly trouble: Stream.Stream<Option.Option<string>>
    /** Each trouble that is over. */
    readonly gaps: Stream.Stream<Gap>
  }
>() {}
