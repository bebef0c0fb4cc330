import { Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

/** `start.ts` runs the robot without this command line where nothing else is asked for: that starts sooner. */
export const runRobot = loading(
  () => import("./actions/run.ts"),
  ({ run }) => run
)

export const run = Command.make("run", {}, () => runRobot).pipe(
  Command.withDescription("the robot: logs in and answers until it is stopped; the same as no command at all")
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`node dist/main.js` or `… run`", zh: "`node dist/main.js` 或 `… run`" },
  does: {
    en: "the robot",
    zh: "机器人"
  }
}
