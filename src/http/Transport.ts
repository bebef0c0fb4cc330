import {
  type Cookies,
  HttpClient,
  type HttpClientError,
  type HttpClientRequest,
  type HttpClientResponse
} from "@effect/platform"
import { Clock, type Duration, Effect, Option, Predicate, Stream } from "effect"
import { BadAnswer, Unreachable } from "./Errors.ts"
import { inflate } from "./Inflate.ts"

/*
 * One request and its whole answer, the same way for every remote service: a time limit that covers the body, a size
 * limit, no redirect followed, no trace header sent, one debug line, and errors without the request, which holds
 * tickets and cookies.
 */

interface Exchange {
  readonly endpoint: string
  readonly request: HttpClientRequest.HttpClientRequest
  /** What the log shows: no query, and no secret of the path. */
  readonly shown: { readonly host: string; readonly path: string }
  readonly timeout: Duration.Duration
  /** Of the answer's body, both as it comes and inflated. */
  readonly maxBytes: number
  /** A status whose body is the answer, besides 2xx. */
  readonly alsoStatus?: number
  /** The service does this only once, so after a 5xx it is not known whether it was done. */
  readonly once?: boolean
}

interface Answer {
  readonly status: number
  readonly cookies: Cookies.Cookies
  readonly bytes: Uint8Array
  /** What the server's clock showed, in seconds since 1970; undefined when the answer has no date. */
  readonly second: number | undefined
}

/** The host of an address, for messages; "no host" when it cannot be read. */
export const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).hostname.slice(0, 100) || "no host" : "no host"

/** Whether no connection was made, so that nothing was sent. */
const neverConnected = (cause: unknown): boolean =>
  cause instanceof AggregateError
    ? cause.errors.every(neverConnected)
    : Predicate.hasProperty(cause, "syscall") &&
      (cause.syscall === "connect" || cause.syscall === "getaddrinfo")

/** Node's word for it, such as ECONNRESET. */
const wordFor = (cause: unknown): string =>
  Predicate.hasProperty(cause, "code") &&
  Predicate.isString(cause.code) &&
  /^[A-Z][A-Z0-9_]{2,40}$/.test(cause.code)
    ? cause.code
    : "connection failed"

const unreachable = (endpoint: string) => (error: HttpClientError.HttpClientError) =>
  new Unreachable({
    endpoint,
    reason: wordFor(error.cause),
    delivered: neverConnected(error.cause) ? "no" : "unknown"
  })

/** The error for a status that is not accepted. */
const statusError = (
  { endpoint, once = false }: Exchange,
  response: HttpClientResponse.HttpClientResponse
) => {
  const status = response.status
  if (status >= 500) {
    return new Unreachable({ endpoint, reason: `status ${status}`, delivered: once ? "unknown" : "no" })
  }
  const location = response.headers["location"]
  const where = status >= 300 && status < 400 && location !== undefined ? ` to ${hostOf(location)}` : ""
  return new BadAnswer({ endpoint, issue: `status ${status}${where}`, foreign: true })
}

const readBody = Effect.fnUntraced(function* (
  exchange: Exchange,
  response: HttpClientResponse.HttpClientResponse
) {
  const { endpoint, maxBytes } = exchange
  const tooLarge = new BadAnswer({ endpoint, issue: `body of more than ${maxBytes} bytes` })
  const chunks: Array<Uint8Array> = []
  let size = 0
  yield* Stream.runForEach(response.stream, (chunk) => {
    size += chunk.length
    if (size > maxBytes) return Effect.fail(tooLarge)
    chunks.push(chunk)
    return Effect.void
  }).pipe(Effect.catchTag("ResponseError", (error) => Effect.fail(unreachable(endpoint)(error))))
  // a connection lost before the first read looks like an empty body to the stream
  const announced = response.headers["content-length"]
  if (announced !== undefined && Number(announced) !== size) {
    return yield* new Unreachable({ endpoint, reason: "answer cut short", delivered: "unknown" })
  }
  return yield* inflate(
    Buffer.concat(chunks),
    response.headers["content-encoding"] ?? "identity",
    maxBytes
  ).pipe(
    Effect.catchTags({
      TooLarge: () => Effect.fail(tooLarge),
      NotInflatable: ({ encoding }) =>
        Effect.fail(new BadAnswer({ endpoint, issue: `body is not ${encoding}` }))
    })
  )
})

const secondIn = (date: string | undefined) => {
  const millis = Date.parse(date ?? "")
  return Number.isNaN(millis) ? undefined : millis / 1000
}

/** Sends the request and reads the answer to its end. */
export const exchange = (
  client: HttpClient.HttpClient,
  call: Exchange
): Effect.Effect<Answer, Unreachable | BadAnswer> => {
  const { endpoint, request, timeout } = call
  const attempt = Effect.gen(function* () {
    const response = yield* Effect.mapError(quiet(client).execute(request), unreachable(endpoint))
    const accepted = (response.status >= 200 && response.status < 300) || response.status === call.alsoStatus
    if (!accepted) return yield* statusError(call, response)
    const bytes = yield* readBody(call, response)
    const { cookies, headers, status } = response
    return { status, cookies, bytes, second: secondIn(headers["date"]) }
  }).pipe(
    Effect.scoped,
    Effect.timeoutFail({
      duration: timeout,
      onTimeout: () => new Unreachable({ endpoint, reason: "timed out", delivered: "unknown" })
    })
  )
  return Effect.flatMap(Clock.currentTimeMillis, (started) => {
    const log = (result: Readonly<Record<string, unknown>>) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.annotateLogs(Effect.logDebug("http call"), {
          endpoint,
          method: request.method,
          ...call.shown,
          sent: Option.getOrElse(Option.fromNullable(request.body.contentLength), () => 0),
          millis: now - started,
          ...result
        })
      )
    return Effect.tapBoth(attempt, {
      onSuccess: ({ status, bytes }) => log({ status, received: bytes.length }),
      onFailure: (error) => log({ failure: error._tag === "Unreachable" ? error.reason : error.issue })
    })
  })
}

/** Without client spans, which hold the whole URL and send trace headers; the connection ends with the scope. */
const quiet = (client: HttpClient.HttpClient) =>
  client.pipe(
    HttpClient.withTracerDisabledWhen(() => true),
    HttpClient.withScope
  )
