import { Args, Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const name = Args.text({ name: "name" }).pipe(
  Args.withDescription("what a friend or group is called; in quotes where a blank is in it")
)

export const unmute = Command.make("unmute", { name }, ({ name }) =>
  loading(
    () => import("./actions/unmute.ts"),
    ({ unmute }) => unmute(name)
  )
).pipe(Command.withDescription("the running robot answers this chat again"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… unmute <name>`", zh: "`… unmute <名字>`" },
  does: {
    en: "the running robot answers this friend or group again",
    zh: "运行中的机器人重新回复这个好友或群"
  }
}
