import { NodeFileSystem } from "@effect/platform-node"
import { Effect, Either, Layer } from "effect"
import { DataDirectory } from "../../../src/layers/disk/DataDirectory.ts"
import * as MemoryJournal from "../../../src/layers/journal/MemoryJournal.ts"
import * as SqlJournal from "../../../src/layers/journal/SqlJournal.ts"
import { JournalFile } from "../../../src/layers/journal/sql/JournalFile.ts"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import { settingsOf, temporaryDirectory } from "./files.ts"

/** The settings of an environment. */
const settings = (environment: Readonly<Record<string, string>>) =>
  Layer.effect(
    Settings,
    Effect.map(settingsOf(environment), ({ settings }) => Either.getOrThrow(settings))
  )

/** The journal on disk, in a directory. */
export const journalIn = (path: string, environment: Readonly<Record<string, string>> = {}) =>
  SqlJournal.layer.pipe(
    Layer.provide(JournalFile.layer),
    Layer.provide([Layer.succeed(DataDirectory, { path }), settings(environment), NodeFileSystem.layer])
  )

/** The journal on disk, in a directory of its own that is gone afterwards. */
const onDisk = Layer.unwrapScoped(Effect.map(temporaryDirectory, (path) => journalIn(path))).pipe(
  Layer.provide(NodeFileSystem.layer)
)

/** All parts of a journal. */
export type Parts = Layer.Layer.Success<typeof MemoryJournal.layer>

/** Both makers of a journal: what holds for one holds for the other. */
export const makers = [
  ["in memory", MemoryJournal.layer],
  ["on disk", Layer.orDie(onDisk)]
] as const
