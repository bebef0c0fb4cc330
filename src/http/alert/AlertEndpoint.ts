import { HttpBody } from "@effect/platform"
import { Clock, Data, Effect, Option, Redacted } from "effect"
import { type Notice } from "../../domain/Alert.ts"
import { Timing } from "../../domain/Timing.ts"
import { decoded } from "../Decoded.ts"
import { type BadAnswer, type Unreachable } from "../Errors.ts"
import { HttpExchange } from "../HttpExchange.ts"
import * as Transport from "../Transport.ts"
import * as Wire from "../Wire.ts"
import { AlertOptions } from "./AlertOptions.ts"

/** The service understood, and did not take the alert. */
export class AlertRefused extends Data.TaggedError("AlertRefused")<{
  readonly code: number
  /** In its words, which may quote what was sent: for a person who asks, not for the log. */
  readonly said: string
}> {
  override get message() {
    return `alert: refused with ${this.code}`
  }
}

const ANSWER_AT_MOST = 64 * 1024

/** The address without user and password, and the header that they make. */
const withoutUser = (url: URL) => {
  if (url.username === "" && url.password === "") return { plain: url, headers: {} }
  const plain = new URL(url)
  plain.username = ""
  plain.password = ""
  const user = `${decoded(url.username)}:${decoded(url.password)}`
  return { plain, headers: { authorization: `Basic ${Buffer.from(user).toString("base64")}` } }
}

/** The service that tells the owner: one POST an alert, which does no harm when it comes twice. */
export class AlertEndpoint extends Effect.Service<AlertEndpoint>()("http/AlertEndpoint", {
  effect: Effect.gen(function* () {
    const http = yield* HttpExchange
    const { form, secret, url } = yield* AlertOptions
    const { call } = yield* Timing

    const send = Effect.fn("AlertEndpoint.send")(function* (
      notice: Notice
    ): Effect.fn.Return<void, Unreachable | BadAnswer | AlertRefused> {
      const now = yield* Clock.currentTimeMillis
      const posted = form.request(notice, { url: Redacted.value(url), secret, now })
      const { headers, plain } = withoutUser(posted.url)
      const { bytes } = yield* Transport.exchange(http, {
        endpoint: "alert",
        method: "POST",
        url: plain.href,
        headers,
        body: HttpBody.text(Wire.toJson(posted.body), "application/json; charset=utf-8"),
        shown: { host: plain.hostname, path: "(hidden)" },
        timeout: call,
        maxBytes: ANSWER_AT_MOST
      })
      const refusal = yield* form.refusal(Wire.utf8(bytes))
      if (Option.isSome(refusal)) return yield* new AlertRefused(refusal.value)
    })

    return { send } as const
  })
}) {}
