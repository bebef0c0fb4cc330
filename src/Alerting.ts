import { Effect, Layer, Option, type Redacted } from "effect"
import { AlertEndpoint } from "./http/alert/AlertEndpoint.ts"
import { alertForms } from "./http/alert/AlertForms.ts"
import { AlertOptions } from "./http/alert/AlertOptions.ts"
import { HttpExchange } from "./http/HttpExchange.ts"
import * as ProxyHttpExchange from "./http/proxy/ProxyHttpExchange.ts"
import { Settings } from "./layers/settings/Settings.ts"
import * as WatchAlerts from "./program/owner/WatchAlerts.ts"

/** The proxy is for alerts alone. */
const Network = Layer.unwrapEffect(
  Effect.map(Settings, ({ alertProxy }) =>
    Option.match(alertProxy, {
      onNone: () => Layer.effect(HttpExchange, HttpExchange),
      onSome: (proxy) => ProxyHttpExchange.layer(proxy)
    })
  )
)

/** The service that alerts go to, which is at this address. */
export const alertingAt = (url: Redacted.Redacted<URL>) =>
  AlertEndpoint.Default.pipe(
    Layer.provide(
      Layer.effect(
        AlertOptions,
        Effect.map(Settings, ({ alertFormat, alertSecret }) => ({
          form: alertForms[alertFormat],
          url,
          secret: alertSecret
        }))
      )
    ),
    Layer.provide(Network)
  )

/** What takes a person is watched for, and its owner told at this address. */
export const alertsWatched = (url: Redacted.Redacted<URL>) =>
  Layer.provide(WatchAlerts.layer, alertingAt(url))
