import { HttpBody } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Fiber, Logger, LogLevel, TestClock } from "effect"
import { createServer, type Server, type Socket } from "node:net"
import { gzipSync } from "node:zlib"
import { HttpExchange } from "../../src/http/HttpExchange.ts"
import * as NodeHttpExchange from "../../src/http/NodeHttpExchange.ts"
import * as Transport from "../../src/http/Transport.ts"
import { broken, FakeHttp } from "../support/http/FakeHttp.ts"

const address = "http://shop.test/buy/secret?skey=secret"

const ask = (
  url = address,
  limits: { readonly maxBytes?: number; readonly alsoStatus?: number | "any" } = {}
) =>
  Effect.flatMap(HttpExchange, (http) =>
    Transport.exchange(http, {
      endpoint: "buy",
      method: "POST",
      url,
      body: HttpBody.text("body"),
      shown: { host: "shop.test", path: "/buy/{id}" },
      timeout: Duration.seconds(15),
      maxBytes: 1000,
      ...limits
    })
  )

const textOf = (answer: { readonly bytes: Uint8Array }) => new TextDecoder().decode(answer.bytes)

/** A body of these pieces, and then silence. */
const unending = (...pieces: ReadonlyArray<string>) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => pieces.forEach((piece) => controller.enqueue(new TextEncoder().encode(piece)))
  })

/** Where a server listens that says exactly this over TCP. */
const rawServer = (speak: (socket: Socket) => void) =>
  Effect.acquireRelease(
    Effect.async<Server>((resume) => {
      const server = createServer((socket) => {
        socket.on("error", () => socket.destroy())
        socket.once("data", () => speak(socket))
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => server.close())
  ).pipe(
    Effect.map((server) => {
      const at = server.address()
      return `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}/`
    })
  )

describe("an answer", () => {
  it.effect("is the status, the cookies and the whole body", () =>
    Effect.gen(function* () {
      const answer = yield* ask()
      expect(answer.status).toBe(201)
      expect(textOf(answer)).toBe("好")
      expect(Object.keys(answer.cookies.cookies)).toEqual(["a"])
    }).pipe(
      Effect.provide(
        new FakeHttp(() => new Response("好", { status: 201, headers: { "set-cookie": "a=1; Path=/" } }))
          .layer
      )
    )
  )

  it.effect("is inflated when it comes deflated unasked", () => {
    const http = new FakeHttp(
      () => new Response(Buffer.from(gzipSync("好")), { headers: { "content-encoding": "gzip" } })
    )
    return Effect.gen(function* () {
      expect(textOf(yield* ask())).toBe("好")
      expect(http.last.headers).not.toHaveProperty("accept-encoding")
    }).pipe(Effect.provide(http.layer))
  })

  it.effect("may carry a status that the caller knows", () =>
    Effect.gen(function* () {
      expect(textOf(yield* ask(address, { alsoStatus: 301 }))).toBe("body of a 301")
      expect(yield* Effect.flip(ask())).toMatchObject({ _tag: "BadAnswer" })
    }).pipe(Effect.provide(new FakeHttp(() => new Response("body of a 301", { status: 301 })).layer))
  )
})

describe("an answer of any status", () => {
  const anything = (status: number) =>
    new FakeHttp(
      () => new Response("why", { status, headers: { "retry-after": "7", location: "http://x.test/secret" } })
    )

  for (const status of [200, 302, 404, 429, 503]) {
    it.effect(`may be asked for: ${status} with its headers and body`, () =>
      Effect.gen(function* () {
        const answer = yield* ask(address, { alsoStatus: "any" })
        expect(answer.status).toBe(status)
        expect(Transport.headerOf(answer, "retry-after")).toBe("7")
        expect(textOf(answer)).toBe("why")
      }).pipe(Effect.provide(anything(status).layer))
    )
  }
})

describe("a request", () => {
  it.effect("carries no trace headers", () => {
    const http = new FakeHttp(() => new Response("ok"))
    return Effect.gen(function* () {
      yield* Effect.withSpan(ask(), "outer")
      expect(Object.keys(http.last.headers).sort()).toEqual(["content-length", "content-type"])
    }).pipe(Effect.provide(http.layer))
  })
})

describe("limits", () => {
  for (const [name, body, headers] of [
    ["as it is", "x".repeat(1001), {}],
    ["once inflated", Buffer.from(gzipSync("x".repeat(1001))), { "content-encoding": "gzip" }]
  ] as const) {
    it.effect(`a body too large ${name} is not read to its end`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(ask())
        expect(error).toMatchObject({ _tag: "BadAnswer", issue: "body of more than 1000 bytes" })
      }).pipe(Effect.provide(new FakeHttp(() => new Response(body, { headers })).layer))
    )
  }

  it.effect("a long body is given up at the limit, not read to its end", () => {
    let pulled = 0
    const long = new ReadableStream<Uint8Array>({
      pull: (controller) => (++pulled > 500 ? controller.close() : controller.enqueue(new Uint8Array(100)))
    })
    return Effect.gen(function* () {
      expect(yield* Effect.flip(ask())).toMatchObject({ _tag: "BadAnswer" })
      expect(pulled).toBeLessThan(50)
    }).pipe(Effect.provide(new FakeHttp(() => new Response(long)).layer))
  })

  it.effect("a body shorter than announced is none", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(ask())).toMatchObject({ _tag: "Unreachable", reason: "answer cut short" })
    }).pipe(
      Effect.provide(new FakeHttp(() => new Response("half", { headers: { "content-length": "8" } })).layer)
    )
  )

  it.effect("the time limit covers the body", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Effect.flip(ask()))
      yield* TestClock.adjust("14999 millis")
      expect(fiber.unsafePoll()).toBeNull()
      yield* TestClock.adjust("1 millis")
      expect(yield* Fiber.join(fiber)).toMatchObject({
        _tag: "Unreachable",
        reason: "timed out",
        delivered: "unknown"
      })
    }).pipe(Effect.provide(new FakeHttp(() => new Response(unending("half of "))).layer))
  )
})

