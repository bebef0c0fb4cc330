import { Effect, RateLimiter } from "effect"
import { Timing } from "../../domain/Timing.ts"

/** Calls that wait for nobody: sends keep to the owner's pace, and the loop pays for its polls and fetches by turns. */
const free: ReadonlySet<string> = new Set(["synccheck", "webwxsync", "webwxsendmsg"])

/**
 * The ceiling of requests that bring nothing, so that no fault of ours or theirs makes the robot flood WeChat. What brings
 * messages costs none of it: there is no more of that than people write.
 */
export class RequestCeiling extends Effect.Service<RequestCeiling>()("http/RequestCeiling", {
  scoped: Effect.gen(function* () {
    const { requestsPerSecond } = yield* Timing
    const limit = yield* RateLimiter.make({ limit: requestsPerSecond, interval: "1 second" })
    return {
      /** Makes a call of this endpoint as soon as there is room for it. */
      below: <A, E, R>(endpoint: string, call: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
        free.has(endpoint) ? call : limit(call),
      /** Waits as long as so many free calls would have had to that brought nothing. */
      payFor: (calls: number): Effect.Effect<void> =>
        calls === 0 ? Effect.void : RateLimiter.withCost(calls)(limit(Effect.void))
    } as const
  })
}) {}
