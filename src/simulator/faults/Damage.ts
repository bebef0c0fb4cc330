import { type HttpApp, HttpServerResponse } from "@effect/platform"
import { Duration, Effect } from "effect"
import { controlCharacter, drip, empty, garbage, half, html, truncated } from "./BrokenBody.ts"
import { resetConnection } from "./ResetConnection.ts"
import { covers, isInJson } from "../world/Endpoints.ts"
import { untilCleared } from "./FaultList.ts"
import { loginAnswer } from "../wechat/Login.ts"
import { refusalOf } from "./Refusals.ts"
import type { KeptFault } from "../world/Fault.ts"
import { synccheckAnswer } from "../wechat/SyncCheck.ts"
import { World } from "../world/World.ts"

/** What a fault makes of a call. */
export type Damage = <E, R>(call: HttpApp.Default<E, R>) => HttpApp.Default<E, R | World>

/** Answers instead of the service, which does its work first when the fault comes `after` it, else not at all. */
const instead =
  (when: "before" | "after" = "before") =>
  (answer: HttpApp.Default<never, World>): Damage =>
  (call) =>
    when === "after" ? Effect.zipRight(call, answer) : answer

/** Holds the call until its fault is cleared, then resets its connection. Ends sooner when the client hangs up. */
const hang = ({ order }: KeptFault) =>
  Effect.gen(function* () {
    const world = yield* World
    // the server runs calls uninterruptibly: only so does the wait end when the client hangs up
    yield* Effect.interruptible(untilCleared(world, order, Duration.infinity))
    return yield* resetConnection
  })

/** What a fault makes of the calls of an endpoint; null when it does not concern them. */
export const damage = (kept: KeptFault, endpoint: string): Damage | null => {
  const { fault } = kept
  if (!covers(fault.endpoint, endpoint)) return null
  switch (fault.kind) {
    case "status":
      return instead(fault.when)(Effect.succeed(HttpServerResponse.empty({ status: fault.status })))
    case "reset":
      return instead(fault.when)(resetConnection)
    case "hang":
      return instead(fault.when)(hang(kept))
    case "garbage":
      return instead(fault.when)(Effect.flatMap(World, garbage))
    case "empty":
      return instead(fault.when)(Effect.succeed(empty))
    case "html":
      return instead(fault.when)(Effect.succeed(html))
    case "ret": {
      const refusal = refusalOf(endpoint)
      return refusal === undefined ? null : instead(fault.when)(Effect.succeed(refusal(fault.ret)))
    }
    case "drip":
      return Effect.map(drip(fault.pause, fault.pieces))
    case "truncated":
      return Effect.map(truncated)
    case "half":
      return Effect.map(half)
    case "control":
      return isInJson(endpoint) ? Effect.flatMap(controlCharacter(fault.field)) : null
    case "selector":
      return instead()(Effect.succeed(synccheckAnswer(0, fault.selector)))
    case "instant":
      return instead()(Effect.succeed(endpoint === "login" ? loginAnswer(408) : synccheckAnswer(0, 0)))
    case "refused":
      return instead()(resetConnection)
  }
}
