import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Data, Effect } from "effect"
import * as Response from "../wechat/wire/Response.ts"
import * as Cookies from "../wechat/wire/Cookies.ts"
import { NO_SESSION, param, Refused, sessionFor } from "../wechat/SessionCall.ts"
import { World } from "../world/World.ts"

/** There is no such message, file or person, or nothing of the kind belongs to it. */
export class NotFound extends Data.TaggedError("NotFound") {}

/** A query parameter, however its name is spelt: clients write `MsgID` and `msgid`, `userName` and `username`. */
export const anyCase = (params: Readonly<Record<string, string | Array<string>>>, name: string): string => {
  const key = Object.keys(params).find((key) => key.toLowerCase() === name.toLowerCase())
  return key === undefined ? "" : param(params, key)
}

/** Reads a GET for media: its `skey` and cookies count, a `pass_ticket` does not. */
export const readMediaGet = Effect.gen(function* () {
  const cookies = Cookies.shown((yield* HttpServerRequest.HttpServerRequest).headers)
  const params = yield* HttpServerRequest.ParsedSearchParams
  const state = yield* (yield* World).state
  const session = yield* sessionFor(state, cookies, {
    uin: cookies.get("wxuin") ?? [],
    sid: cookies.get("wxsid") ?? [],
    skey: param(params, "skey")
  })
  return { params, session, state }
})

/** Reads a GET on the file host, which has no `skey`: `webwx_data_ticket` counts, in the query or as a cookie. */
export const readFileGet = Effect.gen(function* () {
  const cookies = Cookies.shown((yield* HttpServerRequest.HttpServerRequest).headers)
  const params = yield* HttpServerRequest.ParsedSearchParams
  const state = yield* (yield* World).state
  const ticket = param(params, "webwx_data_ticket")
  const tickets = ticket === "" ? (cookies.get("webwx_data_ticket") ?? []) : [ticket]
  const session = state.sessions.findLast(({ dataTicket }) => tickets.includes(dataTicket))
  if (session === undefined) return yield* new Refused({ Ret: NO_SESSION })
  if (session.ended !== null) return yield* new Refused({ Ret: session.ended })
  return { params, state }
})

/** Answers what cannot be fetched: 403 and a `Ret` for a wrong session, 404 for what is not there. */
export const orNothing = <R>(
  handler: Effect.Effect<HttpServerResponse.HttpServerResponse, Refused | NotFound, R>
): Effect.Effect<HttpServerResponse.HttpServerResponse, never, R> =>
  Effect.catchTags(handler, {
    Refused: ({ Ret }) =>
      Effect.succeed(HttpServerResponse.setStatus(Response.json(Response.base(Ret)), 403)),
    NotFound: () => Effect.succeed(HttpServerResponse.empty({ status: 404 }))
  })