describe("a refusal by status", () => {
  const cases = [
    [502, {}, { _tag: "Unreachable", reason: "status 502", delivered: "no" }],
    [404, {}, { _tag: "BadAnswer", issue: "status 404", foreign: true }],
    [
      302,
      { location: "https://evil.example/x?skey=secret" },
      { _tag: "BadAnswer", issue: "status 302 to evil.example", foreign: true }
    ],
    [302, { location: "/x?skey=secret" }, { _tag: "BadAnswer", issue: "status 302 to no host" }]
  ] as const
  for (const [status, headers, expected] of cases) {
    it.effect(`${status} ${JSON.stringify(headers)}`, () => {
      const http = new FakeHttp(() => new Response(unending("secret"), { status, headers }))
      return Effect.gen(function* () {
        const error = yield* Effect.flip(ask())
        expect(error).toMatchObject(expected)
        expect(JSON.stringify(error)).not.toContain("secret")
        expect(http.asked.length).toBe(1)
      }).pipe(Effect.provide(http.layer))
    })
  }
})

describe("a connection that fails", () => {
  const refused = { code: "ECONNREFUSED", syscall: "connect" }
  const cases = [
    ["refused", refused, "ECONNREFUSED", "no"],
    ["unknown name", { code: "ENOTFOUND", syscall: "getaddrinfo" }, "ENOTFOUND", "no"],
    ["no way to the net", { code: "ENETUNREACH", syscall: "connect" }, "ENETUNREACH", "no"],
    [
      "every address refused",
      Object.assign(new AggregateError([refused, refused]), { code: "ECONNREFUSED" }),
      "ECONNREFUSED",
      "no"
    ],
    ["reset", { code: "ECONNRESET", syscall: "read" }, "ECONNRESET", "unknown"],
    ["one that says too much", { code: "secret https://x/?skey=1" }, "connection failed", "unknown"],
    ["one without a code", {}, "connection failed", "unknown"]
  ] as const
  for (const [name, cause, reason, delivered] of cases) {
    it.effect(name, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(ask())
        expect(error).toMatchObject({ _tag: "Unreachable", endpoint: "buy", reason, delivered })
        expect(JSON.stringify(error)).not.toMatch(/secret|skey/)
      }).pipe(Effect.provide(new FakeHttp(() => broken(cause)).layer))
    )
  }
})

