import { Effect, Layer } from "effect"
import * as NodeHttpExchange from "../../http/NodeHttpExchange.ts"
import { DataDirectory } from "../../layers/disk/DataDirectory.ts"
import { journalIsFine } from "../../layers/journal/SqlJournalReader.ts"
import { readSettings } from "../../layers/settings/ReadSettings.ts"
import { chatbotNetwork, wechatNetwork } from "../../Networks.ts"
import { OnDisk } from "../../ProcessLayers.ts"
import { checkSettings } from "../../program/tools/CheckSettings.ts"
import { settings, sources } from "../ThisProcess.ts"

/** The directory, the key and the journal that the robot would start with. */
const diskIsFine = Effect.flatMap(DataDirectory, ({ path }) => journalIsFine(path)).pipe(
  Effect.provide(Layer.provide(OnDisk, settings))
)

export const check = Effect.flatMap(readSettings(sources), (report) =>
  checkSettings(report, diskIsFine, { wechat: wechatNetwork, chatbots: chatbotNetwork })
).pipe(Effect.provide(NodeHttpExchange.layer))
