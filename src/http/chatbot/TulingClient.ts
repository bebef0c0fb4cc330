import { HttpBody } from "@effect/platform"
import { Effect, type Schema } from "effect"
import { ChatbotFailure, type Question } from "../../domain/Chatbot.ts"
import { HttpExchange } from "../HttpExchange.ts"
import * as Transport from "../Transport.ts"
import * as Wire from "../Wire.ts"
import { TulingOptions } from "./TulingOptions.ts"

/** Tuling keeps in mind by itself what was said before. */
export type TulingQuestion = Pick<Question, "text" | "userId" | "groupId">

/** A failure of Tuling, under the name by which the operator chooses this chatbot. */
export const failure = (kind: ChatbotFailure["kind"], code: string | number) =>
  new ChatbotFailure({ chatbot: "tuling", kind, code: String(code) })

/**
 * Makes what both versions of Tuling share: a POST of JSON, without cookies, to `path`, and an answer read by `schema`.
 * No answer or an unreadable one is `transient`.
 */
export const poster = <A>(path: string, schema: Schema.Schema<A, string>) =>
  Effect.gen(function* () {
    const http = yield* HttpExchange
    const { origin, timeout } = yield* TulingOptions
    const endpoint = "tuling"
    const read = Wire.reader(endpoint, schema)

    return (body: unknown): Effect.Effect<A, ChatbotFailure> =>
      Transport.exchange(http, {
        endpoint,
        method: "POST",
        url: new URL(path, origin).href,
        body: HttpBody.text(Wire.toJson(body), "application/json; charset=UTF-8"),
        shown: { host: origin.hostname, path },
        timeout,
        maxBytes: 1024 * 1024,
        // a question asked twice counts twice
        repeatedBy: "caller"
      }).pipe(
        Effect.flatMap(({ bytes }) => read(Wire.utf8(bytes))),
        Effect.mapError((error) =>
          failure("transient", error._tag === "Unreachable" ? error.reason : error.issue)
        )
      )
  })
