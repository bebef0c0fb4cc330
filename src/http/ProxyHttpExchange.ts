import * as Http from "node:http"
import * as Https from "node:https"
import { type Socket } from "node:net"
import { type ConnectionOptions, connect } from "node:tls"
import { Effect, Layer, Redacted } from "effect"
import { decoded } from "./Decoded.ts"
import { type BadAnswer, Unreachable } from "./Errors.ts"
import { type HttpAnswer, HttpExchange, type HttpRequest, timedOut, unreachable } from "./HttpExchange.ts"
import { read } from "./NodeHttpExchange.ts"

/*
 * HTTP through a proxy, a connection an exchange: for what is sent seldom. A plain request is given to the proxy with
 * its whole address; for a secure one the proxy makes a tunnel, and sees nothing but the host.
 */

type End = Effect.Effect<HttpAnswer, Unreachable | BadAnswer>
type Ended = (end: End) => void

/** Where the proxy is, and what it wants to be told. */
const toProxy = (proxy: URL) => {
  const user = `${decoded(proxy.username)}:${decoded(proxy.password)}`
  return {
    // without the brackets of an IPv6 address
    hostname: proxy.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: proxy.port === "" ? 80 : Number(proxy.port),
    agent: false,
    headers: user === ":" ? {} : { "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}` }
  } as const
}

/** Reads the answer to a request that was sent. */
const ending = (request: HttpRequest, sent: Http.ClientRequest, ended: Ended) => {
  const failed = (cause: Error) => ended(Effect.fail(unreachable(request.endpoint, cause)))
  sent.on("error", failed)
  sent.on("response", (response) => read(request, response, { end: ended, failed }))
  sent.end(request.body)
}

const plain = (proxy: URL, request: HttpRequest, ended: Ended): Http.ClientRequest => {
  const { headers, ...there } = toProxy(proxy)
  const { method, url } = request
  const sent = Http.request({
    ...there,
    method,
    path: url,
    headers: { ...request.headers, ...headers, host: new URL(url).host }
  })
  ending(request, sent, ended)
  return sent
}

/** Asks for a tunnel, and goes on through it. */
const secure = (
  proxy: URL,
  tls: ConnectionOptions,
  request: HttpRequest,
  ended: Ended
): Http.ClientRequest => {
  const { endpoint, headers, method } = request
  const url = new URL(request.url)
  const authority = `${url.hostname}:${url.port === "" ? "443" : url.port}`
  const through = toProxy(proxy)
  const asked = Http.request({
    ...through,
    method: "CONNECT",
    path: authority,
    headers: { ...through.headers, host: authority }
  })
  const refused = ({ statusCode }: Http.IncomingMessage) => {
    ended(Effect.fail(new Unreachable({ endpoint, reason: `proxy status ${statusCode}`, delivered: "no" })))
    asked.destroy()
  }
  const tunnelled = (answer: Http.IncomingMessage, socket: Socket) => {
    if (answer.statusCode !== 200) return refused(answer)
    // a name that is an address must not be told to the server
    const servername = /^[\d.]+$|:/.test(url.hostname) ? {} : { servername: url.hostname }
    // no agent: one would make a connection of its own
    const createConnection = () => connect({ ...tls, ...servername, host: url.hostname, socket })
    ending(request, Https.request(url, { method, headers, createConnection }), ended)
  }
  asked.on("error", (cause) => ended(Effect.fail(unreachable(endpoint, cause))))
  asked.on("connect", tunnelled)
  // in place of a tunnel
  asked.on("response", refused)
  asked.end()
  return asked
}

const exchange =
  (proxy: URL, tls: ConnectionOptions): HttpExchange["Type"] =>
  (request) =>
    Effect.async<HttpAnswer, Unreachable | BadAnswer>((resume) => {
      const sent = request.url.startsWith("https:")
        ? secure(proxy, tls, request, resume)
        : plain(proxy, request, resume)
      return Effect.sync(() => {
        // that of a tunnel is no longer the request's own
        sent.socket?.destroy()
        sent.destroy()
      })
    }).pipe(Effect.timeoutFail({ duration: request.timeout, onTimeout: () => timedOut(request.endpoint) }))

/** `tls` is for a server with a certificate of its own making. */
export const layer = (proxy: Redacted.Redacted<URL>, tls: Pick<ConnectionOptions, "ca"> = {}) =>
  Layer.succeed(HttpExchange, exchange(Redacted.value(proxy), tls))
