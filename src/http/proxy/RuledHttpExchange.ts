import { Effect, Layer, Option, type Redacted } from "effect"
import { HttpExchange } from "../HttpExchange.ts"
import { proxyFor, type ProxyRules } from "./ProxyFor.ts"
import * as ProxyHttpExchange from "./ProxyHttpExchange.ts"

/** Each request goes through the proxy for its address; straight, by the exchange below, where there is none. */
export const layer = (
  { http, https, noProxy }: ProxyRules<Redacted.Redacted<URL>>,
  tls: Parameters<typeof ProxyHttpExchange.make>[1] = {}
) =>
  Layer.scoped(
    HttpExchange,
    Effect.gen(function* () {
      const straight = yield* HttpExchange
      const through = (proxy: Option.Option<Redacted.Redacted<URL>>) =>
        Effect.transposeMapOption(proxy, (proxy) => ProxyHttpExchange.make(proxy, tls))
      const rules = { http: yield* through(http), https: yield* through(https), noProxy }
      return (request) => Option.getOrElse(proxyFor(new URL(request.url), rules), () => straight)(request)
    })
  )
