import { Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

export const contacts = Command.make("contacts", {}, () =>
  loading(
    () => import("./actions/contacts.ts"),
    ({ contacts }) => contacts
  )
).pipe(Command.withDescription("the names of friends and groups, as ROBOT_ALLOW and ROBOT_DENY take them"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… contacts`", zh: "`… contacts`" },
  does: {
    en: "the names of friends and groups, as `ROBOT_ALLOW` and `ROBOT_DENY` take them; reads the journal too",
    zh: "好友和群的名字，按 `ROBOT_ALLOW` 和 `ROBOT_DENY` 里的写法列出；同样从日志库读取"
  }
}
