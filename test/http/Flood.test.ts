import { createServer as createHttpServer, type ServerResponse } from "node:http"
import { createServer as createTcpServer, type Server, type Socket } from "node:net"
import { gzipSync } from "node:zlib"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Option, TestClock } from "effect"
import * as NodeHttpExchange from "../../src/http/NodeHttpExchange.ts"
import { TulingOptions } from "../../src/http/chatbot/TulingOptions.ts"
import { TulingV1 } from "../../src/http/chatbot/TulingV1.ts"
import { TulingV2 } from "../../src/http/chatbot/TulingV2.ts"
import * as Endpoints from "../../src/http/wechat/Endpoints.ts"
import { calls } from "../support/http/calls.ts"
import { tulingOptions, wechatOptions } from "../support/http/FakeHttp.ts"

/* Servers on loopback that never stop talking. The client is Node's own, and the clock stands still. */

const megabyte = 1024 * 1024
const gigabyte = 1024 * megabyte

/** What stands between the two ends: the buffers of sockets and of Node. */
const underway = 12 * megabyte

/** The world with `server` in place of every other; the server stops with the test. */
const listening = (server: Server) =>
  Layer.unwrapScoped(
    Effect.map(
      Effect.acquireRelease(
        Effect.async<URL>((resume) => {
          server.listen(0, "127.0.0.1", () => {
            const at = server.address()
            const port = typeof at === "object" && at !== null ? at.port : 0
            resume(Effect.succeed(new URL(`http://127.0.0.1:${port}`)))
          })
        }),
        () => Effect.sync(() => server.close())
      ),
      (origin) => {
        const tuling = Layer.effect(
          TulingOptions,
          Effect.map(TulingOptions, (options) => ({ ...options, origin }))
        ).pipe(Layer.provide(tulingOptions))
        return Layer.mergeAll(Endpoints.layer, TulingV1.Default, TulingV2.Default).pipe(
          Layer.provide([NodeHttpExchange.layer, wechatOptions({ origin: Option.some(origin) }), tuling])
        )
      }
    )
  )

/** What became of a connection: how much the server could say, and how much memory the process took meanwhile. */
interface Heard {
  readonly written: number
  readonly memory: number
}

/** Says the same again and again until the other side hangs up or `limit` is reached. */
const pour = (
  to: Socket | ServerResponse,
  piece: Uint8Array,
  limit: number,
  heard: (heard: Heard) => void
) => {
  const before = process.memoryUsage().arrayBuffers
  let written = 0
  let memory = 0
  const more = () => {
    memory = Math.max(memory, process.memoryUsage().arrayBuffers - before)
    if (to.destroyed) return
    if (written >= limit) {
      to.end()
      return
    }
    written += piece.length
    // it is the reader's turn after each piece: the sockets of some machines hold a lot more than those of others
    to.write(piece, () => setImmediate(more))
  }
  to.on("error", () => to.destroy())
  to.on("close", () => heard({ written, memory }))
  more()
}

const filling = Buffer.alloc(64 * 1024, "x")

