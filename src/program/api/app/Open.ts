import { HttpApiBuilder, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Effect, Redacted } from "effect"
import { NoToken, TooMany } from "../contract/Errors.ts"
import { RobotApi } from "../contract/RobotApi.ts"
import { cookieHeader, Entry } from "../door/Entry.ts"
import { health } from "./Health.ts"
import { metrics } from "./Metrics.ts"

/** Stands where the page will be. */
const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>weixin-robot</title>
<p>The robot runs. Its API is described at <a href="/api/openapi.json">/api/openapi.json</a>.</p>
</html>
`

/** The port at which a request came in: its cookie is named by it. */
const localPort = (source: unknown) => {
  if (typeof source !== "object" || source === null || !("socket" in source)) return undefined
  const { socket } = source
  if (typeof socket !== "object" || socket === null || !("localPort" in socket)) return undefined
  return typeof socket.localPort === "number" ? socket.localPort : undefined
}

const login = Effect.fn("Open.login")(function* (given: string) {
  const { check, cookie } = yield* Entry
  const checked = yield* check({ _tag: "Bearer", token: given })
  if (checked === "wrong") return yield* new NoToken()
  if (checked === "too-many") return yield* new TooMany()
  const { source } = yield* HttpServerRequest.HttpServerRequest
  return HttpServerResponse.empty({
    headers: { "set-cookie": cookieHeader(localPort(source), Redacted.value(cookie)) }
  })
})

/** What is for everybody. */
export const layer = HttpApiBuilder.group(RobotApi, "open", (handlers) =>
  handlers
    .handle("health", () =>
      Effect.filterOrElse(
        health,
        ({ ok }) => ok,
        (bad) => Effect.fail(bad)
      )
    )
    .handle("metrics", () => metrics)
    .handle("page", () => Effect.succeed(PAGE))
    .handle("login", ({ payload }) => login(payload.token))
)
