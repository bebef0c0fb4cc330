import { Command, Options } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const env = Options.file("env", { exists: "yes" }).pipe(
  Options.withDescription(
    "a file of settings to decide by in place of all that are set now; the journal stays that of now"
  ),
  Options.optional
)

export const replay = Command.make("replay", { env }, ({ env }) =>
  loading(
    () => import("./actions/replay.ts"),
    ({ replay }) => replay(env)
  )
).pipe(
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
