import { HttpBody } from "@effect/platform"
import { Effect, Option } from "effect"
import { Timing } from "../../domain/Timing.ts"
import { HttpExchange, type HttpRequest } from "../HttpExchange.ts"
import * as Transport from "../Transport.ts"
import * as Wire from "../Wire.ts"
import { CookieJar } from "./CookieJar.ts"
import { type WechatHost } from "./Hosts.ts"
import { RequestCeiling } from "./RequestCeiling.ts"
import { WechatOptions } from "./WechatOptions.ts"
import { WechatTime } from "./WechatTime.ts"

/** One request to WeChat. With a body it is a POST, else a GET. */
interface Call {
  /** Names the call in errors and logs. */
  readonly endpoint: string
  readonly host: WechatHost
  /** May carry a query already. */
  readonly path: string
  /** The path for the log, where the real one holds a secret. */
  readonly shownPath?: string
  readonly query?: Readonly<Record<string, string | number>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: HttpBody.Uint8Array
  /** Which limit of `Timing` counts; `call` when missing. */
  readonly timeout?: "contacts" | "longPoll" | "logout"
  /** 16 MB when missing. */
  readonly maxBytes?: number
  /** A status besides 2xx whose body is the answer. */
  readonly alsoStatus?: number
  /** WeChat does this only once, so after a 5xx it is not known whether it was done. */
  readonly once?: boolean
  /** As in `HttpRequest`; `exchange` when missing. */
  readonly repeatedBy?: HttpRequest["repeatedBy"] | undefined
}

const megabyte = 1024 * 1024

/** WeChat answers only browsers; which one does not matter. */
const userAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"

/** A body in JSON, with the content type of Web WeChat. */
export const jsonBody = (value: unknown): HttpBody.Uint8Array =>
  HttpBody.text(Wire.toJson(value), "application/json; charset=UTF-8")

/** A path, which may carry a query already, with more of it. */
const withQuery = (path: string, query: Call["query"] = {}): string => {
  const more = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) more.append(name, String(value))
  return more.size === 0 ? path : `${path}${path.includes("?") ? "&" : "?"}${more}`
}

/**
 * What all WeChat endpoints share: the way to a host (or to the origin that stands in for it), a browser's name,
 * cookies, limits of time and size. Redirects are never followed.
 */
export class WechatClient extends Effect.Service<WechatClient>()("http/WechatClient", {
  effect: Effect.gen(function* () {
    const http = yield* HttpExchange
    const jar = yield* CookieJar
    const timing = yield* Timing
    const time = yield* WechatTime
    const ceiling = yield* RequestCeiling
    const { origin } = yield* WechatOptions

    const baseOf = (host: WechatHost) =>
      Option.match(origin, { onNone: () => `https://${host}`, onSome: (url) => url.origin })

    /** The whole answer, its cookies kept in the jar. */
    const send = Effect.fnUntraced(function* (call: Call) {
      const { endpoint, host } = call
      const path = call.path.replace(/\?.*$/s, "")
      const cookie = yield* jar.header(host, path)
      const answer = yield* ceiling.below(
        endpoint,
        time.reading(
          Transport.exchange(http, {
            endpoint,
            method: call.body === undefined ? "GET" : "POST",
            url: baseOf(host) + withQuery(call.path, call.query),
            headers: { "user-agent": userAgent, ...(cookie === "" ? {} : { cookie }), ...call.headers },
            body: call.body,
            shown: { host, path: call.shownPath ?? path },
            timeout: timing[call.timeout ?? "call"],
            maxBytes: call.maxBytes ?? 16 * megabyte,
            alsoStatus: call.alsoStatus,
            once: call.once,
            repeatedBy: call.repeatedBy
          }),
          ({ second }) => second
        )
      )
      yield* jar.store(host, path, answer.cookies)
      return answer
    })

    /** The answer's body as text. */
    const text = (call: Call) => Effect.map(send(call), ({ bytes }) => Wire.utf8(bytes))

    return { send, text } as const
  })
}) {}
