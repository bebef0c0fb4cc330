import { describe, expect, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Exit, Fiber, Layer, Schedule, Scope, TestClock } from "effect"
import { Timing } from "../../src/domain/Timing.ts"
import { HttpExchange, type HttpRequest } from "../../src/http/HttpExchange.ts"
import * as NodeHttpExchange from "../../src/http/NodeHttpExchange.ts"
import { certificate } from "../support/http/certificate.ts"
import { countingServer } from "../support/http/countingServer.ts"

/* The client of Node that the robot uses, at servers on loopback. */

const ask = (url: string, request: Partial<HttpRequest> = {}) =>
  Effect.flatMap(HttpExchange, (exchange) =>
    exchange({
      endpoint: "buy",
      method: "GET",
      url,
      headers: {},
      body: undefined,
      timeout: Duration.seconds(15),
      maxBytes: 1000,
      reads: (status) => status === 200,
      repeatedBy: "exchange",
      ...request
    })
  )

const textOf = ({ bytes }: { readonly bytes: Uint8Array }) => new TextDecoder().decode(bytes)

/** Trusts the certificate of the tests. */
const trusting = Layer.scoped(HttpExchange, NodeHttpExchange.make({ ca: certificate.cert }))

const keepingFor = (millis: number) =>
  Layer.provide(
    trusting,
    Layer.effect(
      Timing,
      Effect.map(Timing, (timing) => ({ ...timing, idleConnection: Duration.millis(millis) }))
    )
  )

/** Until it is so; a test that waits in vain fails by its time limit. */
const until = (isSo: () => boolean) =>
  Effect.sync(isSo).pipe(Effect.repeat({ until: (so) => so, schedule: Schedule.spaced("5 millis") }))

for (const secure of [false, true]) {
  describe(secure ? "over TLS" : "over plain HTTP", () => {
    it.scopedLive("one call after the other goes over one connection", () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer({ secure })
        for (let call = 0; call < 100; call++) {
          const body = new TextEncoder().encode("x".repeat(call))
          const answer = yield* ask(url, call % 2 === 0 ? {} : { method: "POST", body })
          expect(textOf(answer)).toBe("ok")
        }
        expect(seen.requests).toBe(100)
        expect(seen.connections).toHaveLength(1)
      }).pipe(Effect.provide(trusting))
    )

    it.scopedLive("a call that is held keeps no other waiting, which share a second connection", () =>
      Effect.gen(function* () {
        const held = yield* Deferred.make<void>()
        const { seen, url } = yield* countingServer({
          secure,
          answer: (response, _, request) =>
            request.url === "/poll" ? Deferred.unsafeDone(held, Effect.void) : response.end("ok")
        })
        const poll = yield* Effect.fork(ask(`${url}poll`))
        yield* Deferred.await(held)
        yield* Effect.repeatN(ask(url), 20)
        expect(seen.connections).toHaveLength(2)
        yield* Fiber.interrupt(poll)
        yield* until(() => seen.open.size === 1)
      }).pipe(Effect.provide(trusting))
    )

    it.scopedLive.each(["its time is over", "nobody waits any more"])(
      "a call on a kept connection is not made again when it is given up: %s",
      (why) =>
        Effect.gen(function* () {
          const held = yield* Deferred.make<void>()
          const { seen, url } = yield* countingServer({
            secure,
            answer: (response, _, request) =>
              request.url === "/poll" ? Deferred.unsafeDone(held, Effect.void) : response.end("ok")
          })
          yield* ask(url)
          const isOver = why === "its time is over"
          const timeout = isOver ? Duration.millis(50) : Duration.seconds(15)
          const poll = yield* Effect.fork(Effect.exit(ask(`${url}poll`, { timeout })))
          yield* Deferred.await(held)
          yield* isOver ? Fiber.await(poll) : Fiber.interrupt(poll)
          yield* until(() => seen.open.size === 0)
          // another call is seen, and no other before it
          yield* ask(url)
          expect(seen.requests).toBe(3)
        }).pipe(Effect.provide(trusting))
    )

    it.scopedLive("an idle connection is closed in time, also after a call that was held for longer", () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer({
          secure,
          answer: (response) => setTimeout(() => response.end("ok"), 300)
        })
        yield* ask(url)
        expect(seen.open.size).toBe(1)
        yield* until(() => seen.open.size === 0)
        yield* ask(url)
        expect(seen.connections).toHaveLength(2)
      }).pipe(Effect.provide(keepingFor(100)))
    )

    it.scopedLive("every connection ends with the scope", () =>
      Effect.gen(function* () {
        const held = yield* Deferred.make<void>()
        const { seen, url } = yield* countingServer({
          secure,
          answer: (response, _, request) =>
            request.url === "/poll" ? Deferred.unsafeDone(held, Effect.void) : response.end("ok")
        })
        const scope = yield* Scope.make()
        const context = yield* Layer.buildWithScope(trusting, scope)
        const poll = yield* Effect.fork(Effect.provide(ask(`${url}poll`), context))
        yield* Deferred.await(held)
        yield* Effect.provide(ask(url), context)
        expect(seen.open.size).toBe(2)
        yield* Scope.close(scope, Exit.void)
        yield* until(() => seen.open.size === 0)
        expect(yield* Effect.flip(Fiber.join(poll))).toMatchObject({ _tag: "Unreachable" })
      })
    )
  })
}

