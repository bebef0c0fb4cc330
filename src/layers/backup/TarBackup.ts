import { createReadStream, createWriteStream, WriteStream } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { pipeline } from "node:stream/promises"
import { FileSystem } from "@effect/platform"
import { Effect, Fiber, Layer, Predicate } from "effect"
import { pack } from "tar-stream"
import { Backup, BackupFailed } from "./Backup.ts"
import { type JournalFailed } from "../journal/Journal.ts"
import { copyJournal } from "./JournalCopy.ts"
import { FILE } from "../journal/sql/Database.ts"
import { KEY_FILE } from "../chatbots/Pseudonyms.ts"
import { Settings } from "../settings/Settings.ts"

/** Means the standard output in place of a file. */
const STDOUT = "-"

/** The part of `process.stdout` that is used here. */
type Stdout = NodeJS.WritableStream & { readonly isTTY?: boolean }

/** An archive that `tar` unpacks into a data directory. */
export const layer = (stdout: Stdout): Layer.Layer<Backup, never, Settings | FileSystem.FileSystem> =>
  Layer.effect(
    Backup,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = resolve((yield* Settings).dataDir)

      const toStdout = Effect.gen(function* () {
        if (stdout.isTTY === true)
          return yield* failed("an archive is nothing for a terminal: backup - > FILE")
        const place = yield* workshop()
        return yield* make(directory, place, stdout, "the standard output")
      })

      const toFile = Effect.fnUntraced(function* (file: string) {
        yield* refuseTaken(file)
        const place = yield* workshop(dirname(file))
        const aside = join(place, "archive")
        const stream = createWriteStream(aside, { flags: "wx", mode: 0o600, flush: true })
        const made = yield* make(directory, place, stream, file)
        yield* refuseTaken(file)
        yield* Effect.mapError(fs.rename(aside, file), ({ message }) => failed(`${file}: ${message}`))
        return made
      })

      return {
        to: (file) =>
          (file === STDOUT ? toStdout : toFile(resolve(file))).pipe(
            Effect.scoped,
            Effect.provideService(FileSystem.FileSystem, fs)
          )
      }
    })
  )

const failed = (message: string, diskFull = false) => new BackupFailed({ message, diskFull })

const refuseTaken = Effect.fnUntraced(function* (file: string) {
  const fs = yield* FileSystem.FileSystem
  if (yield* Effect.orElseSucceed(fs.exists(file), () => false)) {
    return yield* failed(`${file}: is there already; give another name`)
  }
})

/** A place for the copies that is gone with the scope; beside the archive, so that this takes its place in one step. */
const workshop = (directory?: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) =>
    fs.makeTempDirectoryScoped({
      prefix: ".weixin-robot-backup-",
      ...(directory === undefined ? {} : { directory })
    })
  ).pipe(
    Effect.mapError((error) =>
      failed(
        `${directory ?? "the directory of temporary files"}: cannot be written (${error._tag === "SystemError" ? error.reason : error._tag})`
      )
    )
  )

/** Copies what is in a data directory to a place of work, and writes the archive to a stream of this name. */
const make = Effect.fnUntraced(function* (
  directory: string,
  place: string,
  to: NodeJS.WritableStream,
  name: string
) {
  const messages = yield* Effect.mapError(
    copyJournal(directory, place),
    (failure): BackupFailed | JournalFailed =>
      failure.kind === "disk-full" ? failed(`${name}: the disk is full`, true) : failure
  )
  const fs = yield* FileSystem.FileSystem
  const key = join(directory, KEY_FILE)
  const hasKey = yield* Effect.orElseSucceed(fs.exists(key), () => false)
  const bytes = yield* Effect.mapError(archive([join(place, FILE), ...(hasKey ? [key] : [])], to), (error) =>
    unwritten(name, error)
  )
  return { messages, bytes, hasKey }
})

/** Writes files into an archive, each by its last name, and gives the size of all together. */
const archive = Effect.fnUntraced(function* (files: ReadonlyArray<string>, to: NodeJS.WritableStream) {
  const fs = yield* FileSystem.FileSystem
  const tar = pack()
  // the standard output is not ours to end
  const written = yield* Effect.fork(
    Effect.tryPromise(() => pipeline(tar, to, { end: to instanceof WriteStream }))
  )
  const sizes = yield* Effect.forEach(files, (path) =>
    Effect.gen(function* () {
      const size = Number((yield* fs.stat(path)).size)
      const entry = tar.entry({ name: basename(path), size, mode: 0o600 })
      yield* Effect.tryPromise(() => pipeline(createReadStream(path), entry))
      return size
    })
  )
  tar.finalize()
  yield* Fiber.join(written)
  return sizes.reduce((sum, size) => sum + size, 0)
})

/** Why the archive is not written, in the words of the system. */
const unwritten = (name: string, error: unknown) => {
  const cause = Predicate.hasProperty(error, "error") ? error.error : error
  const code = Predicate.hasProperty(cause, "code") ? String(cause.code) : "no reason given"
  return code === "ENOSPC"
    ? failed(`${name}: the disk is full`, true)
    : failed(`${name}: cannot be written (${code})`)
}
