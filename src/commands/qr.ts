import { Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

export const qr = Command.make("qr", {}, () =>
  loading(
    () => import("./actions/qr.ts"),
    ({ qr }) => qr
  )
).pipe(Command.withDescription("draws on the terminal the log-in code that the running robot waits with"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… qr`", zh: "`… qr`" },
  does: {
    en: "draws the log-in code that the running robot waits with, on a terminal elsewhere on the machine",
    zh: "在本机另一个终端上画出运行中的机器人正等着扫的登录码"
  }
}