describe("over TCP", () => {
  const speaks = {
    "no HTTP": [
      "0 - nonsense\r\n\r\n",
      { _tag: "Unreachable", reason: "HPE_INVALID_CONSTANT", delivered: "unknown" }
    ],
    "nothing at all": ["", { _tag: "Unreachable", reason: "ECONNRESET", delivered: "unknown" }],
    "half a body": [
      "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
      { _tag: "Unreachable", delivered: "unknown" }
    ],
    "half a chunk": [
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\nhalf",
      { _tag: "Unreachable", delivered: "unknown" }
    ]
  } as const
  for (const [name, [said, expected]] of Object.entries(speaks)) {
    it.scopedLive(name, () =>
      Effect.gen(function* () {
        const url = yield* rawServer((socket) => socket.end(said))
        expect(yield* Effect.flip(ask(url))).toMatchObject(expected)
      }).pipe(Effect.provide(NodeHttpExchange.layer))
    )
  }

  it.live("a port where nobody listens", () =>
    Effect.gen(function* () {
      // one that a system hands out could be another test's by now
      const error = yield* Effect.flip(ask("http://127.0.0.1:1/"))
      expect(error).toMatchObject({ reason: "ECONNREFUSED", delivered: "no" })
    }).pipe(Effect.provide(NodeHttpExchange.layer))
  )

  it.scopedLive("the connection is given up with the call", () =>
    Effect.gen(function* () {
      const ended = yield* Deferred.make<void>()
      const url = yield* rawServer((socket) => {
        socket.once("close", () => Deferred.unsafeDone(ended, Effect.void))
        socket.write("HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n")
      })
      expect(yield* Effect.flip(ask(url))).toMatchObject({ issue: "status 404" })
      yield* Deferred.await(ended)
    }).pipe(Effect.provide(NodeHttpExchange.layer))
  )
})

describe("the log", () => {
  const logged = (http: FakeHttp) =>
    Effect.gen(function* () {
      const lines: Array<Readonly<Record<string, unknown>>> = []
      const logger = Logger.make(({ annotations, message }) => {
        lines.push({ message, ...Object.fromEntries(annotations) })
      })
      yield* Effect.exit(ask()).pipe(
        Effect.provide([
          http.layer,
          Logger.replace(Logger.defaultLogger, logger),
          Logger.minimumLogLevel(LogLevel.Debug)
        ])
      )
      return lines
    })

  it.effect("has one line a call, with what an operator needs and no more", () =>
    Effect.gen(function* () {
      expect(yield* logged(new FakeHttp(() => new Response("12345")))).toEqual([
        {
          message: ["http call"],
          endpoint: "buy",
          method: "POST",
          host: "shop.test",
          path: "/buy/{id}",
          sent: 4,
          millis: 0,
          status: 200,
          received: 5
        }
      ])
    })
  )

  it.effect("has one for a call that failed, too", () =>
    Effect.gen(function* () {
      const lines = yield* logged(new FakeHttp(() => broken({ code: "ECONNRESET" })))
      expect(lines).toMatchObject([{ endpoint: "buy", failure: "ECONNRESET" }])
      expect(JSON.stringify(lines)).not.toContain("secret")
    })
  )
})
