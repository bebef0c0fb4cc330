import { FileSystem } from "@effect/platform"
import { Data, Effect, Either, Schema } from "effect"
import { type RecordedExchange, RecordedLine } from "../../domain/RecordedExchange.ts"

/** The exchanges of a recording, in the order in which they ended. */
export type Recording = ReadonlyArray<RecordedExchange>

/** The file is no recording, or cannot be read. */
export class NoRecording extends Data.TaggedError("NoRecording")<{
  readonly path: string
  readonly problem: string
}> {
  override get message() {
    return `${this.path}: ${this.problem}`
  }
}

const decode = Schema.decodeEither(RecordedLine)

/** Reads the file of a recording. A crash may have left a part of a line, which counts as not there. */
export const read = Effect.fnUntraced(function* (path: string) {
  const fs = yield* FileSystem.FileSystem
  const text = yield* fs
    .readFileString(path)
    .pipe(
      Effect.mapError(
        (error) => new NoRecording({ path, problem: `cannot be read (${error.description ?? error._tag})` })
      )
    )
  const lines = text.split("\n").filter((line) => line !== "")
  const exchanges: Recording = lines.flatMap((line) =>
    Either.match(decode(line), { onLeft: () => [], onRight: (one) => [one] })
  )
  if (exchanges.length === 0) return yield* new NoRecording({ path, problem: "holds no recorded exchange" })
  return { exchanges, broken: lines.length - exchanges.length }
})
