import { type HttpApp, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { NodeHttpServerRequest } from "@effect/platform-node"
import { Effect, Option, type Scope, Stream, SubscriptionRef } from "effect"
import { type RecordedExchange } from "../../domain/RecordedExchange.ts"
import { resetConnection } from "../faults/ResetConnection.ts"
import { covers, endpointOf } from "../world/Endpoints.ts"
import { type Recording } from "./Recording.ts"
import * as Script from "./Script.ts"

/*
 * Answers as WeChat did in a recording, and in its order: what an exchange brought may have come of those before it, so
 * it is held until the client has asked for those, too. But only for a moment, as this client may not ask the same.
 */

/** A replay that a client can log in to. */
export interface Replay {
  readonly answer: HttpApp.Default<never, Scope.Scope>
  readonly progress: Effect.Effect<ReturnType<typeof Script.progress>>
}

const PATIENCE = "3 seconds"

/** Where the control API tells how far the replay came. */
export const PROGRESS = "/control/replay"

/** Recorded without its encoding, and as many bytes of nothing where it was no text. */
const bodyOf = ({ body, headers, status }: Extract<RecordedExchange["answer"], { status: number }>) => {
  const type = headers["content-type"]
  const options = { status, ...(typeof type === "string" ? { contentType: type } : {}) }
  return typeof body === "string"
    ? HttpServerResponse.text(body, options)
    : HttpServerResponse.uint8Array(new Uint8Array(body.bytes), options)
}

/** Of the body as it is given here, or of the connection: a recording has none of the latter, but a line made by hand may. */
const NOT_GIVEN = new Set([
  "content-type",
  "content-encoding",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "trailer",
  "upgrade"
])

const give = ({ answer }: RecordedExchange) =>
  Effect.gen(function* () {
    if ("failure" in answer) {
      // it was the client that did not wait for the end
      return yield* answer.failure === "interrupted" ? Effect.never : resetConnection
    }
    const response = NodeHttpServerRequest.toServerResponse(yield* HttpServerRequest.HttpServerRequest)
    // a recorded date is given as it is, and none in place of none
    response.sendDate = false
    // past Effect, which has one text for each header and one cookie for each name
    for (const [name, value] of Object.entries(answer.headers)) {
      if (!NOT_GIVEN.has(name.toLowerCase())) response.setHeader(name, value)
    }
    return bodyOf(answer)
  })

const missing = (method: string, path: string) =>
  HttpServerResponse.text(`The recording has no ${method} ${path}, or no more of them.\n`, { status: 404 })

export const make = (recording: Recording): Effect.Effect<Replay> =>
  Effect.gen(function* () {
    const script = yield* SubscriptionRef.make(Script.make(recording))

    /** Until all before it was answered. What does not come in time is not waited for again. */
    const wait = (entry: Script.Entry) =>
      Effect.flatMap(script.get, (now) =>
        Script.isNext(now, entry)
          ? Effect.void
          : script.changes.pipe(
              Stream.filter((later) => Script.isNext(later, entry)),
              Stream.runHead,
              Effect.timeoutTo({ duration: PATIENCE, onSuccess: () => true, onTimeout: () => false }),
              Effect.flatMap((inTime) =>
                inTime
                  ? Effect.void
                  : SubscriptionRef.update(script, (later) => Script.passBefore(later, entry))
              )
            )
      )

    const answer = Effect.gen(function* () {
      const { method, url } = yield* HttpServerRequest.HttpServerRequest
      const path = url.replace(/\?.*$/s, "")
      const entry = yield* SubscriptionRef.modify(script, (now) => Script.take(now, method, path))
      if (Option.isNone(entry)) return missing(method, path)
      yield* wait(entry.value)
      const passed = SubscriptionRef.update(script, (now) => Script.pass(now, entry.value))
      const { exchange } = entry.value
      // for what was answered, as soon as the answer is on its way
      yield* "failure" in exchange.answer ? passed : Effect.addFinalizer(() => passed)
      return yield* give(exchange)
    })

    return { answer, progress: Effect.map(script.get, Script.progress) }
  })

/** The replay, if there is one, in place of WeChat. The chatbots stay the simulator's: no recording has them. */
export const inPlaceOfWechat = <E, R>(
  replay: Replay | undefined,
  services: HttpApp.Default<E, R>
): HttpApp.Default<E, R | Scope.Scope> =>
  Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ url }): HttpApp.Default<E, R | Scope.Scope> =>
    replay !== undefined && covers("wechat", endpointOf(url)) ? replay.answer : services
  )
