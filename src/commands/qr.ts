import { resolve } from "node:path"
import { Command } from "@effect/cli"
import { Effect } from "effect"
import { drawnOnStdout } from "../DrawnOnStdout.ts"
import { waitingCode } from "../layers/login/LoginImage.ts"
import { Settings } from "../layers/settings/Settings.ts"
import { showCode } from "../program/tools/ShowCode.ts"
import { withColours } from "./Printing.ts"
import { settings } from "./ThisProcess.ts"
import { type Documented } from "./Documented.ts"

export const qr = Command.make("qr", {}, () =>
  Settings.pipe(
    Effect.flatMap(({ dataDir, qr }) => showCode(waitingCode(resolve(dataDir), drawnOnStdout(qr)))),
    withColours,
    Effect.provide(settings)
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
