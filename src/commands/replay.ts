import { Command, Options } from "@effect/cli"
import { Effect, Layer, Option } from "effect"
import { Settings } from "../layers/settings/Settings.ts"
import { settingsOfFile } from "../layers/settings/SettingSources.ts"
import { replayDecisions } from "../program/tools/ReplayDecisions.ts"
import { journal } from "./JournalToRead.ts"
import { settings, sources } from "./ThisProcess.ts"
import { type Documented } from "./Documented.ts"

const env = Options.file("env", { exists: "yes" }).pipe(
  Options.withDescription(
    "a file of settings to decide by in place of all that are set now; the journal stays that of now"
  ),
  Options.optional
)

export const replay = Command.make("replay", { env }, ({ env }) => {
  const tried = Option.match(env, {
    onNone: () => settings,
    onSome: (file) => Settings.layer(settingsOfFile(file, sources))
  })
  // a file that cannot be read is told also where there is no journal yet
  return Effect.provide(replayDecisions, Layer.provideMerge(journal, tried))
}).pipe(
  Command.withDescription(
    "which of the messages so far would be decided differently under the settings of now"
  )
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… replay [--env FILE]`", zh: "`… replay [--env 文件]`" },
  does: {
    en: "which of the messages so far would be decided differently under the settings of now, or of FILE alone",
    zh: "按现在的设置（或只按文件里的设置），以往哪些消息会有不同的决定"
  }
}
