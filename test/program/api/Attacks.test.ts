import { connect } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { FileSystem } from "@effect/platform"
import { Effect, Exit, Fiber, Option, Redacted, Scope, TestClock } from "effect"
import { ShownCode } from "../../../src/layers/activity/ShownCode.ts"
import { DataDirectory } from "../../../src/layers/disk/DataDirectory.ts"
import { served } from "../../../src/program/api/Api.ts"
import { Surroundings } from "../../support/program/fakes.ts"
import { request, running, sent, statusOf, surroundings } from "../../support/program/served.ts"

const secured = [
  "GET /api/status",
  "GET /api/messages",
  "GET /api/messages/1",
  "GET /api/events",
  "GET /api/qr",
  "POST /api/qr",
  "GET /api/counts",
  "GET /api/chats",
  "GET /api/settings",
  "GET /api/diagnostics",
  "POST /api/pause",
  "POST /api/resume",
  "POST /api/mute",
  "POST /api/unmute",
  "POST /api/logout",
  "GET /api/anything"
]

const status = (port: number, text: string) => Effect.map(sent(port, text), statusOf)

describe("the API", () => {
  it.scoped("gives nothing of the owner's without the token, and moves no switch", () =>
    Effect.gen(function* () {
      yield* (yield* ShownCode).become(Option.some(Redacted.make("https://login.weixin.qq.com/l/a-code")))
      const { port } = yield* running
      for (const line of secured) expect([line, yield* status(port, request(line))]).toEqual([line, 401])
      for (const line of ["GET /", "GET /health", "GET /metrics", "GET /api/openapi.json"]) {
        const answer = yield* sent(port, request(line))
        expect([line, statusOf(answer)]).toEqual([line, 200])
        expect(answer).not.toContain("a-code")
        expect(answer).toMatch(/^x-frame-options: DENY\r$/im)
        expect(answer).toMatch(/^content-security-policy: default-src 'none';.*frame-ancestors 'none'\r$/im)
      }
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("refuses foreign hosts and pages of others, also with the token", () =>
    Effect.gen(function* () {
      const { port, token } = yield* running
      const own = { Authorization: `Bearer ${token}` }
      const ask = (line: string, headers: Readonly<Record<string, string>>) =>
        status(port, request(line, { ...own, ...headers }))
      expect(yield* ask("GET /api/status", {})).toBe(200)
      expect(yield* ask("GET /api/status", { Host: "evil.example" })).toBe(421)
      expect(yield* ask("GET /api/status", { Host: `rebound.example:${port}` })).toBe(421)
      expect(yield* ask("POST /api/pause", { Origin: "http://evil.example", "Content-Length": "2" })).toBe(
        403
      )
      expect(yield* ask("GET /api/messages", { "Sec-Fetch-Site": "cross-site" })).toBe(403)
      const twoHosts = `GET /api/status HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n`
      expect(yield* status(port, twoHosts)).toBe(400)
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("is not fooled by spellings of a path", () =>
    Effect.gen(function* () {
      const { port } = yield* running
      for (const path of [
        "/health/../api/status",
        "/health/%2e%2e/api/status",
        "//api/status",
        "/API/status",
        "/api//status",
        "/api/status%00",
        "/api/openapi.json/../status",
        "/health;/api/status"
      ]) {
        expect([path, yield* status(port, request(`GET ${path}`))]).toEqual([path, 401])
      }
      expect(yield* status(port, request("GET http://127.0.0.1/api/status"))).toBe(400)
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("is slow with wrong tokens, and puts none in the log", () =>
    Effect.gen(function* () {
      const { port, token } = yield* running
      const { logs } = yield* Surroundings
      const wrong = yield* Effect.fork(
        status(port, request("GET /api/status", { Authorization: "Bearer guess" }))
      )
      yield* Effect.repeat(TestClock.adjust(1), { until: () => Effect.map(Fiber.poll(wrong), Option.isSome) })
      expect(yield* Fiber.join(wrong)).toBe(401)
      expect(yield* status(port, request(`GET /?token=${token}`))).toBe(303)
      expect(JSON.stringify(logs)).not.toContain(token)
      expect(JSON.stringify(logs)).not.toContain("guess")
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("trades the token for a cookie, which its own page may write with", () =>
    Effect.gen(function* () {
      const { port, token } = yield* running
      const answer = yield* sent(port, request(`GET /?token=${token}`))
      const [, cookie = ""] =
        /^set-cookie: ([^;]+); Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict\r$/im.exec(answer) ?? []
      expect(answer).toMatch(/^location: \/\r$/im)
      expect(answer).not.toContain(token)
      const own = { Cookie: cookie, Origin: "http://127.0.0.1", "Sec-Fetch-Site": "same-origin" }
      const json = { "Content-Type": "application/json", "Content-Length": "2" }
      expect(yield* status(port, request("GET /api/status", { Cookie: cookie }))).toBe(200)
      expect(yield* status(port, request("POST /api/pause", { ...own, ...json }, "{}"))).toBe(204)
      expect(yield* status(port, request("POST /api/pause", { Cookie: cookie, ...json }, "{}"))).toBe(401)
      const body = JSON.stringify({ token })
      const login = request("POST /api/login", { ...json, "Content-Length": `${body.length}` }, body)
      expect(yield* sent(port, login)).toContain(cookie)
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("is reached by a browser that has the cookie of another robot on the same port", () =>
    Effect.gen(function* () {
      const cookieOf = ({ port, token }: { readonly port: number; readonly token: string }) =>
        Effect.map(
          sent(port, request(`GET /?token=${token}`)),
          (answer) => /^set-cookie: ([^;]+);/im.exec(answer)?.[1] ?? ""
        )
      const one = yield* running
      const Cookie = yield* cookieOf(one)
      const another = yield* running.pipe(Effect.provide(surroundings()))
      const other = yield* cookieOf(another)
      const jar = { Cookie: `${other}; ${Cookie}` }
      expect(other.split("=")[0]).not.toBe(Cookie.split("=")[0])
      expect(yield* status(one.port, request("GET /api/status", jar))).toBe(200)
      expect(yield* status(another.port, request("GET /api/status", jar))).toBe(200)
      // no guess, so the answer is not held up
      expect(yield* status(one.port, request("GET /api/status", { Cookie: other }))).toBe(401)
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("gives the diagnostics as a file", () =>
    Effect.gen(function* () {
      const { port, token } = yield* running
      const answer = yield* sent(port, request("GET /api/diagnostics", { Authorization: `Bearer ${token}` }))
      expect(statusOf(answer)).toBe(200)
      expect(answer).toMatch(
        /^content-disposition: attachment; filename="weixin-robot-diagnostics\.json"\r$/im
      )
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("can be used by a browser behind a reverse proxy that is set up as the documents say", () =>
    Effect.gen(function* () {
      const { port, token } = yield* running
      // the browser is at https://robot.example.org
      const proxied = {
        Host: "127.0.0.1:8420",
        "X-Forwarded-Host": "robot.example.org",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.7",
        Forwarded: "for=203.0.113.7;host=robot.example.org;proto=https"
      }
      const opened = { ...proxied, "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate" }
      const answer = yield* sent(port, request(`GET /?token=${token}`, opened))
      expect(answer).toMatch(/^location: \/\r$/im)
      const [, cookie = ""] = /^set-cookie: ([^;]+);/im.exec(answer) ?? []
      expect(yield* status(port, request("GET /", { ...opened, Cookie: cookie }))).toBe(200)
      const own = { ...proxied, Cookie: cookie, "Sec-Fetch-Site": "same-origin" }
      expect(yield* status(port, request("GET /api/status", own))).toBe(200)
      const paused = (Origin: string) =>
        status(
          port,
          request(
            "POST /api/pause",
            { ...own, Origin, "Content-Type": "application/json", "Content-Length": "2" },
            "{}"
          )
        )
      expect(yield* paused("http://127.0.0.1:8420")).toBe(204)
      expect(yield* paused("https://evil.example")).toBe(403)
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("refuses what is too long, and what could be read in two ways", () =>
    Effect.gen(function* () {
      const { port, token } = yield* running
      const own = { Authorization: `Bearer ${token}` }
      const post = "POST /api/pause"
      expect(yield* status(port, request(post, { ...own, "Content-Length": "1000000000" }))).toBe(413)
      expect(
        yield* status(port, request(post, { ...own, "Transfer-Encoding": "chunked" }, "0\r\n\r\n"))
      ).toBe(411)
      const both = { ...own, "Content-Length": "5", "Transfer-Encoding": "chunked" }
      const smuggled = `0\r\n\r\n${request("GET /api/status", own)}`
      const answer = yield* sent(port, request(post, { ...both, Connection: "keep-alive" }, smuggled))
      expect(statusOf(answer)).toBe(400)
      expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
      expect(yield* status(port, request("GET /health", { "X-Long": "x".repeat(10_000) }))).toBe(431)
      expect(yield* status(port, request("GET /health", { "X Bad": "1" }))).toBe(400)
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("serves sixty-four event streams at a time, and health beside them", () =>
    Effect.gen(function* () {
      const { port, token } = yield* running
      const stream = request("GET /api/events", { Authorization: `Bearer ${token}` })
      const opened = Effect.async<number>((resume) => {
        const socket = connect(port, "127.0.0.1", () => socket.write(stream))
        socket.on("error", () => {})
        socket.once("data", (piece) => resume(Effect.succeed(statusOf(piece.toString()))))
        socket.once("close", () => resume(Effect.succeed(0)))
      })
      const statuses = yield* Effect.all(
        Array.from({ length: 100 }, () => opened),
        { concurrency: 100 }
      )
      expect(statuses.filter((one) => one === 200)).toHaveLength(64)
      expect(statuses.filter((one) => one === 429)).toHaveLength(36)
      expect(yield* status(port, request("GET /health"))).toBe(200)
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("takes the address and the token back when it ends, with every connection", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const file = `${(yield* DataDirectory).path}/http.json`
      const scope = yield* Scope.make()
      const address = yield* Scope.extend(served(0), scope)
      expect((yield* fs.stat(file)).mode & 0o777).toBe(0o600)
      const idle = yield* Effect.fork(sent(Number(new URL(address).port), "GET /health HTTP/1.1\r\n"))
      yield* Scope.close(scope, Exit.void)
      expect(yield* Fiber.join(idle)).toBe("")
      expect(yield* fs.exists(file)).toBe(false)
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("takes another port where nobody set one, and says so; else it gives up", () =>
    Effect.gen(function* () {
      const { port } = yield* running
      const taken = yield* Effect.exit(
        Effect.scoped(served(port)).pipe(Effect.provide(surroundings({ ROBOT_HTTP_PORT: `${port}` })))
      )
      expect(JSON.stringify(taken)).toContain("PortInUse")
      const other = yield* served(port)
      expect(other).not.toContain(`:${port}/`)
      expect((yield* Surroundings).warnings()).toContain("the port of the page is taken, another one is used")
    }).pipe(Effect.provide(surroundings()))
  )
})
