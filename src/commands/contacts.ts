import { Command } from "@effect/cli"
import { Effect } from "effect"
import { listNames } from "../program/tools/ListNames.ts"
import { journal } from "./JournalToRead.ts"
import { type Documented } from "./Documented.ts"

export const contacts = Command.make("contacts", {}, () => Effect.provide(listNames, journal)).pipe(
  Command.withDescription("the names of friends and groups, as ROBOT_ALLOW and ROBOT_DENY take them")
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… contacts`", zh: "`… contacts`" },
  does: {
    en: "the names of friends and groups, as `ROBOT_ALLOW` and `ROBOT_DENY` take them; reads the journal too",
    zh: "好友和群的名字，按 `ROBOT_ALLOW` 和 `ROBOT_DENY` 里的写法列出；同样从日志库读取"
  }
}
