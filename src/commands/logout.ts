import { Command } from "@effect/cli"
import { Effect } from "effect"
import { logOut } from "../program/remote/LogOut.ts"
import { type Documented } from "./Documented.ts"
import { robotToAsk } from "./RobotToAsk.ts"

export const logout = Command.make("logout", {}, () => Effect.provide(logOut, robotToAsk)).pipe(
  Command.withDescription("the running robot logs out of WeChat; then it waits with a new code")
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… logout`", zh: "`… logout`" },
  does: {
    en: "the running robot logs out of WeChat, and waits with a new code",
    zh: "运行中的机器人退出微信登录，并等着有人扫新的码"
  }
}
