import { Args, Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const file = Args.text({ name: "file" }).pipe(
  Args.withDescription("an archive to make, which must not be there yet; - is the standard output")
)

export const backup = Command.make("backup", { file }, ({ file }) =>
  loading(
    () => import("./actions/backup.ts"),
    ({ backup }) => backup(file)
  )
).pipe(Command.withDescription("a copy of all that the robot knows, in one file, whether it runs or not"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… backup FILE`", zh: "`… backup 文件`" },
  does: {
    en: "a checked copy of all that the robot knows, in one archive, whether it runs or not; `-` is the standard output",
    zh: "把机器人知道的一切做成一份检查过的归档，不论它是否在运行；`-` 是标准输出"
  }
}
