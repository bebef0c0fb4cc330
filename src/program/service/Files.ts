import { FileSystem } from "@effect/platform"
import { Effect } from "effect"

/** Whether something is at the path; what cannot be looked at is not there. */
export const exists = (path: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.exists(path)).pipe(Effect.orElseSucceed(() => false))

/** Whether a symbolic link is at the path, wherever it leads. */
export const isLink = (path: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => Effect.isSuccess(fs.readLink(path)))

/**
 * Lets everybody read a directory and all below it, and nobody but its owner write there: another umask, or a clone made
 * under one, would keep the user of the service out. Links are left alone, they may lead away.
 */
export const readableForAll = Effect.fn("Files.readableForAll")(function* (directory: string) {
  const fs = yield* FileSystem.FileSystem
  const names = yield* fs.readDirectory(directory, { recursive: true })
  const paths = [directory, ...names.map((name) => `${directory}/${name}`)]
  for (const path of yield* Effect.filter(paths, isLink, { negate: true })) {
    const { mode, type } = yield* fs.stat(path)
    yield* fs.chmod(path, type === "Directory" || (mode & 0o111) !== 0 ? 0o755 : 0o644)
  }
})

/** A line of the command that we install, to tell it from npm's command of the same name. */
const MARK = "# Written by weixin-robot service install"

/** Whether the command at the path is the one that `service install` writes. */
export const isOurs = (command: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.readFileString(command)).pipe(
    Effect.map((text) => text.includes(MARK)),
    Effect.orElseSucceed(() => false)
  )
