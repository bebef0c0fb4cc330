import { HttpServerRequest, type HttpServerResponse } from "@effect/platform"
import { Data, Effect, Schema } from "effect"
import * as Response from "./wire/Response.ts"
import * as Cookies from "./wire/Cookies.ts"
import type { Refusal } from "../world/Endpoints.ts"
import type { Session, State } from "../world/State.ts"
import { World } from "../world/World.ts"

/** The service refuses the call with this `Ret`, or with the same number as `retcode`. */
export class Refused extends Data.TaggedError("Refused")<{ readonly Ret: number }> {}

/** A body that is not what the call wants. */
export const PARAM_ERROR = 1
/** `pass_ticket`, or the ticket of the log-in page, is missing or wrong. */
export const TICKET_ERROR = -14
/** No such session. */
export const NO_SESSION = 1100
/** The session is over, or its `skey` is wrong. */
export const INVALID_SESSION = 1101
/** Cookies are missing. */
const NO_COOKIES = 1102
/** A body that cannot be parsed. */
const UNPARSED = 1200

/** The credentials of a call; `Uin` may come as number or string. */
export const BaseRequest = Schema.Struct({
  Uin: Schema.Union(Schema.Number, Schema.NumberFromString),
  Sid: Schema.String,
  Skey: Schema.String,
  DeviceID: Schema.String
})

/** A query parameter, "" when it is missing or there twice. */
export const param = (params: Readonly<Record<string, string | Array<string>>>, name: string): string => {
  const value = params[name]
  return typeof value === "string" ? value : ""
}

/** The credentials that a request shows; of what it leaves out, those in its cookies. */
interface Shown {
  readonly uin: ReadonlyArray<string>
  readonly sid: ReadonlyArray<string>
  readonly skey: string
}

/** The session of a request, if its cookies and its three credentials are right. */
export const sessionFor = (
  state: State,
  cookies: Cookies.RequestCookies,
  shown: Shown
): Effect.Effect<Session, Refused> => {
  if (!cookies.has("wxsid") || !cookies.has("wxuin")) return new Refused({ Ret: NO_COOKIES })
  // of two cookies the new one counts
  const session = state.sessions.findLast(
    ({ sid, uin }) => shown.sid.includes(sid) && shown.uin.includes(String(uin))
  )
  if (session === undefined) return new Refused({ Ret: NO_SESSION })
  if (session.ended !== null) return new Refused({ Ret: session.ended })
  if (!Cookies.allowCalls(cookies, session)) return new Refused({ Ret: NO_COOKIES })
  if (session.skey !== shown.skey) return new Refused({ Ret: INVALID_SESSION })
  return Effect.succeed(session)
}

/**
 * Checks the `pass_ticket`, which may come as it stands in the log-in page, or encoded once more. `webwxsync` needs it
 * (`wanted`), most calls only refuse a wrong one (`optional`), and some take whatever stands there (`ignored`).
 */
const checkTicket = (session: Session, ticket: string, need: "wanted" | "optional" | "ignored") => {
  if (need === "ignored" || (need === "optional" && ticket === "")) return Effect.void
  return ticket === session.passTicket || ticket === encodeURIComponent(session.passTicket)
    ? Effect.void
    : new Refused({ Ret: TICKET_ERROR })
}

/** Reads a POST inside a session: its body, whatever its content type, and the session that `BaseRequest` names. */
export const readPost = <A extends { readonly BaseRequest: typeof BaseRequest.Type }, I>(
  schema: Schema.Schema<A, I>,
  ticket: "wanted" | "optional" | "ignored"
) => {
  const decode = Schema.decodeUnknown(schema)
  const decodeBase = Schema.decodeUnknown(Schema.Struct({ BaseRequest }))
  return Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const params = yield* HttpServerRequest.ParsedSearchParams
    const { state } = yield* World
    const json = yield* Effect.orElseFail(request.json, () => new Refused({ Ret: UNPARSED }))
    const base = yield* Effect.orElseFail(decodeBase(json), () => new Refused({ Ret: UNPARSED }))
    const { Sid: sid, Skey: skey, Uin } = base.BaseRequest
    const cookies = Cookies.shown(request.headers)
    const session = yield* sessionFor(yield* state, cookies, { uin: [String(Uin)], sid: [sid], skey })
    yield* checkTicket(session, param(params, "pass_ticket"), ticket)
    const body = yield* Effect.orElseFail(decode(json), () => new Refused({ Ret: PARAM_ERROR }))
    return { body, session }
  })
}

/** Reads a GET inside a session: its credentials are in the query, or in the cookies if missing there. */
export const readGet = Effect.gen(function* () {
  const cookies = Cookies.shown((yield* HttpServerRequest.HttpServerRequest).headers)
  const params = yield* HttpServerRequest.ParsedSearchParams
  const { state } = yield* World
  const given = (name: string) => {
    const value = param(params, name)
    return value === "" ? (cookies.get(`wx${name}`) ?? []) : [value]
  }
  const session = yield* sessionFor(yield* state, cookies, {
    uin: given("uin"),
    sid: given("sid"),
    skey: param(params, "skey")
  })
  yield* checkTicket(session, param(params, "pass_ticket"), "optional")
  return { params, session }
})

/** A refusal in JSON: `BaseResponse` with the `Ret`, and the fields that the endpoint's answers always hold. */
export const refusal =
  (rest: object): Refusal =>
  (Ret) =>
    Response.json({ ...Response.base(Ret), ...rest })

/** Answers a refused call in the endpoint's way. */
export const orRefusal =
  (refusal: Refusal) =>
  <R>(
    handler: Effect.Effect<HttpServerResponse.HttpServerResponse, Refused, R>
  ): Effect.Effect<HttpServerResponse.HttpServerResponse, never, R> =>
    Effect.catchTag(handler, "Refused", ({ Ret }) => Effect.succeed(refusal(Ret)))
