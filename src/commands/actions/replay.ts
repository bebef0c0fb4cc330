import { Effect, Layer, Option } from "effect"
import { Settings } from "../../layers/settings/Settings.ts"
import { settingsOfFile } from "../../layers/settings/SettingSources.ts"
import { replayDecisions } from "../../program/tools/ReplayDecisions.ts"
import { journal } from "../JournalToRead.ts"
import { settings, sources } from "../ThisProcess.ts"

export const replay = (env: Option.Option<string>) => {
  const tried = Option.match(env, {
    onNone: () => settings,
    onSome: (file) => Settings.layer(settingsOfFile(file, sources))
  })
  // a file that cannot be read is told also where there is no journal yet
  return Effect.provide(replayDecisions, Layer.provideMerge(journal, tried))
}
