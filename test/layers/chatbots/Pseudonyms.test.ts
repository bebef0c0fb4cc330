import { createHmac } from "node:crypto"
import { Error as PlatformError, FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, Layer } from "effect"
import { BadDataDirectory, DataDirectory } from "../../../src/layers/disk/DataDirectory.ts"
import { Pseudonyms } from "../../../src/layers/chatbots/Pseudonyms.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"

const pseudonymsIn = (path: string) =>
  Effect.provide(Pseudonyms, Layer.provide(Pseudonyms.layer, Layer.succeed(DataDirectory, { path })))

/** A file system that can be looked at, but takes nothing more. */
const FullDisk = FileSystem.layerNoop({
  exists: () => Effect.succeed(false),
  makeTempDirectory: () =>
    Effect.fail(
      new PlatformError.SystemError({
        reason: "Unknown",
        module: "FileSystem",
        method: "makeTempDirectory",
        description: "ENOSPC: no space left on device, mkdtemp '/full/.pseudonym.key-XXXXXX'"
      })
    )
})

describe("pseudonyms", () => {
  it.scoped("are u and the first 31 digits of the HMAC under the key in the data directory", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporaryDirectory
      const key = new Uint8Array(32).fill(7)
      yield* fs.writeFile(`${directory}/pseudonym.key`, key)
      const { of } = yield* pseudonymsIn(directory)
      const hmac = createHmac("sha256", key).update('["@@group","@friend"]').digest("hex")
      expect(of(["@@group", "@friend"])).toBe(`u${hmac.slice(0, 31)}`)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("stay the same from run to run, and differ from robot to robot", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporaryDirectory
      const first = yield* pseudonymsIn(directory)
      const key = `${directory}/pseudonym.key`
      expect((yield* fs.readFile(key)).length).toBe(32)
      expect((yield* fs.stat(key)).mode & 0o777).toBe(0o600)
      const again = yield* pseudonymsIn(directory)
      const other = yield* pseudonymsIn(yield* temporaryDirectory)
      expect(again.of(["a"])).toBe(first.of(["a"]))
      expect(other.of(["a"])).not.toBe(first.of(["a"]))
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("are of one key where two robots start at the same time", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const all = yield* Effect.replicateEffect(pseudonymsIn(directory), 4, { concurrency: "unbounded" })
      expect(new Set(all.map(({ of }) => of(["a"]))).size).toBe(1)
    }).pipe(Effect.provide(RealFiles))
  )

  it.effect("fit Tuling's userId, and only equal parts are equal", () =>
    Effect.gen(function* () {
      const { of } = yield* pseudonymsIn(yield* temporaryDirectory)
      const parts = fc.array(
        fc.string({ unit: fc.constantFrom("a", ",", '"', "[", "\\", "\0"), maxLength: 3 })
      )
      fc.assert(
        fc.property(parts, parts, (left, right) => {
          expect(of(left)).toMatch(/^u[0-9a-f]{31}$/)
          expect(of(left) === of(right)).toBe(JSON.stringify(left) === JSON.stringify(right))
        })
      )
      expect(of(["ab"])).not.toBe(of(["a", "b"]))
      expect(of(["a,b"])).not.toBe(of(["a", "b"]))
      expect(of([])).not.toBe(of([""]))
    }).pipe(Effect.scoped, Effect.provide(RealFiles))
  )

  it.effect("of a key that is there write nothing", () =>
    Effect.gen(function* () {
      const onlyReading = FileSystem.layerNoop({
        exists: () => Effect.succeed(true),
        readFile: () => Effect.succeed(new Uint8Array(32))
      })
      const { of } = yield* pseudonymsIn("/readonly").pipe(Effect.provide(onlyReading))
      expect(of([])).toMatch(/^u[0-9a-f]{31}$/)
    })
  )

  it.scoped("of a key that was cut are refused, and the key is left", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporaryDirectory
      const path = `${directory}/pseudonym.key`
      yield* fs.writeFile(path, new Uint8Array(31))
      expect(yield* Effect.flip(pseudonymsIn(directory))).toEqual(
        new BadDataDirectory({
          path,
          problem:
            "the key of the pseudonyms has 31 bytes, not 32: put it back, or delete it for new pseudonyms",
          diskFull: false
        })
      )
      expect((yield* fs.readFile(path)).length).toBe(31)
    }).pipe(Effect.provide(RealFiles))
  )

  it.effect("need a directory that can be written, and a full disk is told apart", () =>
    Effect.gen(function* () {
      const missing = yield* Effect.flip(pseudonymsIn("/none").pipe(Effect.provide(RealFiles)))
      expect(missing.message).toContain("the key of the pseudonyms cannot be made (ENOENT")
      expect(missing.diskFull).toBe(false)
      const full = yield* Effect.flip(pseudonymsIn("/full").pipe(Effect.provide(FullDisk)))
      expect(full.diskFull).toBe(true)
    })
  )
})
