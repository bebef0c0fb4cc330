import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib"
import { inflate } from "../../src/http/Inflate.ts"

const text = "好 ".repeat(100)

describe("inflate", () => {
  for (const [name, encoding, bytes] of [
    ["gzip", "gzip", gzipSync(text)],
    ["deflate", "Deflate", deflateSync(text)],
    ["deflate without its header", "deflate", deflateRawSync(text)],
    ["nothing", "identity", Buffer.from(text)]
  ] as const) {
    it.effect(`undoes ${name}`, () =>
      Effect.gen(function* () {
        expect(Buffer.from(yield* inflate(bytes, encoding, 1000)).toString()).toBe(text)
      })
    )
  }

  it.effect("stops at the limit: a small body can hold a large one", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(inflate(gzipSync(text), "gzip", 399))
      expect(error._tag).toBe("TooLarge")
    })
  )

  it.effect("says what it cannot undo", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(inflate(Buffer.from(text), "gzip", 1000))).toMatchObject({
        _tag: "NotInflatable"
      })
      expect(yield* Effect.flip(inflate(Buffer.from(text), "br", 1000))).toMatchObject({
        _tag: "NotInflatable"
      })
    })
  )
})
