import { join } from "node:path"
import { Settings } from "../layers/settings/Settings.ts"
import { type Sources } from "../layers/settings/SettingSources.ts"
import { type Machine } from "../program/service/Machine.ts"

/* The process that a command runs in. */

/** Not by its whole path: Node cannot tell that of a directory whose name is not UTF-8. */
export const sources: Sources = { environment: process.env, dotEnv: ".env" }

/** The settings, for commands that need nothing else of a robot's surroundings. */
export const settings = Settings.layer(sources)

/** This very program, as it is started once more. */
export const program: readonly [string, ...Array<string>] = [
  process.execPath,
  join(import.meta.dirname, "main.js")
]

/** Where `service` puts things, and who asks for it. */
export const machine: Machine = {
  root: "/",
  uid: process.getuid?.() ?? -1,
  node: process.execPath,
  source: join(import.meta.dirname, "..")
}

/** What browsers get, beside the program, where the build writes it. */
export const PAGE_FILES = join(import.meta.dirname, "page")
