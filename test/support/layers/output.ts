import { Effect, LogLevel } from "effect"
import * as Logging from "../../../src/layers/logs/Logging.ts"

/** An output that remembers what was written to it. */
export const recording = (isTTY = false, fd?: number) => {
  let written = ""
  return { isTTY, fd, write: (text: string) => (written += text), text: () => written }
}

/** Runs an effect and gives what it logged, in the format of the journal. */
export const withLog = <A, E, R>(effect: Effect.Effect<A, E, R>) => {
  const output = recording()
  return effect.pipe(
    Effect.provide(Logging.layer({ level: LogLevel.All, format: "journal", output, environment: {} })),
    Effect.map(() => output.text())
  )
}
