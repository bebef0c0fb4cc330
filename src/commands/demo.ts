import { Command } from "@effect/cli"
import { demo as play } from "../demo/Demo.ts"
import { printed } from "./Printing.ts"
import { program } from "./ThisProcess.ts"
import { type Documented } from "./Documented.ts"

export const demo = Command.make("demo", {}, () =>
  play({
    command: [...program, "run"],
    output: { isTTY: process.stdout.isTTY, write: printed().write },
    environment: process.env
  })
).pipe(Command.withDescription("plays every rule on this machine, without an account, a key or a network"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… demo`", zh: "`… demo`" },
  does: {
    en: "plays on this machine every rule, and what goes wrong around the robot: an outage, a lost session, Tuling's quota, WeChat's send limit; exit code 1 if a scene went wrong",
    zh: "在本机演示每条规则，以及各种故障：断网、会话失效、图灵额度用完、发送过于频繁；有一幕不对则退出码为 1"
  }
}
