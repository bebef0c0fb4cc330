import { Effect, Random, Redacted, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { type BadAnswer, type EndpointError, Refused, type Unreachable } from "../Errors.ts"
import { type HttpRequest } from "../HttpExchange.ts"
import * as Salvage from "../Salvage.ts"
import * as Wire from "../Wire.ts"
import { jsonBody, type WechatClient } from "./WechatClient.ts"

/* What the calls of a session share: `BaseRequest` in the body, `BaseResponse` in the answer. */

/** The path of a call of a session, and of the log-in. */
export const pathOf = (endpoint: string): string => `/cgi-bin/mmwebwx-bin/${endpoint}`

/** `e` and 15 random digits, new for every request: with a fixed one stale connections linger and messages come late. */
export const newDeviceId: Effect.Effect<string> = Effect.map(
  Random.nextIntBetween(0, 1e15),
  (n) => `e${String(n).padStart(15, "0")}`
)

const baseRequest = ({ skey, wxsid, wxuin }: Credentials) =>
  Effect.map(newDeviceId, (DeviceID) => ({
    Uin: Number(Redacted.value(wxuin)),
    Sid: Redacted.value(wxsid),
    Skey: Redacted.value(skey),
    DeviceID
  }))

const RetOnly = Schema.Struct({ BaseResponse: Schema.Struct({ Ret: Lenient.requiredInt }) })

/** Makes a reader of answers with a `BaseResponse`: `Refused` unless its `Ret` is 0, else the fields of `schema`. */
export const answerReader = <A, I>(
  endpoint: string,
  schema: Schema.Schema<A, I>
): ((text: string) => Effect.Effect<A, BadAnswer | Refused>) => {
  const parse = Wire.reader(endpoint, Wire.Json)
  const readRet = Wire.reader(endpoint, RetOnly)
  const readFields = Wire.reader(endpoint, schema)
  return Effect.fnUntraced(function* (text) {
    const answer = yield* parse(text)
    const { BaseResponse } = yield* readRet(answer)
    if (BaseResponse.Ret !== 0) return yield* new Refused({ endpoint, code: BaseResponse.Ret })
    return yield* readFields(answer)
  })
}

/**
 * Reads by `salvage` what is left in an answer that an `answerReader` could not read. If it holds a refusal, that is
 * the result; a `foreign` answer holds nothing of WeChat's, so its failure stays.
 */
export const salvaging =
  <A>(endpoint: string, salvage: (text: string) => A) =>
  (text: string, failure: BadAnswer): Effect.Effect<A, BadAnswer | Refused> => {
    if (failure.foreign) return Effect.fail(failure)
    const [Ret = 0] = Salvage.integers(text, "Ret")
    return Ret === 0 ? Effect.sync(() => salvage(text)) : new Refused({ endpoint, code: Ret })
  }

interface Ask {
  readonly credentials: Credentials
  readonly query?: Readonly<Record<string, string | number>>
  /** The fields of the body besides `BaseRequest`. */
  readonly fields?: Readonly<Record<string, unknown>>
  readonly repeatedBy?: HttpRequest["repeatedBy"]
}

/** Makes the POST of a session to an endpoint, the last piece of its path. It gives the answer as text. */
export const textPoster =
  (wechat: WechatClient, endpoint: string) =>
  ({ credentials, fields, query, repeatedBy }: Ask): Effect.Effect<string, Unreachable | BadAnswer> =>
    Effect.flatMap(baseRequest(credentials), (BaseRequest) =>
      wechat.text({
        endpoint,
        host: credentials.host,
        path: pathOf(endpoint),
        query: { ...query, lang: "zh_CN", pass_ticket: Redacted.value(credentials.pass_ticket) },
        body: jsonBody({ BaseRequest, ...fields }),
        repeatedBy
      })
    )

/** Makes the POST of a session, like `textPoster`, with an answer read by `schema`. */
export const poster = <A, I>(wechat: WechatClient, endpoint: string, schema: Schema.Schema<A, I>) => {
  const post = textPoster(wechat, endpoint)
  const read = answerReader(endpoint, schema)
  return (ask: Ask): Effect.Effect<A, EndpointError> => Effect.flatMap(post(ask), read)
}
