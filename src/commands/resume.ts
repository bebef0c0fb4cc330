import { Command, Options } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const sends = Options.boolean("sends").pipe(
  Options.withDescription("also end the pause of all sends after WeChat found them too frequent")
)

export const resume = Command.make("resume", { sends }, ({ sends }) =>
  loading(
    () => import("./actions/resume.ts"),
    ({ resume }) => resume(sends)
  )
).pipe(Command.withDescription("ends a pause of the running robot"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… resume`, `… resume --sends`", zh: "`… resume`、`… resume --sends`" },
  does: {
    en: "ends a pause; with `--sends` also that of all sends after WeChat found them too frequent",
    zh: "结束暂停；加上 `--sends` 还结束微信说发送太频繁之后的停发"
  }
}
