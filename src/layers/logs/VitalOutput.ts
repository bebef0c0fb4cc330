import { Effect } from "effect"
import { type Unwritten, type Write } from "./Writer.ts"

/** Where a command prints its result. When that cannot be written, the command has no reason to go on. */
export interface VitalOutput {
  readonly write: (text: string) => void
  /** Waits until all is written, or is known to be lost. */
  readonly written: Effect.Effect<void>
  /** Why the result was not written, if so. A reader that stops early, as `head` does, is no failure. */
  readonly failure: () => Unwritten | undefined
}

/** `end` is called once as soon as something cannot be written. */
export const vitalOutput = (write: Write, end: () => void): VitalOutput => {
  let failure: Unwritten | undefined
  const ended = (now?: Unwritten) => {
    if (now === undefined || failure !== undefined) return
    failure = now
    end()
  }
  return {
    write: (text) => write(text, ended),
    written: Effect.async<void>((resume) => {
      // comes after all before it
      write("", (failure) => {
        ended(failure)
        resume(Effect.void)
      })
    }),
    failure: () => (failure?.code === "EPIPE" ? undefined : failure)
  }
}
