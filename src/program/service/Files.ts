import { FileSystem } from "@effect/platform"
import { Effect } from "effect"

/** Whether something is at the path; what cannot be looked at is not there. */
export const exists = (path: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.exists(path)).pipe(Effect.orElseSucceed(() => false))

/** What the shipped command says of itself: npm too puts a command of that name into the path. */
const MARK = "# Written by weixin-robot service install"

/** Whether the command at the path is the one that `service install` writes. */
export const isOurs = (command: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.readFileString(command)).pipe(
    Effect.map((text) => text.includes(MARK)),
    Effect.orElseSucceed(() => false)
  )
