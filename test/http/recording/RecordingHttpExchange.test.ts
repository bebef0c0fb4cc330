import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Schema, TestClock } from "effect"
import { deflateSync } from "node:zlib"
import { RecordedLine } from "../../../src/domain/RecordedExchange.ts"
import { Unreachable } from "../../../src/http/Errors.ts"
import { type HttpExchange, type HttpRequest } from "../../../src/http/HttpExchange.ts"
import { recording } from "../../../src/http/recording/RecordingHttpExchange.ts"

const request: HttpRequest = {
  endpoint: "synccheck",
  method: "GET",
  url: "https://webpush.wx.qq.com/cgi-bin/mmwebwx-bin/synccheck?sid=secretsid",
  headers: {},
  body: undefined,
  timeout: Duration.seconds(35),
  maxBytes: 1_000,
  reads: () => true,
  repeatedBy: "exchange"
}

const over = (http: HttpExchange["Type"]) => {
  const lines: Array<string> = []
  const exchange = recording(http, "a key", {
    write: (line) => Effect.sync(() => void lines.push(line)),
    beside: (work) => work
  })
  return {
    exchange,
    lines: Effect.suspend(() => Effect.forEach(lines, (line) => Schema.decode(RecordedLine)(line)))
  }
}

describe("an exchange that is recorded", () => {
  it.effect(
    "gives what it gave before; its line tells when it was, how long it took, and the body inflated",
    () =>
      Effect.gen(function* () {
        const answer = {
          status: 200,
          headers: { "content-type": "text/plain", "content-encoding": "deflate" },
          bytes: deflateSync('window.synccheck={retcode:"0",selector:"2"}')
        }
        const { exchange, lines } = over(() => Effect.delay(Effect.succeed(answer), "25 seconds"))
        yield* TestClock.adjust("1 minute")
        const fiber = yield* Effect.fork(exchange(request))
        yield* TestClock.adjust("25 seconds")
        expect(yield* Fiber.join(fiber)).toBe(answer)
        const [line] = yield* lines
        expect(line).toMatchObject({
          at: 60_000,
          millis: 25_000,
          method: "GET",
          host: "webpush.wx.qq.com",
          path: "/cgi-bin/mmwebwx-bin/synccheck",
          body: null,
          answer: { status: 200, body: 'window.synccheck={retcode:"0",selector:"2"}' }
        })
        expect(line?.query).toMatch(/^\?sid=(?!secretsid)[a-z]{9}$/)
      })
  )

  it.effect("fails as it did before, and its line says why", () =>
    Effect.gen(function* () {
      const failure = new Unreachable({ endpoint: "synccheck", reason: "ECONNRESET", delivered: "unknown" })
      const { exchange, lines } = over(() => failure)
      expect(yield* Effect.flip(exchange(request))).toBe(failure)
      expect((yield* lines).map(({ answer }) => answer)).toEqual([{ failure: "ECONNRESET" }])
    })
  )

  it.effect("is in the recording although nobody waited for its end", () =>
    Effect.gen(function* () {
      const { exchange, lines } = over(() => Effect.never)
      const fiber = yield* Effect.fork(exchange(request))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(fiber)
      expect((yield* lines).map(({ answer }) => answer)).toEqual([{ failure: "interrupted" }])
    })
  )
})
