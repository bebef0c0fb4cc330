import { Data, Effect, Predicate } from "effect"
import { promisify } from "node:util"
import { inflateRaw, unzip } from "node:zlib"

/** The body would be larger than allowed. */
class TooLarge extends Data.TaggedError("TooLarge")<{}> {}

/** The body is not what its `content-encoding` says, or the encoding is not known here. */
class NotInflatable extends Data.TaggedError("NotInflatable")<{ readonly encoding: string }> {}

const unzipped = promisify(unzip)
const inflatedRaw = promisify(inflateRaw)

/** "deflate" means zlib's format, but some servers leave out its header of two bytes. */
const hasHeader = ([first = 0, second = 0]: Uint8Array) =>
  (first === 0x1f && second === 0x8b) || ((first & 0x0f) === 8 && (first * 256 + second) % 31 === 0)

/**
 * Undoes a `content-encoding`. The client never asks for one, but WeChat has been seen to deflate unasked.
 */
export const inflate = (
  bytes: Uint8Array,
  contentEncoding: string,
  maxBytes: number
): Effect.Effect<Uint8Array, TooLarge | NotInflatable> => {
  const encoding = contentEncoding.trim().toLowerCase()
  if (encoding === "identity" || encoding === "" || bytes.length === 0) return Effect.succeed(bytes)
  if (encoding !== "gzip" && encoding !== "deflate") {
    return Effect.fail(new NotInflatable({ encoding: "in a known encoding" }))
  }
  const run = hasHeader(bytes) ? unzipped : inflatedRaw
  return Effect.tryPromise({
    try: () => run(bytes, { maxOutputLength: maxBytes }),
    catch: (cause) =>
      Predicate.hasProperty(cause, "code") && cause.code === "ERR_BUFFER_TOO_LARGE"
        ? new TooLarge()
        : new NotInflatable({ encoding })
  })
}
