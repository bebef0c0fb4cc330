import { Effect, Schedule } from "effect"

/** With the pause that leaves the machine to what is waited for, since each look starts a process. */
const patiently = Schedule.spaced("200 millis").pipe(Schedule.upTo("90 seconds"))

/** What a look gives as soon as it is so. Only a test that fails waits to the end, and dies with what was seen last. */
export const lookUntil = <A, E, R>(look: Effect.Effect<A, E, R>, isSo: (seen: A) => boolean) =>
  look.pipe(
    Effect.repeat(Schedule.zipRight(patiently, Schedule.recurUntil(isSo))),
    Effect.filterOrElse(isSo, (seen) =>
      Effect.dieMessage(`waited in vain, and saw at last: ${JSON.stringify(seen)}`)
    )
  )
