import * as Http from "node:http"
import { connect } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Redacted } from "effect"
import { HttpExchange, type HttpRequest } from "../../src/http/HttpExchange.ts"
import * as ProxyHttpExchange from "../../src/http/ProxyHttpExchange.ts"
import { certificate } from "../support/http/certificate.ts"
import { countingServer } from "../support/http/countingServer.ts"

const USER = `Basic ${Buffer.from("me:p@ss").toString("base64")}`

/** An HTTP proxy on loopback that wants a user, with the first lines of what it was asked for. */
const proxy = (wanted: string | undefined) =>
  Effect.gen(function* () {
    const asked: Array<string> = []
    const isWelcome = (request: Http.IncomingMessage) => {
      asked.push(`${request.method} ${request.url}`)
      return request.headers["proxy-authorization"] === wanted
    }
    const server = Http.createServer((request, response) => {
      if (!isWelcome(request)) return void response.writeHead(407).end()
      const { "proxy-authorization": _, ...headers } = request.headers
      const onward = Http.request(request.url ?? "", { method: request.method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      request.pipe(onward)
    })
    server.on("connect", (request, socket) => {
      if (!isWelcome(request)) return void socket.end("HTTP/1.1 407 No\r\n\r\n")
      const { hostname, port } = new URL(`http://${request.url}`)
      const onward = connect(Number(port), hostname, () => {
        socket.write("HTTP/1.1 200 Yes\r\n\r\n")
        onward.pipe(socket)
        socket.pipe(onward)
      })
      onward.on("error", () => socket.destroy())
      socket.on("error", () => onward.destroy())
    })
    yield* Effect.acquireRelease(
      Effect.async<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void))),
      () =>
        Effect.sync(() => {
          server.close()
          server.closeAllConnections()
        })
    )
    const at = server.address()
    return { asked, host: `127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}` }
  })

const request = (url: string): HttpRequest => ({
  endpoint: "alert",
  method: "POST",
  url,
  headers: { "content-length": "2" },
  body: new TextEncoder().encode("hi"),
  timeout: Duration.seconds(10),
  maxBytes: 1000,
  reads: () => true,
  repeatedBy: "exchange"
})

const through = (address: string, url: string) =>
  Effect.flatMap(HttpExchange, (http) => http(request(url))).pipe(
    Effect.map(({ bytes, status }) => `${status} ${new TextDecoder().decode(bytes)}`),
    Effect.provide(ProxyHttpExchange.layer(Redacted.make(new URL(address)), { ca: certificate.cert }))
  )

describe("a request through a proxy", () => {
  for (const [name, user, wanted] of [
    ["without a password", "", undefined],
    ["with one", "me:p%40ss@", USER]
  ] as const) {
    it.scopedLive(`goes with its whole address, ${name}`, () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer()
        const { asked, host } = yield* proxy(wanted)
        expect(yield* through(`http://${user}${host}`, `${url}a?b=c`)).toBe("200 ok")
        expect(asked).toEqual([`POST ${url}a?b=c`])
        expect(seen.requests).toBe(1)
      })
    )

    it.scopedLive(`goes through a tunnel where it is secure, ${name}`, () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer({ secure: true })
        const { asked, host } = yield* proxy(wanted)
        expect(yield* through(`http://${user}${host}`, `${url}a?b=c`)).toBe("200 ok")
        // the proxy learns the host, and nothing of the address
        expect(asked).toEqual([`CONNECT ${new URL(url).host}`])
        expect(seen.requests).toBe(1)
      })
    )
  }

  it.scopedLive("is not made where the proxy refuses, and the error says nothing of a password", () =>
    Effect.gen(function* () {
      const { seen, url } = yield* countingServer({ secure: true })
      const { host } = yield* proxy(USER)
      const error = yield* Effect.flip(through(`http://me:wrong@${host}`, url))
      expect(error.message).toBe("alert: no answer (proxy status 407)")
      expect(seen.requests).toBe(0)
    })
  )

  it.scopedLive("does not hold on to a proxy that says nothing", () =>
    Effect.gen(function* () {
      const silent = yield* countingServer({ answer: () => {} })
      const exchange = yield* Effect.flatMap(HttpExchange, (http) =>
        Effect.flip(http({ ...request("http://127.0.0.1:9/"), timeout: Duration.millis(50) }))
      ).pipe(Effect.provide(ProxyHttpExchange.layer(Redacted.make(new URL(silent.url)))))
      expect(exchange.message).toBe("alert: no answer (timed out)")
    })
  )
})
