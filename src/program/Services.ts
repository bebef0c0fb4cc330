import { Option, Redacted } from "effect"
import { proxyFor } from "../http/proxy/ProxyFor.ts"
import { loginHost } from "../http/wechat/Hosts.ts"
import { type SettingValues } from "../layers/settings/SettingsTable.ts"

/** A service that the robot speaks to, and over what. */
export interface Service {
  readonly name: "WeChat" | "Tuling" | "OpenAI-compatible"
  readonly origin: URL
  readonly model: Option.Option<string>
  /** The setting of the proxy, and its host and port; none where it is reached straight. */
  readonly through: Option.Option<string>
}

export const servicesOf = (settings: SettingValues): ReadonlyArray<Service> => {
  const { chatbots, openaiBaseUrl, openaiModel, tulingApiKey, tulingOrigin, wechatOrigin, wechatProxy } =
    settings
  return [
    {
      name: "WeChat",
      origin: Option.getOrElse(wechatOrigin, () => new URL(`https://${loginHost}`)),
      model: Option.none(),
      through: named("WECHAT_PROXY", wechatProxy)
    },
    ...(Option.isSome(tulingApiKey) && chatbots.includes("tuling")
      ? [chatbotAt("Tuling", tulingOrigin, Option.none(), settings)]
      : []),
    ...Option.toArray(
      Option.map(
        Option.filter(Option.all([openaiBaseUrl, openaiModel]), () => chatbots.includes("openai")),
        ([{ origin }, model]) => chatbotAt("OpenAI-compatible", new URL(origin), Option.some(model), settings)
      )
    )
  ]
}

const chatbotAt = (
  name: Service["name"],
  origin: URL,
  model: Option.Option<string>,
  settings: SettingValues
): Service => ({
  name,
  origin,
  model,
  through: Option.flatten(
    proxyFor(origin, {
      https: Option.some(named("HTTPS_PROXY", settings.httpsProxy)),
      http: Option.some(named("HTTP_PROXY", settings.httpProxy)),
      noProxy: settings.noProxy
    })
  )
})

/** Of its address no more than that, for it may hold a password. */
const named = (setting: string, proxy: Option.Option<Redacted.Redacted<URL>>) =>
  Option.map(proxy, (proxy) => {
    const { hostname, port } = Redacted.value(proxy)
    return `${setting} ${hostname}:${port === "" ? 80 : port}`
  })
