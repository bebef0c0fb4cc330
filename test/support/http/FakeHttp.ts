import { Duration, Effect, Layer, Option, Redacted } from "effect"
import { type Credentials } from "../../../src/domain/Session.ts"
import { ChatCompletionsOptions } from "../../../src/http/chatbot/ChatCompletionsOptions.ts"
import { TulingOptions } from "../../../src/http/chatbot/TulingOptions.ts"
import { BadAnswer } from "../../../src/http/Errors.ts"
import { HttpExchange, type HttpRequest, timedOut, unreachable } from "../../../src/http/HttpExchange.ts"
import * as Endpoints from "../../../src/http/wechat/Endpoints.ts"
import { WechatOptions } from "../../../src/http/wechat/WechatOptions.ts"

/** A request as a server sees it. */
export interface Asked {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An error of Node's client. */
interface Broken {
  readonly cause: unknown
}

type Reply = Response | Effect.Effect<Response, Broken>

/** The whole body, as far as it is wanted. */
const read = async ({ body, status }: Response, { endpoint, maxBytes, reads }: HttpRequest) => {
  const pieces: Array<Uint8Array> = []
  let size = 0
  if (body === null || !reads(status)) return Buffer.concat(pieces)
  for await (const piece of body) {
    size += piece.length
    if (size > maxBytes) throw new BadAnswer({ endpoint, issue: `body of more than ${maxBytes} bytes` })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Stands in for the network: keeps what was asked and answers as told. */
export class FakeHttp {
  readonly asked: Array<Asked> = []
  readonly layer: Layer.Layer<HttpExchange>

  constructor(reply: (asked: Asked, count: number) => Reply) {
    this.layer = Layer.succeed(HttpExchange, (request) => {
      const { endpoint, headers, method, timeout, url } = request
      const asked: Asked = {
        method,
        url: new URL(url),
        headers,
        body: new TextDecoder().decode(request.body)
      }
      const replied = Effect.suspend(() => {
        this.asked.push(asked)
        const answer = reply(asked, this.asked.length)
        return Effect.isEffect(answer) ? answer : Effect.succeed(answer)
      })
      return Effect.gen(function* () {
        const response = yield* replied
        const bytes = yield* Effect.tryPromise({
          try: () => read(response, request),
          catch: (error) => (error instanceof BadAnswer ? error : { cause: error })
        })
        const { headers, status } = response
        const cookies = headers.getSetCookie()
        return {
          status,
          bytes,
          headers: {
            ...Object.fromEntries(headers),
            ...(cookies.length === 0 ? {} : { "set-cookie": cookies })
          }
        }
      }).pipe(
        Effect.mapError((error) => (error instanceof BadAnswer ? error : unreachable(endpoint, error.cause))),
        Effect.timeoutFail({ duration: timeout, onTimeout: () => timedOut(endpoint) })
      )
    })
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

export const chatCompletionsOptions = (options: Partial<ChatCompletionsOptions["Type"]> = {}) =>
  Layer.succeed(ChatCompletionsOptions, {
    apiKey: Option.some(Redacted.make("sk-key-of-any-form")),
    baseUrl: new URL("http://model.test/v1/"),
    model: "some-model",
    temperature: Option.none(),
    maxTokens: Option.none(),
    timeout: Duration.seconds(30),
    ...options
  })

/** How a connection that failed comes out of Node's client. */
export const broken = (cause: object): Effect.Effect<never, Broken> => Effect.fail({ cause })

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