describe("a body of 1 GB", () => {
  const limits = [
    ["webwxsync", 16],
    ["webwxgetcontact", 64],
    ["webwxnewloginpage", 1],
    ["qrcode", 1],
    ["jslogin", 16]
  ] as const
  for (const [name, limit] of limits) {
    for (const [kind, headers] of [
      ["in chunks", {}],
      ["of a length told before", { "content-length": String(gigabyte) }]
    ] as const) {
      it.effect(`${kind} is cut by ${name} at ${limit} MB`, () =>
        Effect.gen(function* () {
          const heard = yield* Deferred.make<Heard>()
          const server = createHttpServer((_, response) => {
            response.writeHead(200, headers)
            pour(response, filling, gigabyte, (what) => Deferred.unsafeDone(heard, Effect.succeed(what)))
          })
          yield* Effect.gen(function* () {
            const call: Effect.Effect<
              unknown,
              unknown,
              Effect.Effect.Context<(typeof calls)[typeof name]>
            > = calls[name]
            const error = yield* Effect.flip(call)
            expect(error).toMatchObject({
              _tag: "BadAnswer",
              issue: `body of more than ${limit * megabyte} bytes`
            })
            const { memory, written } = yield* Deferred.await(heard)
            expect(written).toBeGreaterThan(limit * megabyte)
            expect(written).toBeLessThan(limit * megabyte + underway)
            expect(memory).toBeLessThan(limit * megabyte + 2 * underway)
          }).pipe(Effect.provide(listening(server)))
        })
      )
    }
  }

  it.effect("is cut by Tuling at 1 MB", () =>
    Effect.gen(function* () {
      const heard = yield* Deferred.make<Heard>()
      const server = createHttpServer((_, response) => {
        pour(response, filling, gigabyte, (what) => Deferred.unsafeDone(heard, Effect.succeed(what)))
      })
      yield* Effect.gen(function* () {
        expect(yield* Effect.flip(calls.tulingV2)).toMatchObject({
          kind: "transient",
          code: `body of more than ${megabyte} bytes`
        })
        expect((yield* Deferred.await(heard)).written).toBeLessThan(megabyte + underway)
      }).pipe(Effect.provide(listening(server)))
    })
  )

  it.effect("that was packed into one MB is not unpacked", () => {
    const bomb = Buffer.concat(Array.from({ length: 64 }, () => piece))
    const server = createHttpServer((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" })
      response.end(bomb)
    })
    return Effect.gen(function* () {
      const before = process.memoryUsage().arrayBuffers
      expect(yield* Effect.flip(calls.webwxsync)).toMatchObject({
        _tag: "BadAnswer",
        issue: `body of more than ${16 * megabyte} bytes`
      })
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * megabyte)
    }).pipe(Effect.provide(listening(server)))
  })
})

/** 16 MB when unpacked; many of them in a row are one body. */
const piece = gzipSync(Buffer.alloc(16 * megabyte))

describe("a head that does not end", () => {
  const heads = {
    "one long header": ["HTTP/1.1 200 OK\r\nx-long: ", "x".repeat(1000), "HPE_HEADER_OVERFLOW"],
    "many headers": ["HTTP/1.1 200 OK\r\n", "x-many: x\r\n", "HPE_HEADER_OVERFLOW"],
    "many cookies": ["HTTP/1.1 200 OK\r\n", "set-cookie: a=b; Path=/\r\n", "HPE_HEADER_OVERFLOW"],
    "many trailers": [
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n",
      "x-many: x\r\n",
      "ECONNRESET"
    ]
  } as const
  for (const [name, [start, again, reason]] of Object.entries(heads)) {
    it.effect(`${name} are given up after some KB`, () =>
      Effect.gen(function* () {
        const heard = yield* Deferred.make<Heard>()
        const server = createTcpServer((socket) => {
          socket.write(start)
          pour(socket, Buffer.from(again.repeat(1000)), gigabyte, (what) =>
            Deferred.unsafeDone(heard, Effect.succeed(what))
          )
        })
        yield* Effect.gen(function* () {
          expect(yield* Effect.flip(calls.webwxinit)).toMatchObject({
            _tag: "Unreachable",
            reason
          })
          expect((yield* Deferred.await(heard)).written).toBeLessThan(underway)
        }).pipe(Effect.provide(listening(server)))
      })
    )
  }

  const slow = {
    "one word of the status line": ["HTTP/1.1 200 ", "x"],
    "a promise of an answer again and again": ["", "HTTP/1.1 102 Processing\r\n\r\n"],
    "a chunk that comes byte by byte": [
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffff\r\n",
      "x"
    ]
  } as const
  for (const [name, [start, again]] of Object.entries(slow)) {
    it.effect(`${name} is given up when the time is over`, () =>
      Effect.gen(function* () {
        const speaking = yield* Deferred.make<void>()
        const heard = yield* Deferred.make<Heard>()
        const server = createTcpServer((socket) => {
          socket.once("data", () => {
            socket.write(start + again.repeat(1000), () => Deferred.unsafeDone(speaking, Effect.void))
          })
          socket.on("error", () => socket.destroy())
          socket.on("close", () => Deferred.unsafeDone(heard, Effect.succeed({ written: 0, memory: 0 })))
        })
        yield* Effect.gen(function* () {
          const fiber = yield* Effect.fork(Effect.flip(calls.webwxinit))
          yield* Deferred.await(speaking)
          yield* TestClock.adjust("15 seconds")
          expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "Unreachable", reason: "timed out" })
          yield* Deferred.await(heard)
        }).pipe(Effect.provide(listening(server)))
      })
    )
  }
})
