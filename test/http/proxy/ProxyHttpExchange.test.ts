import { createServer } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Exit, Fiber, Layer, Redacted, Schedule, Scope, TestClock } from "effect"
import { HttpExchange, type HttpRequest } from "../../../src/http/HttpExchange.ts"
import * as ProxyHttpExchange from "../../../src/http/proxy/ProxyHttpExchange.ts"
import { certificate } from "../../support/http/certificate.ts"
import { countingServer } from "../../support/http/countingServer.ts"
import { hostOf, listening, proxy, USER } from "../../support/http/proxy.ts"

/** One that takes a request, and no more: with the text of the first, and when that connection is closed. */
const silentProxy = Effect.gen(function* () {
  const asked = yield* Deferred.make<string>()
  const closed = yield* Deferred.make<void>()
  const server = createServer((socket) => {
    socket.on("data", (data) => Deferred.unsafeDone(asked, Effect.succeed(String(data))))
    socket.on("error", () => socket.destroy())
    socket.on("close", () => Deferred.unsafeDone(closed, Effect.void))
  })
  yield* Effect.acquireRelease(listening(server), () => Effect.sync(() => void server.close()))
  return { asked: Deferred.await(asked), closed: Deferred.await(closed), host: hostOf(server) }
})

const request = (url: string, more: Partial<HttpRequest>): HttpRequest => ({
  endpoint: "alert",
  method: "POST",
  url,
  headers: { "content-length": "2" },
  body: new TextEncoder().encode("hi"),
  timeout: Duration.seconds(10),
  maxBytes: 1000,
  reads: () => true,
  repeatedBy: "exchange",
  ...more
})

/** The client at this proxy, which trusts the certificate of the tests. */
const at = (address: string) =>
  ProxyHttpExchange.layer(Redacted.make(new URL(address)), { ca: certificate.cert })

const ask = (url: string, more: Partial<HttpRequest> = {}) =>
  Effect.flatMap(HttpExchange, (http) => http(request(url, more))).pipe(
    Effect.map(({ bytes, status }) => `${status} ${new TextDecoder().decode(bytes)}`)
  )

const through = (address: string, url: string) => Effect.provide(ask(url), at(address))

/** Until it is so; a test that waits in vain fails by its time limit. */
const until = (isSo: () => boolean) =>
  Effect.sync(isSo).pipe(Effect.repeat({ until: (so) => so, schedule: Schedule.spaced("5 millis") }))

describe("a request through a proxy", () => {
  for (const [name, user, wanted] of [
    ["without a password", "", undefined],
    ["with one", "me:p%40ss@", USER]
  ] as const) {
    it.scopedLive(`goes with its whole address, ${name}`, () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer()
        const { asked, host } = yield* proxy({ wanted })
        expect(yield* through(`http://${user}${host}`, `${url}a?b=c`)).toBe("200 ok")
        expect(asked).toEqual([`POST ${url}a?b=c`])
        expect(seen.requests).toBe(1)
      })
    )

    it.scopedLive(`goes through a tunnel where it is secure, ${name}`, () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer({ secure: true })
        const { asked, host } = yield* proxy({ wanted })
        expect(yield* through(`http://${user}${host}`, `${url}a?b=c`)).toBe("200 ok")
        // the proxy learns the host, and nothing of the address
        expect(asked).toEqual([`CONNECT ${new URL(url).host}`])
        expect(seen.requests).toBe(1)
      })
    )
  }

  for (const secure of [false, true]) {
    const kind = secure ? "secure" : "plain"

    it.scopedLive(
      `is not made where the proxy refuses it, and the error says nothing of a password: ${kind}`,
      () =>
        Effect.gen(function* () {
          const { seen, url } = yield* countingServer({ secure })
          const { host } = yield* proxy({ wanted: USER })
          const error = yield* Effect.flip(through(`http://me:wrong@${host}`, url))
          expect(error).toMatchObject({ _tag: "Unreachable", delivered: "no" })
          expect(error.message).toBe("alert: no answer (proxy status 407)")
          expect(seen.requests).toBe(0)
        })
    )

    it.scopedLive(`is not made where there is no proxy: ${kind}`, () =>
      Effect.gen(function* () {
        const { seen, stop, url } = yield* countingServer()
        stop()
        const target = `${secure ? "https" : "http"}://chatbot.invalid/`
        const error = yield* Effect.flip(through(`http://me:s3cret@${new URL(url).host}`, target))
        expect(error).toMatchObject({ reason: "proxy ECONNREFUSED", delivered: "no" })
        expect(seen.requests).toBe(0)
      })
    )

    it.scopedLive(`reaches a host that only the proxy knows: ${kind}`, () =>
      Effect.gen(function* () {
        const { url } = yield* countingServer({ secure })
        const { host } = yield* proxy({ knows: { "chatbot.invalid": new URL(url).host } })
        const target = `${secure ? "https" : "http"}://chatbot.invalid/`
        expect(yield* through(`http://${host}`, target)).toBe("200 ok")
      })
    )
  }

  it.scopedLive("does not go to a server that nobody vouches for under its name", () =>
    Effect.gen(function* () {
      const { seen, url } = yield* countingServer({ secure: true })
      const { host } = yield* proxy({ knows: { "other.invalid": new URL(url).host } })
      const error = yield* Effect.flip(through(`http://${host}`, "https://other.invalid/"))
      expect(error).toMatchObject({ reason: "ERR_TLS_CERT_ALTNAME_INVALID" })
      expect(seen.requests).toBe(0)
    })
  )

  for (const [scheme, method] of [
    ["http", "POST"],
    ["https", "CONNECT"]
  ]) {
    it.scoped(`does not hold on to a proxy that says nothing to a ${method}`, () =>
      Effect.gen(function* () {
        const { asked, closed, host } = yield* silentProxy
        // it outlives the call
        const context = yield* Layer.build(at(`http://${host}`))
        const exchange = yield* Effect.fork(
          Effect.flip(Effect.provide(ask(`${scheme}://127.0.0.1:9/`), context))
        )
        expect(yield* asked).toMatch(new RegExp(`^${method} `))
        yield* TestClock.adjust("9999 millis")
        expect(exchange.unsafePoll()).toBeNull()
        yield* TestClock.adjust("1 millis")
        expect((yield* exchange).message).toBe("alert: no answer (timed out)")
        yield* closed
      })
    )
  }
})

