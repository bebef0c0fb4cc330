import { Effect } from "effect"
import { Timing } from "../domain/Timing.ts"
import { HttpExchange } from "./HttpExchange.ts"
import * as Transport from "./Transport.ts"

/** Whether anything answers at an origin, in words. Any HTTP answer counts, whatever its status. */
export const reach = Effect.fnUntraced(function* (origin: URL) {
  const http = yield* HttpExchange
  const timing = yield* Timing
  return yield* Transport.exchange(http, {
    endpoint: "reach",
    method: "GET",
    url: origin.href,
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
