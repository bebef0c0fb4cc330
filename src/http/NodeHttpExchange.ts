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

/** How requests leave this machine. */
export interface Way {
  /** Whose connections a request to this address goes over. */
  readonly agentFor: (url: string) => Http.Agent
  readonly begin: (request: HttpRequest, url: URL) => Begun
}

export interface Begun {
  /** Has its headers, and gets its body. */
  readonly sent: Http.ClientRequest
  /** Ends it with its connection, also one that is still being made. */
  readonly giveUp: () => void
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
const read = (
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
const send = (way: Way, request: HttpRequest, listener: Listener): Begun => {
  const begun = way.begin(request, new URL(request.url))
  const { sent } = begun
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
  return begun
}

/** The server had closed the connection, or closes it instead of an answer. */
const isReset = (cause: Error) =>
  Predicate.hasProperty(cause, "code") && (cause.code === "ECONNRESET" || cause.code === "EPIPE")

const exchange =
  (way: Way, { after }: Deadlines): HttpExchange["Type"] =>
  (request) =>
    Effect.async((resume) => {
      const { endpoint, repeatedBy, timeout, url } = request
      const agent = way.agentFor(url)
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
            begun = send(way, request, listener)
          } else listener.end(Effect.fail(unreachable(endpoint, cause, tries)))
        }
      }
      if (repeatedBy === "nobody") closeIdle(agent)
      let begun = send(way, request, listener)
      const inTime = after(timeout, () => {
        listener.end(Effect.fail(timedOut(endpoint)))
        begun.giveUp()
      })
      return Effect.sync(() => {
        over = true
        inTime()
        begun.giveUp()
      })
    })

/** Exchanges by a way. */
export const by = (way: Way) => Effect.map(makeDeadlines, (deadlines) => exchange(way, deadlines))

/** What agents keep of connections. */
export const keeping = Effect.map(Timing, ({ idleConnection }) => ({
  keepAlive: true,
  timeout: Duration.toMillis(idleConnection),
  maxFreeSockets: KEPT
}))

/** An agent whose connections end with the scope. */
export const agentOf = <A extends Http.Agent>(make: () => A) =>
  Effect.acquireRelease(Effect.sync(make), (agent) => Effect.sync(() => agent.destroy()))

/** Node's client, whose connections end with the scope. `tls` is for a server with a certificate of its own making. */
export const make = (tls: Pick<Https.AgentOptions, "ca"> = {}) =>
  Effect.gen(function* () {
    const kept = yield* keeping
    const plain = yield* agentOf(() => new Http.Agent(kept))
    const secure = yield* agentOf(() => new Https.Agent({ ...kept, ...tls }))
    return yield* by({
      agentFor: (url) => (url.startsWith("https:") ? secure : plain),
      begin: ({ headers, method }, url) => {
        const sent =
          url.protocol === "https:"
            ? Https.request(url, { method, headers, agent: secure })
            : Http.request(url, { method, headers, agent: plain })
        return { sent, giveUp: () => sent.destroy() }
      }
    })
  })

export const layer = Layer.scoped(HttpExchange, make())
