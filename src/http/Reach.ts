import { HttpClient, HttpClientRequest } from "@effect/platform"
import { Effect } from "effect"
import { Timing } from "../domain/Timing.ts"
import * as Transport from "./Transport.ts"

/** Whether anything answers at an origin, in words. Any HTTP answer counts, whatever its status. */
export const reach = Effect.fn("reach")(function* (origin: URL) {
  const client = yield* HttpClient.HttpClient
  const timing = yield* Timing
  return yield* Transport.exchange(client, {
    endpoint: "reach",
    request: HttpClientRequest.get(origin),
    shown: { host: origin.host, path: "/" },
    timeout: timing.reach,
    maxBytes: 1024 * 1024
  }).pipe(
    Effect.map(({ status }) => `answers with status ${status}`),
    Effect.catchTags({
      BadAnswer: ({ issue }) => Effect.succeed(`answers (${issue})`),
      Unreachable: ({ reason }) => Effect.succeed(`no answer (${reason})`)
    })
  )
})
