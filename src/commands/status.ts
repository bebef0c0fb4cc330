import { Command, Options } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const json = Options.boolean("json").pipe(Options.withDescription("for programs"))

export const status = Command.make("status", { json }, ({ json }) =>
  loading(
    () => import("./actions/status.ts"),
    ({ status }) => status(json)
  )
).pipe(
  Command.withDescription(
    "how the running robot is; ends with 1 when a person is needed, 75 when none answers"
  )
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… status`, `… status --json`", zh: "`… status`、`… status --json`" },
  does: {
    en: "how the running robot is: what a person has to do, what is paused and muted, what came and went today. Ends with 0 when it works or is paused, 1 when a person is needed or WeChat is lost for over two minutes, 75 when no robot answers",
    zh: "运行中的机器人怎么样：需要人做什么、暂停和静音了什么、今天的消息怎样了。正常或暂停时以 0 结束，需要人处理或与微信失联超过两分钟时以 1 结束，没有机器人应答时以 75 结束"
  }
}
