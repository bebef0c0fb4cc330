import { resolve } from "node:path"
import { FileSystem } from "@effect/platform"
import { Effect, Layer } from "effect"
import { type BadDataDirectory, DataDirectory, badDataDirectory } from "./DataDirectory.ts"
import { Settings } from "../settings/Settings.ts"

/** The directory of the settings: made for its owner alone where it is not there yet, left as it is where it is. */
export const DataDirectoryLive: Layer.Layer<
  DataDirectory,
  BadDataDirectory,
  Settings | FileSystem.FileSystem
> = Layer.effect(
  DataDirectory,
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = resolve((yield* Settings).dataDir)
    yield* fs
      .makeDirectory(path, { recursive: true, mode: 0o700 })
      .pipe(Effect.mapError(badDataDirectory(path, "the data directory cannot be made")))
    yield* fs
      .access(path, { readable: true, writable: true })
      .pipe(Effect.mapError(badDataDirectory(path, "the data directory cannot be written")))
    return { path }
  })
)
