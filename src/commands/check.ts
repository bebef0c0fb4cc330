import { Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

export const check = Command.make("check", {}, () =>
  loading(
    () => import("./actions/check.ts"),
    ({ check }) => check
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
