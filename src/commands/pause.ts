import { Args, Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const time = Args.text({ name: "time" }).pipe(
  Args.withDescription("for how long, or until when: 30 minutes, 2 hours, 23:00, tomorrow; in Chinese too"),
  Args.repeated
)

export const pause = Command.make("pause", { time }, ({ time }) =>
  loading(
    () => import("./actions/pause.ts"),
    ({ pause }) => pause(time)
  )
).pipe(Command.withDescription("the running robot answers nobody, for a time or until it is told to resume"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… pause [time]`", zh: "`… pause [时间]`" },
  does: {
    en: "the running robot answers nobody, for a time (`30 minutes`, `2小时`, `23:00`, `tomorrow`) or until `resume`; what comes meanwhile is not answered later",
    zh: "运行中的机器人谁都不回复，持续一段时间（`30 minutes`、`2小时`、`23:00`、`明天`）或直到 `resume`；这期间来的消息以后也不回复"
  }
}
