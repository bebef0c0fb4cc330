import { type Error as PlatformError, FileSystem } from "@effect/platform"
import { Data, Effect, Either, Schema, Stream } from "effect"
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

const failed = (path: string) => (error: PlatformError.PlatformError) =>
  new NoRecording({ path, problem: `cannot be read (${error.description ?? error._tag})` })

/**
 * Reads the file of a recording line by line: one of its letters that a crash cut costs its own line only. A crash may
 * have left a part of a line, which counts as not there.
 */
export const read = Effect.fnUntraced(function* (path: string) {
  const fs = yield* FileSystem.FileSystem
  const exchanges: Array<RecordedExchange> = []
  let broken = 0
  yield* fs.stream(path, { chunkSize: FileSystem.MiB(1) }).pipe(
    Stream.decodeText(),
    Stream.splitLines,
    Stream.filter((line) => line !== ""),
    Stream.runForEach((line) =>
      Effect.sync(() => {
        const exchange = decode(line)
        if (Either.isRight(exchange)) exchanges.push(exchange.right)
        else broken += 1
      })
    ),
    Effect.mapError(failed(path))
  )
  if (exchanges.length === 0) return yield* new NoRecording({ path, problem: "holds no recorded exchange" })
  const recording: Recording = exchanges
  return { exchanges: recording, broken }
})
