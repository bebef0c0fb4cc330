import { type HttpApp, HttpIncomingMessage, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Effect, Option } from "effect"

const MEBI = 1024 * 1024

/** The largest body for the services, and for the control API, which takes whole files in Base64. */
const SERVICES = 8 * MEBI
const CONTROL = 48 * MEBI

/**
 * Refuses a body that is announced larger than any call needs, and reads none of it. The connection of one that is not
 * announced is cut at that length; uploads have an answer of their own then.
 */
export const withBodyLimit = <E, R>(app: HttpApp.Default<E, R>): HttpApp.Default<E, R> =>
  Effect.gen(function* () {
    const { headers, url } = yield* HttpServerRequest.HttpServerRequest
    const limit = url.startsWith("/control/") ? CONTROL : SERVICES
    return yield* Number(headers["content-length"] ?? 0) > limit
      ? HttpServerResponse.text("the body is too large", { status: 413 })
      : HttpIncomingMessage.withMaxBodySize(app, Option.some(limit))
  })