describe("a certificate that nobody vouches for", () => {
  it.scopedLive("ends the call before anything is sent", () =>
    Effect.gen(function* () {
      const { seen, url } = yield* countingServer({ secure: true })
      expect(yield* Effect.flip(ask(url))).toMatchObject({ reason: "DEPTH_ZERO_SELF_SIGNED_CERT" })
      expect(seen.requests).toBe(0)
    }).pipe(Effect.provide(NodeHttpExchange.layer))
  )
})

describe("a call", () => {
  it.scopedLive("gives status, headers and body", () =>
    Effect.gen(function* () {
      const { url } = yield* countingServer({
        answer: (response) => {
          response.writeHead(200, { "X-One": "1", "set-cookie": ["a=1", "b=2"] })
          response.write("one, ")
          setTimeout(() => response.end("two"), 20)
        }
      })
      const answer = yield* ask(url)
      expect(answer).toMatchObject({ status: 200, headers: { "x-one": "1", "set-cookie": ["a=1", "b=2"] } })
      expect(textOf(answer)).toBe("one, two")
    }).pipe(Effect.provide(trusting))
  )

  it.scopedLive("sends its method, path, headers and body", () =>
    Effect.gen(function* () {
      const asked: Array<unknown> = []
      const { url } = yield* countingServer({
        answer: (response, _, { headers, method, url: path }) => {
          asked.push({ method, path, one: headers["x-one"], length: headers["content-length"] })
          response.end("ok")
        }
      })
      const body = new TextEncoder().encode("好")
      yield* ask(`${url}a?b=%20c`, { method: "POST", headers: { "x-one": "1" }, body })
      yield* ask(url)
      expect(asked).toEqual([
        { method: "POST", path: "/a?b=%20c", one: "1", length: "3" },
        { method: "GET", path: "/", one: undefined, length: undefined }
      ])
    }).pipe(Effect.provide(trusting))
  )

  for (const status of [101, 302, 404, 502]) {
    it.scopedLive(`answered with ${status} gives up the connection in place of its body`, () =>
      Effect.gen(function* () {
        const { seen, url } = yield* countingServer({
          answer: (response) => {
            response.writeHead(status, { location: "/other", connection: "upgrade", upgrade: "x" })
            response.flushHeaders()
            response.write("a body without end")
          }
        })
        const answer = yield* ask(url)
        expect(answer).toMatchObject({ status, headers: { location: "/other" } })
        expect(answer.bytes).toHaveLength(0)
        yield* until(() => seen.open.size === 0)
        expect(seen.requests).toBe(1)
      }).pipe(Effect.provide(trusting))
    )
  }

  it.scopedLive("with a body too large gives up the connection at the limit", () =>
    Effect.gen(function* () {
      const { seen, url } = yield* countingServer({
        answer: (response) => void response.write("x".repeat(1001))
      })
      expect(yield* Effect.flip(ask(url))).toMatchObject({
        _tag: "BadAnswer",
        issue: "body of more than 1000 bytes"
      })
      yield* until(() => seen.open.size === 0)
    }).pipe(Effect.provide(trusting))
  )

  it.scopedLive("that is interrupted closes its connection at once", () =>
    Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      const { seen, url } = yield* countingServer({
        answer: (response) => response.write("half of ", () => Deferred.unsafeDone(begun, Effect.void))
      })
      const fiber = yield* Effect.fork(ask(url))
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(fiber)
      yield* until(() => seen.open.size === 0)
    }).pipe(Effect.provide(trusting))
  )

  it.scoped("that has no whole answer in time is given up", () =>
    Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      const closed = yield* Deferred.make<void>()
      const { url } = yield* countingServer({
        answer: (response) => {
          response.once("close", () => Deferred.unsafeDone(closed, Effect.void))
          response.write("half of ", () => Deferred.unsafeDone(begun, Effect.void))
        }
      })
      const fiber = yield* Effect.fork(Effect.flip(ask(url)))
      yield* Deferred.await(begun)
      yield* TestClock.adjust("14999 millis")
      expect(fiber.unsafePoll()).toBeNull()
      yield* TestClock.adjust("1 millis")
      expect(yield* Fiber.join(fiber)).toMatchObject({ reason: "timed out", delivered: "unknown" })
      yield* Deferred.await(closed)
    }).pipe(Effect.provide(trusting))
  )

  it.scoped("may wait for ever", () =>
    Effect.gen(function* () {
      const begun = yield* Deferred.make<() => void>()
      const { url } = yield* countingServer({
        answer: (response) =>
          Deferred.unsafeDone(
            begun,
            Effect.succeed(() => response.end("ok"))
          )
      })
      const fiber = yield* Effect.fork(ask(url, { timeout: Duration.infinity }))
      const answer = yield* Deferred.await(begun)
      yield* TestClock.adjust("10 days")
      answer()
      expect(textOf(yield* Fiber.join(fiber))).toBe("ok")
    }).pipe(Effect.provide(trusting))
  )
})
