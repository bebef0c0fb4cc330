import { Command } from "@effect/cli"
import { Effect, Layer } from "effect"
import * as NodeHttpExchange from "../http/NodeHttpExchange.ts"
import { DataDirectory } from "../layers/disk/DataDirectory.ts"
import { journalIsFine } from "../layers/journal/SqlJournalReader.ts"
import { readSettings } from "../layers/settings/ReadSettings.ts"
import { OnDisk } from "../ProcessLayers.ts"
import { checkSettings } from "../program/tools/CheckSettings.ts"
import { settings, sources } from "./ThisProcess.ts"
import { type Documented } from "./Documented.ts"

/** The directory, the key and the journal that the robot would start with. */
const diskIsFine = Effect.flatMap(DataDirectory, ({ path }) => journalIsFine(path)).pipe(
  Effect.provide(Layer.provide(OnDisk, settings))
)

export const check = Command.make("check", {}, () =>
  Effect.flatMap(readSettings(sources), (report) => checkSettings(report, diskIsFine)).pipe(
    Effect.provide(NodeHttpExchange.layer)
  )
).pipe(
  Command.withDescription(
    "shows every setting with its value and source, all that is wrong, and what is reachable"
  )
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… check`", zh: "`… check`" },
  does: {
    en: "shows and checks the settings",
    zh: "显示并检查设置"
  }
}
