import { Error as PlatformError, FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { BadDataDirectory, DataDirectory } from "../../../src/layers/disk/DataDirectory.ts"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"

const at = (path: string) =>
  DataDirectory.layer.pipe(
    Layer.provide(Settings.layer({ environment: { ROBOT_DATA_DIR: path }, dotEnv: "/none" }))
  )

const ReadOnly = FileSystem.layerNoop({
  makeDirectory: () => Effect.void,
  access: (path) =>
    Effect.fail(
      new PlatformError.SystemError({
        reason: "Unknown",
        module: "FileSystem",
        method: "access",
        description: `EROFS: read-only file system, access '${path}'`
      })
    )
})

describe("the data directory", () => {
  it.scoped("is made with the ones above it, for its owner alone", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const wanted = `${yield* temporaryDirectory}/a/b`
      const { path } = yield* Effect.provide(DataDirectory, at(wanted))
      expect(path).toBe(wanted)
      expect((yield* fs.stat(path)).mode & 0o777).toBe(0o700)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is left as it is where it is there", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const wanted = yield* temporaryDirectory
      yield* fs.chmod(wanted, 0o750)
      yield* fs.writeFileString(`${wanted}/mine`, "x")
      yield* Effect.provide(DataDirectory, at(wanted))
      expect((yield* fs.stat(wanted)).mode & 0o777).toBe(0o750)
      expect(yield* fs.readFileString(`${wanted}/mine`)).toBe("x")
    }).pipe(Effect.provide(RealFiles))
  )

  it.effect("is absolute", () =>
    Effect.gen(function* () {
      const { path } = yield* Effect.provide(DataDirectory, at("test"))
      expect(path).toBe(`${process.cwd()}/test`)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("that is a file is a complaint in a sentence", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const wanted = `${yield* temporaryDirectory}/file`
      yield* fs.writeFileString(wanted, "")
      const error = yield* Effect.flip(Effect.provide(DataDirectory, at(wanted)))
      expect(error).toBeInstanceOf(BadDataDirectory)
      expect(error.message).toContain(`${wanted}: the data directory cannot be made (EEXIST`)
    }).pipe(Effect.provide(RealFiles))
  )

  it.effect("that cannot be written is a complaint too", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.provide(DataDirectory, at("/readonly")))
      expect(error.message).toBe(
        "/readonly: the data directory cannot be written (EROFS: read-only file system, access '/readonly')"
      )
    }).pipe(Effect.provide(ReadOnly))
  )
})
