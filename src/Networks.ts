import { Effect, Layer, Option } from "effect"
import { HttpExchange } from "./http/HttpExchange.ts"
import { type SettingValues } from "./layers/settings/SettingsTable.ts"

/* Over what each service is reached. Where no proxy is set, what speaks to one is not even loaded. */

type Network = Layer.Layer<HttpExchange, never, HttpExchange>

const straight: Network = Layer.effect(HttpExchange, HttpExchange)

/** The proxy is for WeChat alone, and for all of it, also where a simulator on this machine stands in. */
export const wechatNetwork = ({ wechatProxy }: SettingValues): Network =>
  Option.match(wechatProxy, {
    onNone: () => straight,
    onSome: (proxy) =>
      Layer.unwrapEffect(
        Effect.map(
          Effect.promise(() => import("./http/proxy/ProxyHttpExchange.ts")),
          ({ layer }) => layer(proxy)
        )
      )
  })

/** Around the one to WeChat where all exchanges are to be recorded. */
export const recordedWhereWanted = ({ record }: SettingValues) =>
  Option.match(record, {
    onNone: () => straight,
    onSome: (file) =>
      Layer.unwrapEffect(
        Effect.map(
          Effect.promise(() => import("./Recorded.ts")),
          ({ recorded }) => recorded(file)
        )
      )
  })

export const chatbotNetwork = ({ httpProxy, httpsProxy, noProxy }: SettingValues): Network =>
  Option.isNone(httpsProxy) && Option.isNone(httpProxy)
    ? straight
    : Layer.unwrapEffect(
        Effect.map(
          Effect.promise(() => import("./http/proxy/RuledHttpExchange.ts")),
          ({ layer }) => layer({ https: httpsProxy, http: httpProxy, noProxy })
        )
      )
