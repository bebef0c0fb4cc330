import { Args, Command, Options } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const query = Args.text({ name: "id-or-text" }).pipe(
  Args.withDescription("the MsgId of a message, or a piece of its text or of its chat's name"),
  Args.optional
)

const last = Options.integer("last").pipe(
  Options.withDescription("list so many messages, the newest last"),
  Options.optional
)

export const why = Command.make("why", { query, last }, (options) =>
  loading(
    () => import("./actions/why.ts"),
    ({ why }) => why(options)
  )
).pipe(
  Command.withDescription(
    "what was decided about a message, by which rules, which chatbots were asked, and what became of it"
  )
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… why <id or text>`, `… why --last 20`", zh: "`… why <id 或文字>`、`… why --last 20`" },
  does: {
    en: "what was decided about a message, by which rules, which chatbots were asked for words, and what became of it, found by its id or a piece of its text or of its chat's name; or the last messages. Reads the [journal](docs/journal.md), also while the robot runs",
    zh: "按 id、文字或聊天名字的一段查找：某条消息是怎样决定的、依据哪些规则、问了哪些聊天机器人、后来怎样；或列出最近的消息。读的是[日志库](docs/journal.zh-CN.md)，机器人运行时也可以"
  }
}
