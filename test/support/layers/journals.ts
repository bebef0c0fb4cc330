import { NodeFileSystem } from "@effect/platform-node"
import { Effect, Either, Layer } from "effect"
import { Account } from "../../../src/layers/Account.ts"
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

/** The journal's file, in a directory, and what else the parts of an account stand on. */
export const fileIn = (path: string, environment: Readonly<Record<string, string>> = {}) =>
  Layer.provideMerge(
    JournalFile.layer,
    Layer.mergeAll(Layer.succeed(DataDirectory, { path }), settings(environment), NodeFileSystem.layer)
  )

/** The journal on disk, in a directory. */
export const journalIn = (path: string, environment: Readonly<Record<string, string>> = {}) =>
  Layer.provide(SqlJournal.layer, fileIn(path, environment))

/** What runs in an account. */
export type Within = <A, E>(self: Effect.Effect<A, E, Parts>) => Effect.Effect<A, E>

/** One life of a journal on disk that two accounts share. */
export const shared = <A, E>(
  path: string,
  [one, another]: readonly [string, string],
  life: (one: Within, another: Within) => Effect.Effect<A, E>,
  environment: Readonly<Record<string, string>> = {}
) =>
  Effect.gen(function* () {
    const within = (account: string) =>
      Effect.map(
        Layer.build(Layer.provide(Layer.fresh(SqlJournal.layer), Layer.succeed(Account, account))),
        (parts): Within =>
          (self) =>
            Effect.provide(self, parts)
      )
    return yield* life(yield* within(one), yield* within(another))
  }).pipe(Effect.scoped, Effect.provide(fileIn(path, environment)))

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
