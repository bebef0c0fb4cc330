import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Option, TestClock } from "effect"
import { Timing } from "../../../src/domain/Timing.ts"
import { CookieJar } from "../../../src/http/wechat/CookieJar.ts"
import { type WechatHost } from "../../../src/http/wechat/Hosts.ts"
import { RequestCeiling } from "../../../src/http/wechat/RequestCeiling.ts"
import { jsonBody, WechatClient } from "../../../src/http/wechat/WechatClient.ts"
import { FakeHttp, wechatOptions } from "../../support/http/FakeHttp.ts"

const ask = (
  call: {
    readonly endpoint?: string
    readonly host?: WechatHost
    readonly path?: string
    readonly body?: unknown
  } = {}
) =>
  Effect.flatMap(WechatClient, (client) =>
    client.text({
      endpoint: call.endpoint ?? "test",
      host: call.host ?? "wx2.qq.com",
      path: call.path ?? "/cgi-bin/x?a=1",
      query: { b: "2/+" },
      ...(call.body === undefined ? {} : { body: jsonBody(call.body) })
    })
  )

const client = (http: FakeHttp, options: Parameters<typeof wechatOptions>[0] = {}) =>
  WechatClient.Default.pipe(
    Layer.provide([http.layer, wechatOptions(options), CookieJar.Default, RequestCeiling.Default])
  )

const megabytes = (n: number) => new Response(new Uint8Array(n * 1024 * 1024).fill(0x61))

describe("WechatClient", () => {
  it.effect("gets, or posts what it is given, and adds to the query of the path", () => {
    const http = new FakeHttp(() => new Response("好"))
    return Effect.gen(function* () {
      expect(yield* ask()).toBe("好")
      yield* ask({ body: { Content: "好" } })
      expect(http.asked.map(({ body, method, url }) => [method, url.href, body])).toEqual([
        ["GET", "https://wx2.qq.com/cgi-bin/x?a=1&b=2%2F%2B", ""],
        ["POST", "https://wx2.qq.com/cgi-bin/x?a=1&b=2%2F%2B", '{"Content":"好"}']
      ])
    }).pipe(Effect.provide(client(http)))
  })

  it.effect("asks no more than twenty times a second, however often it is told to", () => {
    const http = new FakeHttp(() => new Response(""))
    return Effect.gen(function* () {
      const fiber = yield* Effect.fork(Effect.replicateEffect(ask(), 100))
      yield* TestClock.adjust("999 millis")
      expect(http.asked.length).toBeLessThan(41)
      yield* TestClock.adjust("5 seconds")
      yield* Fiber.join(fiber)
      expect(http.asked).toHaveLength(100)
    }).pipe(Effect.provide(client(http)))
  })

  it.effect("sends, polls and fetches as often as it is told to", () => {
    const http = new FakeHttp(() => new Response(""))
    return Effect.gen(function* () {
      for (const endpoint of ["webwxsendmsg", "synccheck", "webwxsync"]) {
        yield* Effect.replicateEffect(ask({ endpoint }), 100)
      }
      expect(http.asked).toHaveLength(300)
    }).pipe(Effect.provide(client(http)))
  })

  it.effect("brings every host to the stand-in, and still keeps their cookies apart", () => {
    const http = new FakeHttp(() => new Response("", { headers: { "set-cookie": "a=1; Path=/" } }))
    return Effect.gen(function* () {
      yield* ask({ host: "wx2.qq.com" })
      yield* ask({ host: "wx.qq.com" })
      yield* ask({ host: "webpush.wx2.qq.com" })
      expect(http.asked.map(({ headers, url }) => [url.origin, headers["cookie"]])).toEqual([
        ["http://127.0.0.1:8765", undefined],
        ["http://127.0.0.1:8765", undefined],
        ["http://127.0.0.1:8765", "a=1"]
      ])
    }).pipe(Effect.provide(client(http, { origin: Option.some(new URL("http://127.0.0.1:8765/")) })))
  })

  it.effect("reads 16 MB and no more", () => {
    const http = new FakeHttp((_, count) => megabytes(count === 1 ? 16 : 17))
    return Effect.gen(function* () {
      expect((yield* ask()).length).toBe(16 * 1024 * 1024)
      expect(yield* Effect.flip(Effect.asVoid(ask()))).toMatchObject({ _tag: "BadAnswer", endpoint: "test" })
    }).pipe(Effect.provide(client(http)))
  })

  for (const [name, timing, limit] of [
    ["15 s", Layer.empty, "15 seconds"],
    [
      "as long as a shorter Timing says",
      Layer.effect(
        Timing,
        Effect.map(Timing, (usual) => ({ ...usual, call: Duration.seconds(2) }))
      ),
      "2 seconds"
    ]
  ] as const) {
    it.effect(`waits ${name}`, () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.fork(Effect.flip(ask()))
        yield* TestClock.adjust(Duration.subtract(limit, "1 millis"))
        expect(fiber.unsafePoll()).toBeNull()
        yield* TestClock.adjust("1 millis")
        expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "Unreachable", reason: "timed out" })
      }).pipe(Effect.provide(Layer.provide(client(new FakeHttp(() => Effect.never)), timing)))
    )
  }
})
