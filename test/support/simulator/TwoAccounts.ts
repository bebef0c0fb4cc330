import { NodeHttpClient } from "@effect/platform-node"
import { Effect } from "effect"
import type { Control } from "../../../src/simulator/control/Control.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import { openBrowser } from "./Browser.ts"

type Browser = Effect.Effect.Success<ReturnType<typeof openBrowser>>

/** Logs in by a code that this account's phone scans. */
export const logInAs = <E>(control: Control<E>, browser: Browser) =>
  Effect.gen(function* () {
    const uuid = yield* browser.newCode
    yield* control.login({ action: "scan", uuid })
    yield* control.login({ action: "confirm", uuid })
    return yield* Effect.flatMap(browser.pageOf(uuid), browser.enter)
  })

/** A simulator with two accounts, and for each a browser that is logged in. */
export const twoAccounts = Effect.gen(function* () {
  const simulator = yield* start({ autoScan: false })
  const account = yield* simulator.control.addAccount({ name: "second", nickName: "小黑" })
  const control = yield* simulator.controlOf("second")
  const browsers = {
    first: yield* openBrowser(simulator.origin),
    second: yield* openBrowser(simulator.origin)
  }
  const keys = {
    first: yield* logInAs(simulator.control, browsers.first),
    second: yield* logInAs(control, browsers.second)
  }
  return {
    ...simulator,
    account,
    first: { browser: browsers.first, control: simulator.control, keys: keys.first },
    second: { browser: browsers.second, control, keys: keys.second }
  }
}).pipe(Effect.provide(NodeHttpClient.layer))
