import { Effect, Layer } from "effect"
import * as TarBackup from "../../layers/backup/TarBackup.ts"
import { makeBackup } from "../../program/tools/MakeBackup.ts"
import { settings } from "../ThisProcess.ts"

export const backup = (file: string) =>
  Effect.provide(makeBackup(file), Layer.provide(TarBackup.layer(process.stdout), settings))
