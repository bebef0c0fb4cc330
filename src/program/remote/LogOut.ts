import { Console, Effect } from "effect"
import { RunningRobot } from "./RunningRobot.ts"

/** The `logout` command: ends the session. */
export const logOut = Effect.gen(function* () {
  const { post } = yield* RunningRobot
  yield* post("api/logout")
  yield* Console.log(
    "Logged out of WeChat. The robot goes on, and shows a new code: the command qr draws it."
  )
})
