import { get, IncomingMessage, ServerResponse } from "node:http"
import { Socket } from "node:net"
import { FileSystem, HttpClient, HttpServerRequest } from "@effect/platform"
import { NodeContext, NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Schema } from "effect"
import { type RecordedExchange, RecordedLine } from "../../../src/domain/RecordedExchange.ts"
import { read } from "../../../src/simulator/replay/Recording.ts"
import * as Replay from "../../../src/simulator/replay/Replay.ts"
import { start } from "../../../src/simulator/Simulator.ts"

const exchange = (
  at: number,
  path: string,
  answer: RecordedExchange["answer"],
  millis = 0
): RecordedExchange => ({
  at,
  millis,
  method: "GET",
  host: "wx.qq.com",
  path,
  query: "",
  headers: {},
  body: null,
  answer
})

const said = (body: string) => ({ status: 200, headers: { "content-type": "text/plain" }, body })

const replayed = (...recording: ReadonlyArray<RecordedExchange>) =>
  Effect.gen(function* () {
    const { control, origin } = yield* start({}, yield* Replay.make(recording))
    const http = yield* HttpClient.HttpClient
    const get = (path: string) => http.get(`${origin}${path}`)
    const post = (path: string) => http.post(`${origin}${path}`)
    return {
      control,
      origin,
      get,
      post,
      text: (path: string) => Effect.flatMap(get(path), ({ text }) => text)
    }
  })

const poll = "/cgi-bin/mmwebwx-bin/synccheck"

