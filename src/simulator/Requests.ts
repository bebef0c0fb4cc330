import { type HttpApp, HttpServerError, HttpServerRequest, type HttpServerResponse } from "@effect/platform"
import { Clock, Effect, Exit } from "effect"
import { endpointOf } from "./world/Endpoints.ts"
import * as Recent from "./world/Recent.ts"
import { World } from "./world/World.ts"

const statusOf = (exit: Exit.Exit<HttpServerResponse.HttpServerResponse, unknown>): Effect.Effect<number> =>
  Exit.match(exit, {
    onSuccess: ({ status }) => Effect.succeed(status),
    onFailure: (cause) => Effect.map(HttpServerError.causeResponse(cause), ([{ status }]) => status)
  })

/** Records each request to the simulated services: all of them pass through here. */
export const withRecords = <E, R>(app: HttpApp.Default<E, R>) =>
  Effect.gen(function* () {
    const { modify } = yield* World
    const { method, url } = yield* HttpServerRequest.HttpServerRequest
    const endpoint = endpointOf(url)
    const record = (status: number, at: number) =>
      modify((state) => {
        const order = Recent.countOf(state.requested) + 1
        const request = { order, at, method, endpoint, status }
        const requested = Recent.withMore(state.requested, [request], ({ endpoint }) => endpoint.length)
        return [undefined, { ...state, requested }]
      })
    return yield* Effect.onExit(app, (exit) =>
      Effect.flatMap(Effect.all([statusOf(exit), Clock.currentTimeMillis]), ([status, at]) =>
        record(status, at)
      )
    )
  })
