import { Effect } from "effect"

/**
 * Gives the timers of the process a turn. The database driver answers in microtasks, so that a busy writer would keep every
 * timer waiting. Effect has nothing for this: `yieldNow` stays in microtasks too, and `sleep` takes a millisecond.
 */
export const letTimersRun = Effect.async<void>((resume) => {
  const immediate = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(immediate))
})
