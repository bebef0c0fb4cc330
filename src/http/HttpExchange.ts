import { Context, Data, type Duration, type Effect, Predicate } from "effect"
import { type BadAnswer, Unreachable } from "./Errors.ts"

/** One request, as it goes over the wire. */
export interface HttpRequest {
  /** Names the call in errors. */
  readonly endpoint: string
  readonly method: "GET" | "POST"
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  /** Until the whole answer is there. */
  readonly timeout: Duration.Duration
  /** Of the answer's body, as it comes. */
  readonly maxBytes: number
  /** Whether the body of an answer with this status is read; else it is empty, and the connection is given up. */
  readonly reads: (status: number) => boolean
  /**
   * A server may close a connection that was kept while the next request is on its way there. Then nobody knows whether
   * that was carried out, and it is made again on a new connection by
   * - `exchange`: at once and unseen, since twice does no harm
   * - `caller`: who is told of it, and decides
   * - `nobody`: the request goes over a new connection in the first place
   */
  readonly repeatedBy: "exchange" | "caller" | "nobody"
}

/** A whole answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly bytes: Uint8Array
}

/** Makes one request and reads its whole answer. Follows no redirect. */
export class HttpExchange extends Context.Tag("http/HttpExchange")<
  HttpExchange,
  (request: HttpRequest) => Effect.Effect<HttpAnswer, Unreachable | BadAnswer>
>() {}

/** A proxy made no way to the server. The reason is as that of `Unreachable`. */
export class NoTunnel extends Data.TaggedError("NoTunnel")<{ readonly reason: string }> {}

/** Whether no connection was made, so that nothing was sent. */
const neverConnected = (cause: unknown): boolean =>
  cause instanceof AggregateError
    ? cause.errors.every(neverConnected)
    : cause instanceof NoTunnel || isConnecting(cause)

const isConnecting = (cause: unknown) =>
  Predicate.hasProperty(cause, "syscall") && (cause.syscall === "connect" || cause.syscall === "getaddrinfo")

/** Node's word for it, such as ECONNRESET. */
export const wordFor = (cause: unknown): string =>
  Predicate.hasProperty(cause, "code") &&
  Predicate.isString(cause.code) &&
  /^[A-Z][A-Z0-9_]{2,40}$/.test(cause.code)
    ? cause.code
    : "connection failed"

/** What an error of a connection means for a request that was made `tries` times. */
export const unreachable = (endpoint: string, cause: unknown, tries = 1): Unreachable =>
  new Unreachable({
    endpoint,
    reason: cause instanceof NoTunnel ? cause.reason : wordFor(cause),
    delivered: tries === 1 && neverConnected(cause) ? "no" : "unknown"
  })

export const TIMED_OUT = "timed out"

/** An answer did not come in time. */
export const timedOut = (endpoint: string): Unreachable =>
  new Unreachable({ endpoint, reason: TIMED_OUT, delivered: "unknown" })
