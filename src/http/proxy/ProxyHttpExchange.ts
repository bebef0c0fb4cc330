import * as Http from "node:http"
import { type AgentOptions, request as requestSecurely } from "node:https"
import { Effect, Layer, Redacted } from "effect"
import { decoded } from "../Decoded.ts"
import { Unreachable } from "../Errors.ts"
import { HttpExchange, type HttpRequest } from "../HttpExchange.ts"
import { agentOf, type Begun, by, keeping } from "../NodeHttpExchange.ts"
import { type Door, type ThroughTunnel, Tunnels } from "./Tunnels.ts"

/*
 * HTTP through a proxy, with connections that are kept as without one. A plain request is given to the proxy with its
 * whole address; for secure ones the proxy makes a tunnel, and sees nothing but the host.
 */

/** What a proxy says to one that it does not know. No server does. */
const NOT_KNOWN = 407

const doorOf = (proxy: URL): Door => {
  const user = `${decoded(proxy.username)}:${decoded(proxy.password)}`
  return {
    // without the brackets of an IPv6 address
    hostname: proxy.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: proxy.port === "" ? 80 : Number(proxy.port),
    headers: user === ":" ? {} : { "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}` }
  }
}

const plainly = ({ headers, ...door }: Door, agent: Http.Agent, request: HttpRequest, url: URL): Begun => {
  const sent = Http.request({
    ...door,
    agent,
    method: request.method,
    path: request.url,
    headers: { ...request.headers, ...headers, host: url.host }
  })
  return { sent, giveUp: () => sent.destroy() }
}

const securely = (agent: Tunnels, { headers, method }: HttpRequest, url: URL): Begun => {
  const givenUp = new AbortController()
  const options: ThroughTunnel = { method, headers, agent, givenUp: givenUp.signal }
  const sent = requestSecurely(url, options)
  return {
    sent,
    giveUp: () => {
      givenUp.abort()
      sent.destroy()
    }
  }
}

const isSecure = (url: string) => url.startsWith("https:")

/** A plain request has no connection but that with the proxy. */
const ofProxy = (error: Unreachable) =>
  error.reason === "timed out"
    ? error
    : new Unreachable({
        endpoint: error.endpoint,
        reason: `proxy ${error.reason}`,
        delivered: error.delivered
      })

/** Exchanges through a proxy. `tls` is for a server with a certificate of its own making. */
export const make = (proxy: Redacted.Redacted<URL>, tls: Pick<AgentOptions, "ca"> = {}) =>
  Effect.gen(function* () {
    const door = doorOf(Redacted.value(proxy))
    const kept = yield* keeping
    const plain = yield* agentOf(() => new Http.Agent(kept))
    const tunnels = yield* agentOf(() => new Tunnels(door, { ...kept, ...tls }))
    const exchange = yield* by({
      agentFor: (url) => (isSecure(url) ? tunnels : plain),
      begin: (request, url) =>
        isSecure(request.url) ? securely(tunnels, request, url) : plainly(door, plain, request, url)
    })
    return (request: HttpRequest) =>
      exchange(request).pipe(
        Effect.mapError((error) =>
          error._tag === "Unreachable" && !isSecure(request.url) ? ofProxy(error) : error
        ),
        Effect.filterOrFail(
          ({ status }) => status !== NOT_KNOWN,
          () =>
            new Unreachable({
              endpoint: request.endpoint,
              reason: `proxy status ${NOT_KNOWN}`,
              delivered: "no"
            })
        )
      )
  })

export const layer = (proxy: Redacted.Redacted<URL>, tls: Pick<AgentOptions, "ca"> = {}) =>
  Layer.scoped(HttpExchange, make(proxy, tls))
