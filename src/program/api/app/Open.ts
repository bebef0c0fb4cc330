import { HttpApiBuilder, HttpServerResponse } from "@effect/platform"
import { Effect } from "effect"
import { NoToken, TooMany } from "../contract/Errors.ts"
import { RobotApi } from "../contract/RobotApi.ts"
import { cookieHeader, Entry } from "../door/Entry.ts"
import { health } from "./Health.ts"
import { metrics } from "./Metrics.ts"

const login = Effect.fn("Open.login")(function* (given: string) {
  const entry = yield* Entry
  const checked = yield* entry.check({ _tag: "Bearer", token: given })
  if (checked === "wrong") return yield* new NoToken()
  if (checked === "too-many") return yield* new TooMany()
  return HttpServerResponse.empty({ headers: { "set-cookie": cookieHeader(entry) } })
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
    .handle("login", ({ payload }) => login(payload.token))
)
