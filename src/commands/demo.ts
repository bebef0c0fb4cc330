import { Command, Options } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"
import { portOption } from "./Port.ts"

const stay = Options.boolean("stay").pipe(
  Options.withDescription("then serve the robot's page and the chats on this machine, to play with")
)

const skip = Options.boolean("skip").pipe(
  Options.withDescription("with --stay: at once, without playing the rules first")
)

const port = portOption.pipe(
  Options.withDescription("with --stay: the port to listen on at 127.0.0.1; 0 takes a free one"),
  Options.withDefault(0)
)

export const demo = Command.make("demo", { stay, skip, port }, ({ port, skip, stay }) =>
  loading(
    () => import("./actions/demo.ts"),
    ({ demo }) => demo(stay ? { skip, port } : undefined)
  )
).pipe(Command.withDescription("plays every rule on this machine, without an account, a key or a network"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: {
    en: "`… demo [--stay] [--skip] [--port 0]`",
    zh: "`… demo [--stay] [--skip] [--port 0]`"
  },
  does: {
    en: "plays on this machine every rule, and what goes wrong around the robot: an outage, a lost session, Tuling's quota with a model in its place, WeChat's send limit; exit code 1 if a scene went wrong. With `--stay` it then serves, on this machine only, the robot's page and beside it the chats of the simulated WeChat, to play with; with `--skip` too it does so at once",
    zh: "在本机演示每条规则，以及各种故障：断网、会话失效、图灵额度用完改问模型、发送过于频繁；有一幕不对则退出码为 1。加上 `--stay`，演完后在本机打开机器人的页面，旁边是模拟微信的聊天，可以自己玩；再加 `--skip` 就不演，直接打开"
  }
}