describe("tunnels", () => {
  it.scopedLive("are kept: one call after the other goes through one", () =>
    Effect.gen(function* () {
      const { seen, url } = yield* countingServer({ secure: true })
      const { asked, host } = yield* proxy()
      yield* Effect.repeatN(ask(url), 20).pipe(Effect.provide(at(`http://${host}`)))
      expect(seen.requests).toBe(21)
      expect(asked).toHaveLength(1)
    })
  )

  it.scopedLive(
    "are made anew where the server closed those that were kept, unseen if that does no harm",
    () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer({
          secure: true,
          answer: (response, nth) => (nth === 1 ? response.end("ok") : response.socket?.destroy())
        })
        const { asked, host } = yield* proxy()
        yield* Effect.gen(function* () {
          expect(yield* ask(url)).toBe("200 ok")
          expect(yield* ask(url)).toBe("200 ok")
          expect(asked).toHaveLength(2)
          const error = yield* Effect.flip(ask(url, { repeatedBy: "caller" }))
          expect(error).toMatchObject({ reason: "ECONNRESET", delivered: "unknown" })
          expect(seen.requests).toBe(4)
        }).pipe(Effect.provide(at(`http://${host}`)))
      })
  )

  it.scopedLive("that were kept are not for what nobody repeats", () =>
    Effect.gen(function* () {
      const { seen, url } = yield* countingServer({ secure: true })
      const { asked, host } = yield* proxy()
      yield* Effect.repeatN(ask(url, { repeatedBy: "nobody" }), 2).pipe(Effect.provide(at(`http://${host}`)))
      expect(seen.requests).toBe(3)
      expect(asked).toHaveLength(3)
    })
  )

  it.scopedLive("end with the call that is given up, and all with the scope", () =>
    Effect.gen(function* () {
      const held = yield* Deferred.make<void>()
      const { seen, url } = yield* countingServer({
        secure: true,
        answer: (response, _, { url: path }) =>
          path === "/poll" ? Deferred.unsafeDone(held, Effect.void) : response.end("ok")
      })
      const { host } = yield* proxy()
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(at(`http://${host}`), scope)
      const poll = yield* Effect.fork(Effect.provide(ask(`${url}poll`), context))
      yield* Deferred.await(held)
      yield* Effect.provide(ask(url), context)
      expect(seen.open.size).toBe(2)
      yield* Fiber.interrupt(poll)
      yield* until(() => seen.open.size === 1)
      yield* Scope.close(scope, Exit.void)
      yield* until(() => seen.open.size === 0)
    })
  )

  it.scopedLive("that are still being made end with the scope", () =>
    Effect.gen(function* () {
      const { asked, closed, host } = yield* silentProxy
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(at(`http://${host}`), scope)
      const call = yield* Effect.fork(Effect.flip(Effect.provide(ask("https://chatbot.invalid/"), context)))
      expect(yield* asked).toMatch(/^CONNECT /)
      yield* Scope.close(scope, Exit.void)
      yield* closed
      expect(yield* Fiber.join(call)).toMatchObject({ reason: "proxy ECONNRESET", delivered: "no" })
    })
  )
})
