import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Layer, Random } from "effect"
import type { ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { HttpExchange, type HttpRequest } from "../../src/http/HttpExchange.ts"
import * as NodeHttpExchange from "../../src/http/NodeHttpExchange.ts"
import { certificate } from "../support/http/certificate.ts"
import { countingServer } from "../support/http/countingServer.ts"

/* A server that closes the connections that it kept, as all do sooner or later, without a word and at a bad moment. */

const ask = (url: string, repeatedBy: HttpRequest["repeatedBy"] = "exchange") =>
  Effect.flatMap(HttpExchange, (exchange) =>
    exchange({
      endpoint: "buy",
      method: "POST",
      url,
      headers: {},
      body: new TextEncoder().encode("question"),
      timeout: Duration.seconds(15),
      maxBytes: 1000,
      reads: (status) => status === 200,
      repeatedBy
    })
  )

const client = Layer.scoped(HttpExchange, NodeHttpExchange.make({ ca: certificate.cert }))

/** Hangs up instead of an answer on a connection that had one. */
const hangsUpOnThoseKept = (response: ServerResponse, nth: number) =>
  nth === 1 ? response.end("ok") : response.socket?.destroy()

const ways = {
  "is ended": (socket: Socket) => socket.end(),
  "is closed": (socket: Socket) => socket.destroy(),
  "is reset": (socket: Socket) => socket.resetAndDestroy()
}

for (const secure of [false, true]) {
  describe(secure ? "over TLS" : "over plain HTTP", () => {
    it.scopedLive("a call that is cut off on a kept connection is made again on a new one", () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer({ secure, answer: hangsUpOnThoseKept })
        for (let call = 0; call < 10; call++) expect((yield* ask(url)).status).toBe(200)
        expect(seen.connections).toHaveLength(10)
        expect(seen.requests).toBe(19)
      }).pipe(Effect.provide(client))
    )

    it.scopedLive("it is made once more, and no oftener", () =>
      Effect.gen(function* () {
        let answered = 0
        const { seen, url } = yield* countingServer({
          secure,
          answer: (response) => (++answered === 1 ? response.end("ok") : response.socket?.destroy())
        })
        yield* ask(url)
        expect(yield* Effect.flip(ask(url))).toMatchObject({ reason: "ECONNRESET", delivered: "unknown" })
        expect(seen.requests).toBe(3)
        // on a new connection it is not stale: the server means it
        expect(yield* Effect.flip(ask(url))).toMatchObject({ reason: "ECONNRESET" })
        expect(seen.requests).toBe(4)
      }).pipe(Effect.provide(client))
    )

    it.scopedLive("who repeats by himself is told, and gets a new connection", () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer({ secure, answer: hangsUpOnThoseKept })
        // three connections that are kept
        yield* Effect.replicateEffect(ask(url), 3, { concurrency: 3 })
        expect(seen.open.size).toBe(3)
        expect(yield* Effect.flip(ask(url, "caller"))).toMatchObject({
          reason: "ECONNRESET",
          delivered: "unknown"
        })
        expect(seen.requests).toBe(4)
        expect((yield* ask(url, "caller")).status).toBe(200)
        expect(seen.connections).toHaveLength(4)
      }).pipe(Effect.provide(client))
    )

    it.scopedLive("what nobody repeats goes over a new connection each time", () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer({ secure, answer: hangsUpOnThoseKept })
        for (let call = 0; call < 5; call++) expect((yield* ask(url, "nobody")).status).toBe(200)
        expect(seen.connections).toHaveLength(5)
        expect(seen.requests).toBe(5)
      }).pipe(Effect.provide(client))
    )

    for (const [name, close] of Object.entries(ways)) {
      // Node resets no connection with TLS
      if (secure && name === "is reset") continue
      it.scopedLive(`200 calls lose nothing when each connection ${name} after its answer`, () =>
        Effect.gen(function* () {
          const { seen, url } = yield* countingServer({
            secure,
            answer: (response, _, { socket }) => response.end("ok", () => close(socket))
          })
          for (let call = 0; call < 200; call++) expect((yield* ask(url)).status).toBe(200)
          expect(seen.connections.length).toBeGreaterThanOrEqual(200)
        }).pipe(Effect.provide(client))
      )

      it.scopedLive(`200 calls lose nothing when a connection ${name} at some time or other`, () =>
        Effect.gen(function* () {
          const random = Random.make("closing")
          // a call comes at once, or finds the connection idle for a while
          const pauses = yield* Effect.replicateEffect(random.nextIntBetween(0, 5), 200)
          const lives = (yield* Effect.replicateEffect(random.nextIntBetween(0, 8), 400)).values()
          const { seen, url } = yield* countingServer({
            secure,
            answer: (response, _, { socket }) => {
              const { value = 0 } = lives.next()
              let idle = true
              socket.once("data", () => (idle = false))
              response.end("ok", () => setTimeout(() => (idle ? close(socket) : undefined), value))
            }
          })
          for (const pause of pauses) {
            yield* Effect.sleep(pause)
            expect((yield* ask(url)).status).toBe(200)
          }
          // some were closed, and some served more than one
          expect(seen.connections.length).toBeGreaterThan(10)
          expect(seen.connections.length).toBeLessThan(200)
        }).pipe(Effect.provide(client))
      )
    }
  })
}

describe("a server that is gone", () => {
  it.scopedLive("has perhaps carried out what it cut off", () =>
    Effect.gen(function* () {
      const { stop, url } = yield* countingServer({
        answer: (response, nth) => {
          if (nth > 1) stop()
          hangsUpOnThoseKept(response, nth)
        }
      })
      yield* ask(url)
      expect(yield* Effect.flip(ask(url))).toMatchObject({ reason: "ECONNREFUSED", delivered: "unknown" })
      expect(yield* Effect.flip(ask(url))).toMatchObject({ reason: "ECONNREFUSED", delivered: "no" })
    }).pipe(Effect.provide(client))
  )
})
