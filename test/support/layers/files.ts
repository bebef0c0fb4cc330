import { Error as PlatformError, FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { Effect } from "effect"
import { readSettings } from "../../../src/layers/settings/ReadSettings.ts"

/** What a path holds, as text or as bytes, or why it cannot be read. */
export type Files = Readonly<
  Record<string, string | Uint8Array | { readonly reason: PlatformError.SystemErrorReason }>
>

/** A file system with these files only. */
const holding = (files: Files) =>
  FileSystem.layerNoop({
    readFile: (path) => {
      const file = new Map(Object.entries(files)).get(path) ?? { reason: "NotFound" }
      if (typeof file === "string") return Effect.succeed(new TextEncoder().encode(file))
      return file instanceof Uint8Array
        ? Effect.succeed(file)
        : Effect.fail(
            new PlatformError.SystemError({
              reason: file.reason,
              module: "FileSystem",
              method: "readFile",
              pathOrDescriptor: path
            })
          )
    }
  })

export const home = { HOME: "/home/me" }

/** Reads the settings of an environment (with a home), a `.env` and other files. */
export const settingsOf = (environment: Readonly<Record<string, string>>, files: Files = {}) =>
  readSettings({ environment: { ...home, ...environment }, dotEnv: ".env" }).pipe(
    Effect.provide(holding(files))
  )

/** The complaints about an environment; none when all is well. */
export const complaintsAbout = (environment: Readonly<Record<string, string>>, files: Files = {}) =>
  Effect.map(settingsOf(environment, files), ({ settings }) =>
    settings._tag === "Left" ? settings.left.complaints : []
  )

/** A real directory that is gone after the test. */
export const temporaryDirectory = Effect.flatMap(FileSystem.FileSystem, (fs) =>
  fs.makeTempDirectoryScoped({ prefix: "robot-" })
)

export const RealFiles = NodeFileSystem.layer
