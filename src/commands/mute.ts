import { Args, Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const name = Args.text({ name: "name" }).pipe(
  Args.withDescription("what a friend or group is called; in quotes where a blank is in it")
)

const time = Args.text({ name: "time" }).pipe(
  Args.withDescription("for how long, or until when: 30 minutes, 2 hours, 23:00, tomorrow; in Chinese too"),
  Args.repeated
)

export const mute = Command.make("mute", { name, time }, ({ name, time }) =>
  loading(
    () => import("./actions/mute.ts"),
    ({ mute }) => mute(name, time)
  )
).pipe(
  Command.withDescription("the running robot does not answer this chat, for a time or until it is unmuted")
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… mute <name> [time]`", zh: "`… mute <名字> [时间]`" },
  does: {
    en: "the running robot does not answer this friend or group, for a time or until `unmute`",
    zh: "运行中的机器人不回复这个好友或群，持续一段时间或直到 `unmute`"
  }
}
