import { resolve } from "node:path"
import { type Error as PlatformError, FileSystem } from "@effect/platform"
import { Effect, Stream } from "effect"
import { DataDirectory } from "../disk/DataDirectory.ts"

/*
 * The file that a recording is written to: a line after the other, behind what is there already, for its owner alone.
 * Nothing of the robot depends on it, so where it cannot be written the robot says so once and goes on without.
 */

/** Bytes: a day or more of a busy account. It lies on the disk that the journal needs, and a replay holds all of it. */
const MOST = 256 * 1024 ** 2

const endsWith = (path: string, problem: string) =>
  Effect.annotateLogs(
    Effect.logWarning("no recording: its file cannot be written, and the robot goes on without"),
    { path, problem }
  )

const failed = (path: string) => (error: PlatformError.PlatformError) =>
  endsWith(path, error.description ?? error._tag)

/** How a recording goes on: with an exchange, or with what ends a line that a crash cut short. */
const BEGINNINGS: ReadonlySet<number | undefined> = new Set(new TextEncoder().encode("{\n"))

/** Whether it begins with something else than a recording does. Only read where that cannot wait for anybody. */
const isForeign = Effect.fnUntraced(function* (path: string, { size, type }: FileSystem.File.Info) {
  if (type !== "File" || size === 0n) return false
  const fs = yield* FileSystem.FileSystem
  const [start] = yield* Stream.runCollect(fs.stream(path, { bytesToRead: 1 }))
  return !BEGINNINGS.has(start?.[0])
})

/** Makes it ready to be written on, and gives its size. A crash may have left a part of a line. */
const goingOn = Effect.fnUntraced(function* (path: string, file: FileSystem.File) {
  const info = yield* file.stat
  if (yield* isForeign(path, info)) {
    return yield* Effect.as(endsWith(path, "it holds something else than a recording"), undefined)
  }
  // one that was there already may be anybody's to read; a device stays as it is
  if (info.type === "File") yield* (yield* FileSystem.FileSystem).chmod(path, 0o600)
  if (info.size > 0n) yield* file.writeAll(new TextEncoder().encode("\n"))
  yield* Effect.annotateLogs(Effect.logInfo("all exchanges with WeChat are recorded, in disguise"), { path })
  return { file, size: Number(info.size) }
})

/**
 * Opens the file, whose path is relative to the data directory, until the scope ends; gives what writes a line. Lines of
 * several fibers come one after the other, each of them whole.
 */
export const open = Effect.fnUntraced(function* (name: string) {
  const fs = yield* FileSystem.FileSystem
  const path = resolve((yield* DataDirectory).path, name)
  const turns = yield* Effect.makeSemaphore(1)
  const opened = yield* fs.open(path, { flag: "a", mode: 0o600 }).pipe(
    Effect.flatMap((file) => goingOn(path, file)),
    Effect.catchAll((error) => Effect.as(failed(path)(error), undefined))
  )
  let file = opened?.file
  let size = opened?.size ?? 0
  const stop = (problem: Effect.Effect<void>) => {
    file = undefined
    return problem
  }
  yield* Effect.addFinalizer(() => (file === undefined ? Effect.void : Effect.ignore(file.sync)))
  return (line: string): Effect.Effect<void> =>
    turns.withPermits(1)(
      Effect.suspend(() => {
        if (file === undefined) return Effect.void
        const bytes = new TextEncoder().encode(`${line}\n`)
        size += bytes.length
        if (size > MOST) return stop(endsWith(path, "it is 256 MB long, which is enough"))
        return Effect.catchAll(file.writeAll(bytes), (error) => stop(failed(path)(error)))
      })
    )
})
