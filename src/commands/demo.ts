import { Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

export const demo = Command.make("demo", {}, () =>
  loading(
    () => import("./actions/demo.ts"),
    ({ demo }) => demo
  )
).pipe(Command.withDescription("plays every rule on this machine, without an account, a key or a network"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… demo`", zh: "`… demo`" },
  does: {
    en: "plays on this machine every rule, and what goes wrong around the robot: an outage, a lost session, Tuling's quota, WeChat's send limit; exit code 1 if a scene went wrong",
    zh: "在本机演示每条规则，以及各种故障：断网、会话失效、图灵额度用完、发送过于频繁；有一幕不对则退出码为 1"
  }
}
