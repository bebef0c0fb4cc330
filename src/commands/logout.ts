import { Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

export const logout = Command.make("logout", {}, () =>
  loading(
    () => import("./actions/logout.ts"),
    ({ logout }) => logout
  )
).pipe(Command.withDescription("the running robot logs out of WeChat; then it waits with a new code"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… logout`", zh: "`… logout`" },
  does: {
    en: "the running robot logs out of WeChat, and waits with a new code",
    zh: "运行中的机器人退出微信登录，并等着有人扫新的码"
  }
}
