import type { Error as PlatformError } from "@effect/platform"
import { Context, Schema } from "effect"

/** The one directory the robot writes to; `path` is absolute. Files in it that are not the robot's are left alone. */
export class DataDirectory extends Context.Tag("layers/DataDirectory")<
  DataDirectory,
  { readonly path: string }
>() {}

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
