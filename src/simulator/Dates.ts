import { type HttpApp, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { NodeHttpServerRequest } from "@effect/platform-node"
import { Effect } from "effect"
import { World } from "./world/World.ts"

/** Gives each answer a `date` by the servers' clock, or none while `dated` is off. */
export const withDates = <E, R>(app: HttpApp.Default<E, R>) =>
  Effect.gen(function* () {
    const { now, state } = yield* World
    const request = yield* HttpServerRequest.HttpServerRequest
    const response = yield* app
    if ((yield* state).dated) {
      return HttpServerResponse.setHeader(response, "date", new Date(yield* now).toUTCString())
    }
    // or else Node adds a date of its own
    NodeHttpServerRequest.toServerResponse(request).sendDate = false
    return response
  })
