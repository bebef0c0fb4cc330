import { Cookies, type HttpBody } from "@effect/platform"
import { Clock, type Duration, Effect, FiberRef, LogLevel } from "effect"
import { BadAnswer, Unreachable } from "./Errors.ts"
import { type HttpAnswer, type HttpExchange, type HttpRequest } from "./HttpExchange.ts"
import { inflate } from "./Inflate.ts"

/*
 * One request and its whole answer, the same way for every remote service: a time limit that covers the body, a size
 * limit, no redirect followed, no trace header sent, one debug line, and errors without the request, which holds
 * tickets and cookies.
 */

interface Exchange {
  readonly endpoint: string
  readonly method: HttpRequest["method"]
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: HttpBody.Uint8Array | undefined
  /** What the log shows: no query, and no secret of the path. */
  readonly shown: { readonly host: string; readonly path: string }
  readonly timeout: Duration.Duration
  /** Of the answer's body, both as it comes and inflated. */
  readonly maxBytes: number
  /** A status whose body is the answer, besides 2xx; `any` where the caller reads from the answer what the status means. */
  readonly alsoStatus?: number | "any" | undefined
  /** The service does this only once, so after a 5xx it is not known whether it was done. Then `nobody` repeats it. */
  readonly once?: boolean | undefined
  /** As in `HttpRequest`; `exchange` when missing. */
  readonly repeatedBy?: HttpRequest["repeatedBy"] | undefined
}

interface Answer {
  readonly status: number
  readonly headers: HttpAnswer["headers"]
  readonly cookies: Cookies.Cookies
  readonly bytes: Uint8Array
  /** What the server's clock showed, in seconds since 1970; undefined when the answer has no date. */
  readonly second: number | undefined
}

/** The host of an address, for messages; "no host" when it cannot be read. */
export const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).hostname.slice(0, 100) || "no host" : "no host"

/** A header that comes once. */
export const headerOf = ({ headers }: Pick<HttpAnswer, "headers">, name: string): string | undefined => {
  const value = headers[name]
  return typeof value === "string" ? value : undefined
}

/** The error for a status that is not accepted. */
const statusError = ({ endpoint, once = false }: Exchange, answer: HttpAnswer) => {
  const { status } = answer
  if (status >= 500) {
    return new Unreachable({ endpoint, reason: `status ${status}`, delivered: once ? "unknown" : "no" })
  }
  const location = headerOf(answer, "location")
  const where = status >= 300 && status < 400 && location !== undefined ? ` to ${hostOf(location)}` : ""
  return new BadAnswer({ endpoint, issue: `status ${status}${where}`, foreign: true })
}

const isAccepted = ({ alsoStatus }: Exchange, status: number) =>
  (status >= 200 && status < 300) || alsoStatus === "any" || status === alsoStatus

/** The body as the server meant it. */
const bodyOf = (
  { endpoint, maxBytes }: Exchange,
  answer: HttpAnswer
): Effect.Effect<Uint8Array, Unreachable | BadAnswer> => {
  const announced = headerOf(answer, "content-length")
  if (announced !== undefined && Number(announced) !== answer.bytes.length) {
    return new Unreachable({ endpoint, reason: "answer cut short", delivered: "unknown" })
  }
  return inflate(answer.bytes, headerOf(answer, "content-encoding") ?? "identity", maxBytes).pipe(
    Effect.catchTags({
      TooLarge: () => Effect.fail(new BadAnswer({ endpoint, issue: `body of more than ${maxBytes} bytes` })),
      NotInflatable: ({ encoding }) =>
        Effect.fail(new BadAnswer({ endpoint, issue: `body is not ${encoding}` }))
    })
  )
}

const cookiesOf = ({ headers }: HttpAnswer) => {
  const lines = headers["set-cookie"]
  return lines === undefined ? Cookies.empty : Cookies.fromSetCookie(lines)
}

const secondIn = (date: string | undefined) => {
  const millis = Date.parse(date ?? "")
  return Number.isNaN(millis) ? undefined : millis / 1000
}

const readAnswer = (call: Exchange, answer: HttpAnswer): Effect.Effect<Answer, Unreachable | BadAnswer> =>
  isAccepted(call, answer.status)
    ? Effect.map(bodyOf(call, answer), (bytes) => ({
        status: answer.status,
        headers: answer.headers,
        cookies: cookiesOf(answer),
        bytes,
        second: secondIn(headerOf(answer, "date"))
      }))
    : statusError(call, answer)

const requestOf = (call: Exchange): HttpRequest => {
  const { body, endpoint, headers, maxBytes, method, once = false, repeatedBy, timeout, url } = call
  return {
    endpoint,
    method,
    url,
    headers:
      body === undefined
        ? { ...headers }
        : { ...headers, "content-type": body.contentType, "content-length": String(body.contentLength) },
    body: body?.body,
    timeout,
    maxBytes,
    reads: (status) => isAccepted(call, status),
    repeatedBy: once ? "nobody" : (repeatedBy ?? "exchange")
  }
}

/** With one line in the log when it has ended. */
const logged = (
  { body, endpoint, method, shown }: Exchange,
  attempt: Effect.Effect<Answer, Unreachable | BadAnswer>
) =>
  Effect.flatMap(Clock.currentTimeMillis, (started) => {
    const log = (result: Readonly<Record<string, unknown>>) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.annotateLogs(Effect.logDebug("http call"), {
          endpoint,
          method,
          ...shown,
          sent: body?.contentLength ?? 0,
          millis: now - started,
          ...result
        })
      )
    return Effect.tapBoth(attempt, {
      onSuccess: ({ status, bytes }) => log({ status, received: bytes.length }),
      onFailure: (error) => log({ failure: error._tag === "Unreachable" ? error.reason : error.issue })
    })
  })

/** Sends the request and reads the answer to its end. */
export const exchange = (
  http: HttpExchange["Type"],
  call: Exchange
): Effect.Effect<Answer, Unreachable | BadAnswer> => {
  const attempt = Effect.flatMap(http(requestOf(call)), (answer) => readAnswer(call, answer))
  return Effect.flatMap(FiberRef.get(FiberRef.currentMinimumLogLevel), (level) =>
    LogLevel.lessThanEqual(level, LogLevel.Debug) ? logged(call, attempt) : attempt
  )
}
