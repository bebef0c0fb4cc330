import { FileSystem } from "@effect/platform"
import { Data, Effect, Either } from "effect"

/** Why a file gives no text; with a line where it was read and is not UTF-8. Nothing of what the file holds is told. */
export class NoText extends Data.TaggedError("NoText")<{
  readonly reason: string
  readonly line?: number
}> {}

/** The text of a file in UTF-8, with a byte-order mark or without. */
export const readText = (path: string): Effect.Effect<string, NoText, FileSystem.FileSystem> =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.readFile(path)).pipe(
    Effect.mapError(
      (error) => new NoText({ reason: error._tag === "SystemError" ? error.reason : error._tag })
    ),
    Effect.flatMap(textOf)
  )

const strict = new TextDecoder("utf-8", { fatal: true })
const lenient = new TextDecoder()

/** A mark in front of a later line is left over from files that were put together. */
const MARKS = /^\uFEFF+/gm

/** The text of bytes. No text has a NUL in it, but each that is UTF-16. */
export const textOf = (bytes: Uint8Array): Either.Either<string, NoText> =>
  Either.try(() => strict.decode(bytes)).pipe(
    Either.filterOrLeft(
      (text) => !text.includes("\0"),
      () => undefined
    ),
    Either.mapBoth({ onLeft: () => notUtf8(bytes), onRight: (text) => text.replaceAll(MARKS, "") })
  )

const notUtf8 = (bytes: Uint8Array) => {
  const text = lenient.decode(bytes)
  const before = text.slice(0, text.search(/[\0\uFFFD]/))
  return new NoText({
    reason: bytes.includes(0) ? "it looks like UTF-16" : "it may be GBK",
    line: before.split("\n").length
  })
}
