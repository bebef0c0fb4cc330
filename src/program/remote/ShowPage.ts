import { Console, Effect, Redacted } from "effect"
import { Health } from "../api/contract/Views.ts"
import { RunningRobot } from "./RunningRobot.ts"

/** The `page` command: where a browser finds the page, with the token that opens it. Who sees it can do all that the API can. */
export const showPage = Effect.gen(function* () {
  const { address, get, token } = yield* RunningRobot
  // an address at which nobody answers helps nobody
  yield* get("health", Health, 503)
  yield* Console.log(`${address}?token=${Redacted.value(token)}`)
})
