import { basename, dirname, join } from "node:path"
import { type Error as PlatformError, FileSystem } from "@effect/platform"
import { Effect } from "effect"

type Written = Effect.Effect<void, PlatformError.PlatformError, FileSystem.FileSystem>

/** Writes a file that only its owner may read. Who reads the path finds the old file or the new one, never a part. */
export const replacePrivateFile = (path: string, content: Uint8Array): Written =>
  writeAside(path, content, (fs, aside) => fs.rename(aside, path))

/** The same for a file that must not be there yet: fails with the reason `AlreadyExists` where it is. */
export const createPrivateFile = (path: string, content: Uint8Array): Written =>
  writeAside(path, content, (fs, aside) => fs.link(aside, path))

/** In a directory of its own, because a fixed name beside the file could be in use or be left from a crash. */
const writeAside = (
  path: string,
  content: Uint8Array,
  publish: (fs: FileSystem.FileSystem, aside: string) => Effect.Effect<void, PlatformError.PlatformError>
): Written =>
  Effect.flatMap(FileSystem.FileSystem, (fs) =>
    Effect.acquireUseRelease(
      fs.makeTempDirectory({ directory: dirname(path), prefix: `.${basename(path)}-` }),
      (directory) => {
        const aside = join(directory, basename(path))
        return Effect.zipRight(writeDurably(fs, aside, content), publish(fs, aside))
      },
      (directory) => Effect.ignore(fs.remove(directory, { recursive: true }))
    )
  )

const writeDurably = (fs: FileSystem.FileSystem, path: string, content: Uint8Array) =>
  Effect.scoped(
    Effect.flatMap(fs.open(path, { flag: "wx", mode: 0o600 }), (file) =>
      Effect.zipRight(file.writeAll(content), file.sync)
    )
  )
