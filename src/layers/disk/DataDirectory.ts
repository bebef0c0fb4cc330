import { resolve } from "node:path"
import { type Error as PlatformError, FileSystem } from "@effect/platform"
import { Context, Effect, Layer, Schema } from "effect"
import { Settings } from "../settings/Settings.ts"

/** The one directory the robot writes to; `path` is absolute. Files in it that are not the robot's are left alone. */
export class DataDirectory extends Context.Tag("layers/DataDirectory")<
  DataDirectory,
  { readonly path: string }
>() {
  /** That of the settings: made for its owner alone where it is not there yet, left as it is where it is. */
  static readonly layer: Layer.Layer<DataDirectory, BadDataDirectory, Settings | FileSystem.FileSystem> =
    Layer.effect(
      this,
      Effect.suspend(() => ready)
    )
}

/**
 * The data directory, or a file in it, cannot be used. Where the disk is full, trying again later may help; else
 * a person has to mend the directory or the setting.
 */
export class BadDataDirectory extends Schema.TaggedError<BadDataDirectory>()("BadDataDirectory", {
  path: Schema.String,
  problem: Schema.String,
  diskFull: Schema.Boolean
}) {
  override get message() {
    return `${this.path}: ${this.problem}`
  }
}

const DISK_FULL = /^(ENOSPC|EDQUOT)/

/** What is the matter with a path, from the error of a file system call. */
export const badDataDirectory = (path: string, problem: string) => (error: PlatformError.PlatformError) =>
  new BadDataDirectory({
    path,
    problem: `${problem} (${error.description ?? error._tag})`,
    diskFull: DISK_FULL.test(error.description ?? "")
  })

const ready = Effect.gen(function* () {
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
