import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Layer, Option, Redacted } from "effect"
import { HttpExchange } from "../../../src/http/HttpExchange.ts"
import { type ProxyRules } from "../../../src/http/proxy/ProxyFor.ts"
import * as RuledHttpExchange from "../../../src/http/proxy/RuledHttpExchange.ts"
import { certificate } from "../../support/http/certificate.ts"
import { countingServer } from "../../support/http/countingServer.ts"
import { proxy } from "../../support/http/proxy.ts"

const straight = Layer.succeed(HttpExchange, () =>
  Effect.succeed({ status: 200, headers: {}, bytes: new TextEncoder().encode("straight") })
)

const ask = (url: string, rules: Partial<ProxyRules<Redacted.Redacted<URL>>>) =>
  Effect.flatMap(HttpExchange, (http) =>
    http({
      endpoint: "question",
      method: "GET",
      url,
      headers: {},
      body: undefined,
      timeout: Duration.seconds(10),
      maxBytes: 1000,
      reads: () => true,
      repeatedBy: "exchange"
    })
  ).pipe(
    Effect.map(({ bytes }) => new TextDecoder().decode(bytes)),
    Effect.provide(
      Layer.provide(
        RuledHttpExchange.layer(
          { https: Option.none(), http: Option.none(), noProxy: [], ...rules },
          { ca: certificate.cert }
        ),
        straight
      )
    )
  )

/** A chatbot behind a proxy that alone knows where it is. */
const chatbot = Effect.fnUntraced(function* (secure: boolean) {
  const server = yield* countingServer({ secure, answer: (response) => response.end("through a proxy") })
  const { asked, host } = yield* proxy({ knows: { "chatbot.invalid": new URL(server.url).host } })
  return { asked, proxy: Option.some(Redacted.make(new URL(`http://${host}`))), url: server.url }
})

describe("requests by rules", () => {
  it.scopedLive("go each through the proxy for its address", () =>
    Effect.gen(function* () {
      const [plain, secure] = yield* Effect.all([chatbot(false), chatbot(true)])
      const rules = { http: plain.proxy, https: secure.proxy }
      expect(yield* ask("http://chatbot.invalid/a", rules)).toBe("through a proxy")
      expect(yield* ask("https://chatbot.invalid/a", rules)).toBe("through a proxy")
      expect(plain.asked).toEqual(["GET http://chatbot.invalid/a"])
      expect(secure.asked).toEqual(["CONNECT chatbot.invalid:443"])
    })
  )

  it.scopedLive("go straight where there is none, where NO_PROXY says so, and to this machine", () =>
    Effect.gen(function* () {
      const { asked, proxy, url } = yield* chatbot(false)
      expect(yield* ask("https://chatbot.invalid/", { http: proxy })).toBe("straight")
      expect(yield* ask("http://chatbot.invalid/", { http: proxy, noProxy: [".invalid"] })).toBe("straight")
      expect(yield* ask(url, { http: proxy })).toBe("straight")
      expect(asked).toEqual([])
    })
  )
})
