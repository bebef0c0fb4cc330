import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { createPrivateFile, replacePrivateFile } from "../../../src/layers/disk/PrivateFile.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

describe("a private file", () => {
  it.scoped("replaces what was there, is its owner's alone, and leaves nothing beside it", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporaryDirectory
      const path = `${directory}/secret`
      yield* fs.writeFileString(path, "a longer old text")
      yield* fs.chmod(path, 0o644)
      yield* replacePrivateFile(path, bytes("new"))
      expect(yield* fs.readFileString(path)).toBe("new")
      expect((yield* fs.stat(path)).mode & 0o777).toBe(0o600)
      expect(yield* fs.readDirectory(directory)).toEqual(["secret"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is made once: of many at the same time one wins, and the file is whole", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporaryDirectory
      const path = `${directory}/secret`
      const texts = ["one", "two", "three", "four"]
      const [refused, made] = yield* Effect.partition(
        texts,
        (text) => Effect.as(createPrivateFile(path, bytes(text)), text),
        { concurrency: "unbounded" }
      )
      expect([yield* fs.readFileString(path)]).toEqual(made)
      expect(refused.map((error) => error._tag === "SystemError" && error.reason)).toEqual(
        Array(3).fill("AlreadyExists")
      )
      expect((yield* fs.stat(path)).mode & 0o777).toBe(0o600)
      expect(yield* fs.readDirectory(directory)).toEqual(["secret"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("that cannot be published leaves the old one and nothing beside it", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporaryDirectory
      yield* fs.makeDirectory(`${directory}/secret`)
      const error = yield* Effect.flip(replacePrivateFile(`${directory}/secret`, bytes("x")))
      expect(error._tag).toBe("SystemError")
      expect(yield* fs.readDirectory(directory)).toEqual(["secret"])
    }).pipe(Effect.provide(RealFiles))
  )
})
