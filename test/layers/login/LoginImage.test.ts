import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, Option, Redacted } from "effect"
import { create, toBuffer } from "qrcode"
import { waitingCode } from "../../../src/layers/login/LoginImage.ts"
import { qrImage } from "../../../src/layers/login/QrDots.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"

/** A data directory with this as its image. */
const holding = (image: Uint8Array) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* temporaryDirectory
    yield* fs.writeFile(`${path}/login.png`, image)
    return path
  })

const asJson = (dots: unknown) => JSON.stringify(dots)

/** The dots of the code of a text, by the library itself. */
const dotsOf = (text: string) => {
  const { data, size } = create(text, {}).modules
  return Array.from({ length: size }, (_, y) => Array.from(data.slice(y * size, (y + 1) * size), Boolean))
}

describe("the code that waits", () => {
  it.scoped.prop(
    "is drawn dot by dot as the robot made it, from the image alone",
    { text: fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" }) },
    ({ text }) =>
      Effect.gen(function* () {
        const path = yield* holding(yield* qrImage(Redacted.make(text)))
        const { drawing } = yield* Effect.flatten(waitingCode(path, asJson))
        expect(JSON.parse(drawing)).toEqual(dotsOf(text))
      }).pipe(Effect.provide(RealFiles)),
    { fastCheck: { numRuns: 20 } }
  )

  it.scoped("tells when it was shown", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* holding(yield* qrImage(Redacted.make("https://login.weixin.qq.com/l/abc==")))
      yield* fs.utimes(`${path}/login.png`, 1_000, 1_000)
      const { shownAt } = yield* Effect.flatten(waitingCode(path, asJson))
      expect(shownAt).toEqual(Option.some(1_000_000))
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is none where there is no image", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      expect(yield* waitingCode(path, asJson)).toEqual(Option.none())
      expect(yield* waitingCode(`${path}/nowhere`, asJson)).toEqual(Option.none())
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped.each([
    ["no picture", Effect.succeed(new TextEncoder().encode("not a PNG"))],
    [
      "a cut one",
      Effect.map(
        Effect.promise(() => toBuffer("abc", { scale: 6 })),
        (png) => png.subarray(0, -1)
      )
    ],
    ["one of another size", Effect.promise(() => toBuffer("abc", { scale: 5 }))]
  ] as const)("is an error that names the file where that is %s", ([, image]) =>
    Effect.gen(function* () {
      const path = yield* holding(yield* image)
      const error = yield* Effect.flip(waitingCode(path, asJson))
      expect(error.message).toBe(`${path}/login.png is no image of a log-in code`)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is an error that names the file where it cannot be read", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      yield* fs.makeDirectory(`${path}/login.png`)
      const error = yield* Effect.flip(waitingCode(path, asJson))
      expect(error.message).toMatch(`${path}/login.png cannot be read (`)
    }).pipe(Effect.provide(RealFiles))
  )
})
