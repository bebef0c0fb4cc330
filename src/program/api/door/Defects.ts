import { Cause, Chunk, Effect, Predicate } from "effect"

const PLACES = 5

/** An error's name and where it arose, without its message: that may quote what people wrote. */
const placeOf = (defect: unknown) => {
  if (!Predicate.isError(defect)) return typeof defect
  const places = (defect.stack ?? "").split("\n").filter((line) => line.startsWith("    at "))
  return [defect.name, ...places.slice(0, PLACES).map((line) => line.trim())].join(" ")
}

/** Logs what a request came to grief by, if that was a defect. */
export const logDefects = (cause: Cause.Cause<unknown>): Effect.Effect<void> =>
  Effect.forEach(
    Chunk.take(Cause.defects(cause), 1),
    (defect) =>
      Effect.annotateLogs(Effect.logError("a request of the API failed: a defect"), {
        defect: placeOf(defect)
      }),
    { discard: true }
  )