describe("a replay", () => {
  it.scopedLive("gives each path its answers in their order, then says that there are no more", () =>
    Effect.gen(function* () {
      const { get, text } = yield* replayed(
        exchange(1, "/a", said("one")),
        exchange(2, "/a", said("two")),
        exchange(3, "/b", said("three"))
      )
      expect([yield* text("/a?any=query"), yield* text("/a")]).toEqual(["one", "two"])
      const missing = yield* get("/a")
      expect(missing.status).toBe(404)
      expect(yield* missing.text).toBe("The recording has no GET /a, or no more of them.\n")
      expect(yield* (yield* get("/control/replay")).json).toEqual({
        replayed: 2,
        of: 3,
        left: { "GET /b": 1 },
        unknown: { "GET /a": 1 }
      })
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )

  it.scopedLive("gives cookies, headers and bytes as they were", () =>
    Effect.gen(function* () {
      const date = "Sat, 28 Nov 2026 15:36:57 GMT"
      const cookie = "pass=a%2Bb; Domain=wx.qq.com; Path=/; Expires=Sun, 29 Nov 2026 14:36:58 GMT"
      const { get } = yield* replayed(
        exchange(1, "/a", {
          status: 301,
          headers: {
            date,
            location: "https://wx.qq.com/",
            "set-cookie": [cookie],
            "content-type": "image/png"
          },
          body: { bytes: 5 }
        })
      )
      const { arrayBuffer, cookies, headers, status } = yield* get("/a")
      expect(status).toBe(301)
      expect(headers).toMatchObject({ date, location: "https://wx.qq.com/", "content-type": "image/png" })
      expect(cookies.cookies["pass"]).toMatchObject({
        valueEncoded: "a%2Bb",
        options: { domain: "wx.qq.com" }
      })
      expect((yield* arrayBuffer).byteLength).toBe(5)
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )

  it.scopedLive("gives a cookie that comes twice twice, and leaves out what only a connection has", () =>
    Effect.gen(function* () {
      const cookies = ["wxuin=1; Domain=wx.qq.com; Path=/; Secure", "wxuin=2; Domain=.qq.com"]
      const headers = {
        "set-cookie": cookies,
        vary: ["Accept", "Cookie"],
        "content-length": "1000",
        trailer: "x"
      }
      const { origin } = yield* replayed(exchange(1, "/a", { status: 200, headers, body: "one" }))
      const raw = yield* Effect.async<ReadonlyArray<string>, Error>((resume) => {
        get(`${origin}/a`, (response) => {
          response.resume()
          response.on("end", () => resume(Effect.succeed(response.rawHeaders)))
        }).on("error", (error) => resume(Effect.fail(error)))
      })
      const given = raw.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1]]] : []))
      expect(given.filter(([name]) => name === "set-cookie")).toEqual(
        cookies.map((cookie) => ["set-cookie", cookie])
      )
      expect(given.filter(([name]) => name === "vary")).toHaveLength(2)
      expect(Object.fromEntries(given)).toMatchObject({ "content-length": "3" })
      expect(Object.fromEntries(given)).not.toHaveProperty("trailer")
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )

  it.scopedLive("holds what a poll brought until the client did what came before its end", () =>
    Effect.gen(function* () {
      const { control, get, text } = yield* replayed(
        exchange(20, "/send", said("sent"), 10),
        exchange(10, poll, said("an echo"), 15)
      )
      const polled = yield* Effect.fork(text(poll))
      const progress = Effect.flatMap(get("/control/replay"), ({ text }) => text)
      yield* Effect.repeat(progress, { until: (now) => now.includes('"replayed":1') })
      expect(yield* text("/send")).toBe("sent")
      expect(yield* Fiber.join(polled)).toBe("an echo")
      const requests = yield* control.requests()
      expect(requests.map(({ endpoint }) => endpoint)).toEqual(["send", "synccheck"])
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )

  it.live("of a long recording does not look through what was answered at each answer", () =>
    Effect.gen(function* () {
      const length = 25_000
      const recording = Array.from({ length }, (_, at) => exchange(at, "/a", said("one")))
      const { answer, progress } = yield* Replay.make(recording)
      const request = Object.assign(HttpServerRequest.fromWeb(new Request("http://127.0.0.1/a")), {
        response: new ServerResponse(new IncomingMessage(new Socket()))
      })
      yield* Effect.repeatN(Effect.asVoid(Effect.scoped(answer)), length - 1).pipe(
        Effect.provideService(HttpServerRequest.HttpServerRequest, request)
      )
      expect(yield* progress).toEqual({ replayed: length, of: length, left: {}, unknown: {} })
    })
  )

  it.scopedLive("cuts what was cut, and has chatbots that answer", () =>
    Effect.gen(function* () {
      const { get, post } = yield* replayed(exchange(1, "/a", { failure: "ECONNRESET" }))
      expect((yield* Effect.flip(get("/a")))._tag).toBe("RequestError")
      // it wants to be asked something
      expect((yield* post("/v1/chat/completions")).status).toBe(400)
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )
})

describe("the file of a recording", () => {
  it.scoped("is read without a line that a crash cut short; no recording is said to be none", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = `${yield* fs.makeTempDirectoryScoped()}/recording`
      expect((yield* Effect.flip(read(path))).problem).toContain("cannot be read")
      const line = yield* Schema.encode(RecordedLine)(exchange(1, "/a", said("one")))
      yield* fs.writeFileString(path, `${line}\n${line.slice(0, 50)}\n\n${line}\n`)
      const { broken, exchanges } = yield* read(path)
      expect([exchanges.length, broken]).toEqual([2, 1])
      yield* fs.writeFileString(path, "something else\n")
      expect((yield* Effect.flip(read(path))).message).toBe(`${path}: holds no recorded exchange`)
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scoped("keeps letters that lie across its pieces, and loses but the line in which one is cut", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = `${yield* fs.makeTempDirectoryScoped()}/recording`
      const body = "一".repeat(1_000_000)
      const line = yield* Schema.encode(RecordedLine)(exchange(1, "/a", said(body)))
      const bytes = new TextEncoder().encode(`${line}\n`)
      const cut = bytes.indexOf(0xe4)
      yield* fs.writeFile(path, bytes.subarray(0, cut + 1))
      yield* fs.writeFileString(path, "\n", { flag: "a" })
      yield* fs.writeFile(path, bytes, { flag: "a" })
      const { broken, exchanges } = yield* read(path)
      expect(exchanges.map(({ answer }) => answer)).toEqual([said(body)])
      expect(broken).toBe(1)
    }).pipe(Effect.provide(NodeContext.layer))
  )

  const headersOf = (headers: RecordedExchange["headers"]) => ({ status: 200, headers, body: "" })
  const impossible: ReadonlyArray<readonly [what: string, answer: RecordedExchange["answer"]]> = [
    ["more bytes than any answer has", { status: 200, headers: {}, body: { bytes: 1_000_000_000_000 } }],
    ["less than no bytes", { status: 200, headers: {}, body: { bytes: -1 } }],
    ["a status that is none", { status: 99_999, headers: {}, body: "" }],
    ["a status that ends no exchange", { status: 101, headers: {}, body: "" }],
    ["a NUL in a header", headersOf({ location: "/\0" })],
    ["a line break in one of several", headersOf({ "set-cookie": ["a=b", "c=d\r\ne: f"] })],
    ["a letter that no header can have", headersOf({ location: "/一" })],
    ["a space in the name of a header", headersOf({ "a b": "c" })],
    ["a header without name", headersOf({ "": "c" })]
  ]
  it.scoped.each(impossible)("leaves out a line with %s", ([, answer]) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = `${yield* fs.makeTempDirectoryScoped()}/recording`
      const good = exchange(1, "/a", said("one"))
      yield* fs.writeFileString(
        path,
        [good, { ...good, answer }].map((one) => JSON.stringify(one)).join("\n")
      )
      const { broken, exchanges } = yield* read(path)
      expect([exchanges, broken]).toEqual([[good], 1])
    }).pipe(Effect.provide(NodeContext.layer))
  )
})
