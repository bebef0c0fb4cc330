import { type IncomingMessage } from "node:http"
import { connect } from "node:net"
import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { front, TOKEN } from "../../support/demo/front.ts"
import { RealFiles } from "../../support/layers/files.ts"
import { request, statusOf } from "../../support/program/served.ts"

describe("the demo's front", () => {
  it.scopedLive(
    "refuses foreign hosts and pages of others, and lets nobody frame or guess what it gives",
    () =>
      Effect.gen(function* () {
        const { ask, viewWhere } = yield* front()
        const refused = [
          ["GET /", { Host: "evil.example" }, 421],
          ["GET /api/status", { Host: "evil.example" }, 421],
          ["GET /demo/view", { Host: "rebound.example:80" }, 421],
          ["POST /demo/network", { Origin: "http://evil.example", "Content-Length": "2" }, 403],
          ["GET /api/messages", { "Sec-Fetch-Site": "cross-site" }, 403],
          ["DELETE /api/status", {}, 405]
        ] as const
        const answers = yield* Effect.forEach(refused, ([line, headers]) => ask(line, headers))
        expect(answers.map(statusOf)).toEqual(refused.map(([, , status]) => status))
        for (const answer of [...answers, yield* ask("GET /"), yield* ask("GET /nothing")]) {
          expect(answer).toMatch(/^x-frame-options: DENY\r$/im)
          expect(answer).toMatch(/^content-security-policy: default-src 'none';.*frame-ancestors 'none'\r$/im)
        }
        expect(yield* viewWhere(() => true)).toMatchObject({ networkBroken: false })
      }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("gives its page, and nothing else of the disk", () =>
    Effect.gen(function* () {
      const { ask } = yield* front()
      const page = yield* ask("GET /")
      expect(statusOf(page)).toBe(200)
      expect(page).toContain('<script type="module" src="/demo.js"></script>')
      expect(statusOf(yield* ask("GET /demo.tsx"))).toBe(404)
      expect(statusOf(yield* ask("GET /../package.json"))).toBe(404)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("asks the robot with its token, of which browsers learn nothing", () =>
    Effect.gen(function* () {
      const asked: Array<Pick<IncomingMessage, "method" | "url" | "headers">> = []
      const { ask, port } = yield* front((response, _, { headers, method, url }) => {
        asked.push({ headers, method, url })
        response.writeHead(429, { "content-type": "application/json", "set-cookie": `robot=${TOKEN}` })
        response.end('{"why":"later"}')
      })
      const answer = yield* ask("POST /api/messages/7?limit=3", {
        Authorization: "Bearer of-the-browser",
        Cookie: "a=b",
        Origin: "http://127.0.0.1",
        "Last-Event-ID": "run-7",
        "Content-Length": "0"
      })
      expect(statusOf(answer)).toBe(429)
      expect(answer).toContain('{"why":"later"}')
      expect(answer).not.toContain(TOKEN)
      expect(asked.map(({ method, url }) => [method, url])).toEqual([["POST", "/api/messages/7?limit=3"]])
      expect(asked[0]?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, "last-event-id": "run-7" })
      expect(asked[0]?.headers).not.toHaveProperty("cookie")
      expect(asked[0]?.headers).not.toHaveProperty("origin")
      expect(asked[0]?.headers.host).not.toBe(`127.0.0.1:${port}`)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("passes events on as they come, and hangs up at the robot when the browser does", () =>
    Effect.gen(function* () {
      let hungUp: () => void = () => {}
      const gone = new Promise<void>((resolve) => (hungUp = resolve))
      const { port } = yield* front((response) => {
        response.writeHead(200, { "content-type": "text/event-stream" })
        response.write("event: first\n\n")
        response.once("close", hungUp)
      })
      yield* Effect.async<void>((resume) => {
        const socket = connect(port, "127.0.0.1", () => socket.write(request("GET /api/events")))
        socket.on("data", (bytes) => {
          if (!bytes.toString().includes("event: first")) return
          socket.destroy()
          resume(Effect.void)
        })
      })
      yield* Effect.promise(() => gone)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("gives no answer where no robot does, as the robot itself would", () =>
    Effect.gen(function* () {
      const { ask, directory } = yield* front()
      const fs = yield* FileSystem.FileSystem
      expect(statusOf(yield* ask("GET /api/status"))).toBe(200)
      yield* fs.remove(`${directory}/http.json`)
      expect(yield* ask("GET /api/status")).toBe("")
    }).pipe(Effect.provide(RealFiles))
  )
})
