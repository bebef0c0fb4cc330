import * as Http from "node:http"
import * as Https from "node:https"
import { Duration, Effect, Layer, Predicate } from "effect"
import { Timing } from "../domain/Timing.ts"
import { type Deadlines, make as makeDeadlines } from "./Deadlines.ts"
import { BadAnswer, type Unreachable } from "./Errors.ts"
import { type HttpAnswer, HttpExchange, type HttpRequest, timedOut, unreachable } from "./HttpExchange.ts"

/*
 * HTTP straight on Node's client, an exchange in one asynchronous step. Every message costs two exchanges and more: with
 * the client of @effect/platform, its scopes and streams, they took a third of all the time that a message takes. And a
 * connection is kept for the next call, which saves it a TLS handshake.
 */

/** Idle connections to a host, at most: a burst leaves many, for some seconds. Those in use are the callers' affair. */
const KEPT = 256

interface Agents {
  readonly "http:": Http.Agent
  readonly "https:": Https.Agent
}

type End = Effect.Effect<HttpAnswer, Unreachable | BadAnswer>

interface Listener {
  readonly end: (end: End) => void
  readonly failed: (cause: Error, request: Http.ClientRequest) => void
}

/** Closes all idle connections, so that the next request gets a new one. What closed one may have closed others. */
const closeIdle = ({ freeSockets }: Http.Agent) => {
  for (const sockets of Object.values(freeSockets)) sockets?.forEach((socket) => socket.destroy())
}

/** Reads an answer to its end, or up to where it is refused. */
export const read = (
  { endpoint, maxBytes, reads }: HttpRequest,
  response: Http.IncomingMessage,
  { end }: Listener
) => {
  const { headers, statusCode: status = 0 } = response
  const give = (bytes: Uint8Array) => end(Effect.succeed({ status, headers, bytes }))
  const pieces: Array<Uint8Array> = []
  let size = 0
  response.on("error", (cause) => end(Effect.fail(unreachable(endpoint, cause))))
  if (!reads(status)) {
    give(new Uint8Array())
    response.socket.destroy()
    return
  }
  response.on("data", (piece: Uint8Array) => {
    size += piece.length
    pieces.push(piece)
    if (size <= maxBytes) return
    end(Effect.fail(new BadAnswer({ endpoint, issue: `body of more than ${maxBytes} bytes` })))
    response.socket.destroy()
  })
  response.on("end", () => give(Buffer.concat(pieces)))
}

/** Sends the request once. */
const send = (agents: Agents, request: HttpRequest, listener: Listener): Http.ClientRequest => {
  const url = new URL(request.url)
  const { headers, method } = request
  const secure = url.protocol === "https:"
  const sent = secure
    ? Https.request(url, { method, headers, agent: agents["https:"] })
    : Http.request(url, { method, headers, agent: agents["http:"] })
  const failed = (cause: Error) => listener.failed(cause, sent)
  const answered = (response: Http.IncomingMessage) => {
    // from here on an error is the answer's, too
    sent.off("error", failed)
    sent.on("error", () => {})
    read(request, response, listener)
  }
  sent.on("error", failed)
  sent.on("response", answered)
  sent.on("upgrade", answered)
  sent.end(request.body)
  return sent
}

/** The server had closed the connection, or closes it instead of an answer. */
const isReset = (cause: Error) =>
  Predicate.hasProperty(cause, "code") && (cause.code === "ECONNRESET" || cause.code === "EPIPE")

const exchange =
  (agents: Agents, { after }: Deadlines): HttpExchange["Type"] =>
  (request) =>
    Effect.async((resume) => {
      const { endpoint, repeatedBy, timeout, url } = request
      const agent = url.startsWith("https:") ? agents["https:"] : agents["http:"]
      let tries = 1
      /** It has its end: that its connection is torn down then is no failure, and nothing is sent again. */
      let over = false
      const listener: Listener = {
        end: (end) => {
          over = true
          inTime()
          resume(end)
        },
        failed: (cause, { reusedSocket }) => {
          if (over) return
          const isStale = reusedSocket && isReset(cause)
          if (isStale) closeIdle(agent)
          // the new connection is not stale: so it comes to no third try
          if (isStale && repeatedBy === "exchange") {
            tries++
            sent = send(agents, request, listener)
          } else listener.end(Effect.fail(unreachable(endpoint, cause, tries)))
        }
      }
      if (repeatedBy === "nobody") closeIdle(agent)
      let sent = send(agents, request, listener)
      const inTime = after(timeout, () => {
        listener.end(Effect.fail(timedOut(endpoint)))
        sent.destroy()
      })
      return Effect.sync(() => {
        over = true
        inTime()
        sent.destroy()
      })
    })

/** Node's client, whose connections end with the scope. `tls` is for a server with a certificate of its own making. */
export const make = (tls: Pick<Https.AgentOptions, "ca"> = {}) =>
  Effect.gen(function* () {
    const { idleConnection } = yield* Timing
    const options = { keepAlive: true, timeout: Duration.toMillis(idleConnection), maxFreeSockets: KEPT }
    const agents = yield* Effect.acquireRelease(
      Effect.sync(() => ({
        "http:": new Http.Agent(options),
        "https:": new Https.Agent({ ...options, ...tls })
      })),
      (agents) => Effect.sync(() => Object.values(agents).forEach((agent) => agent.destroy()))
    )
    return exchange(agents, yield* makeDeadlines)
  })

export const layer = Layer.scoped(HttpExchange, make())
