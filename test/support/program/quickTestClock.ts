import { vi } from "@effect/vitest"
import { Effect, Layer } from "effect"

/**
 * TestClock waits for three timers of the real clock whenever a sleep ends, to let everything run that can, and a day
 * has tens of thousands of sleeps. Where nothing is real, the next turn of the event loop does as well.
 */
export const quickTestClock = Layer.scopedDiscard(
  Effect.acquireRelease(
    Effect.sync(() => {
      const { setTimeout } = globalThis
      return vi.stubGlobal("setTimeout", (run: () => void, millis = 0) =>
        millis === 0 ? setImmediate(run) : setTimeout(run, millis)
      )
    }),
    () => Effect.sync(() => vi.unstubAllGlobals())
  )
)
