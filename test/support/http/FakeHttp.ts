import { HttpClient, HttpClientError, HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { Duration, Effect, Layer, Option, Redacted } from "effect"
import { type Credentials } from "../../../src/domain/Session.ts"
import { TulingOptions } from "../../../src/http/chatbot/TulingOptions.ts"
import * as Endpoints from "../../../src/http/wechat/Endpoints.ts"
import { WechatOptions } from "../../../src/http/wechat/WechatOptions.ts"

/** A request as a server sees it. */
export interface Asked {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

type Reply = Response | Effect.Effect<Response, HttpClientError.RequestError>

/** Stands in for the network: keeps what was asked and answers as told. */
export class FakeHttp {
  readonly asked: Array<Asked> = []
  readonly layer: Layer.Layer<HttpClient.HttpClient>

  constructor(reply: (asked: Asked, count: number) => Reply) {
    const client = HttpClient.make((request, url) => {
      const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      const asked: Asked = { method: request.method, url, headers: request.headers, body }
      this.asked.push(asked)
      const answer = reply(asked, this.asked.length)
      return Effect.map(Effect.isEffect(answer) ? answer : Effect.succeed(answer), (response) =>
        HttpClientResponse.fromWeb(request, response)
      )
    })
    this.layer = Layer.succeed(HttpClient.HttpClient, client)
  }

  /** The n-th request, from 1. */
  nth(n: number): Asked {
    const asked = this.asked[n - 1]
    if (asked === undefined) throw new Error(`only ${this.asked.length} requests came`)
    return asked
  }

  get last(): Asked {
    return this.nth(this.asked.length)
  }

  /** Every WeChat endpoint on this network. */
  wechat(options: Partial<WechatOptions["Type"]> = {}) {
    return Endpoints.layer.pipe(Layer.provide([this.layer, wechatOptions(options)]))
  }
}

export const wechatOptions = (options: Partial<WechatOptions["Type"]> = {}) =>
  Layer.succeed(WechatOptions, { origin: Option.none(), client: "web", extspam: Option.none(), ...options })

export const tulingOptions = Layer.succeed(TulingOptions, {
  apiKey: Redacted.make("key of any form"),
  origin: new URL("http://tuling.test"),
  timeout: Duration.seconds(5)
})

/** How a connection that failed comes out of the client. */
export const broken = (cause: object) =>
  Effect.fail(
    new HttpClientError.RequestError({
      request: HttpClientRequest.get("https://wx2.qq.com/?skey=in-the-error"),
      reason: "Transport",
      cause
    })
  )

export const credentials: Credentials = {
  host: "wx2.qq.com",
  skey: Redacted.make("@crypt_secret/skey+1"),
  wxsid: Redacted.make("secretSid/+1"),
  wxuin: Redacted.make("100000001"),
  pass_ticket: Redacted.make("secretTicket%2B1")
}

/** An answer in JSON, labelled as WeChat labels it. */
export const json = (value: unknown) =>
  new Response(JSON.stringify(value), { headers: { "content-type": "text/plain" } })

export const ok = { BaseResponse: { Ret: 0, ErrMsg: "" } }

export const refused = (Ret: number) => json({ BaseResponse: { Ret, ErrMsg: "" } })
