import { describe, expect, it } from "@effect/vitest"
import { isOpen, type Knock, refusal, shownBy } from "../../../src/program/api/door/Gate.ts"

const LOOPBACK = "127.0.0.1"

const knock = (
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
  url = "/api/status"
): Knock => {
  const all = { host: "127.0.0.1:8420", ...headers }
  return { method, url, headers: all, times: (header) => (header in all ? 1 : 0) }
}

const statusOf = (one: Knock, listensOn = LOOPBACK) => refusal(one, listensOn)?.status

describe("the gate", () => {
  it.each(["127.0.0.1:8420", "localhost:9000", "[::1]:8420", "LOCALHOST", "127.0.0.2:1"])(
    "lets the Host %s in, whatever its port: it may come through a tunnel",
    (host) => expect(statusOf(knock({ host }))).toBe(undefined)
  )

  it.each([
    "evil.example",
    "evil.example:8420",
    "127.0.0.1.evil.example",
    "localhost.evil.example:8420",
    "127.0.0.1@evil.example",
    "192.168.1.5:8420",
    "",
    "127.0.0.1:8420, evil.example"
  ])("keeps a name out that was made to lead here: Host %s", (host) =>
    expect(statusOf(knock({ host }))).toBe(421)
  )

  it("takes any address where other machines may come, but no foreign name", () => {
    expect(statusOf(knock({ host: "192.168.1.5:8420" }), "0.0.0.0")).toBe(undefined)
    expect(statusOf(knock({ host: "evil.example" }), "0.0.0.0")).toBe(421)
    expect(statusOf(knock({ host: "robot.lan" }), "robot.lan")).toBe(undefined)
  })

  it.each([
    { origin: "http://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:9999" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" }
  ])("keeps pages of others out: %j", (headers) => {
    expect(statusOf(knock(headers, "POST", "/api/pause"))).toBe(403)
    expect(statusOf(knock(headers))).toBe(403)
    expect(statusOf(knock(headers, "GET", "/metrics"))).toBe(403)
  })

  it("lets its own page ask, and people follow a link to it", () => {
    const own = { origin: "http://127.0.0.1:8420", "sec-fetch-site": "same-origin" }
    expect(statusOf(knock(own, "POST", "/api/pause"))).toBe(undefined)
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }
    expect(statusOf(knock(link, "GET", "/"))).toBe(undefined)
    expect(statusOf(knock(link, "GET", "/api/status"))).toBe(403)
  })

  it("wants a short body of a known length, and few methods", () => {
    expect(statusOf(knock({ "content-length": "16384" }, "POST"))).toBe(undefined)
    expect(statusOf(knock({ "content-length": "16385" }, "POST"))).toBe(413)
    expect(statusOf(knock({ "transfer-encoding": "chunked" }, "POST"))).toBe(411)
    for (const method of ["PUT", "DELETE", "OPTIONS", "TRACE"]) expect(statusOf(knock({}, method))).toBe(405)
    expect(statusOf(knock({}, "GET", "http://evil.example/"))).toBe(400)
  })

  it.each([
    ["GET", "/health", true],
    ["HEAD", "/health?a", true],
    ["GET", "/", true],
    ["POST", "/api/login", true],
    ["GET", "/health/../api/messages", false],
    ["GET", "/health/", false],
    ["GET", "//health", false],
    ["GET", "/%68ealth", false],
    ["GET", "/api/messages", false],
    ["GET", "/api/qr", false],
    ["GET", "/api/events", false],
    ["POST", "/health", false],
    ["GET", "/api/login", false],
    ["GET", "/anything", false]
  ])("knows what is for everybody: %s %s", (method, url, open) => expect(isOpen({ method, url })).toBe(open))

  it("takes a bearer before a cookie, and a cookie for a write only from its own page", () => {
    const cookie = { cookie: "a=b; robot=secret; robot2=c" }
    expect(shownBy(knock({ ...cookie, authorization: "Bearer abc" }), "robot")).toEqual({
      _tag: "Bearer",
      token: "abc"
    })
    expect(shownBy(knock(cookie), "robot")).toEqual({ _tag: "Cookie", value: "secret" })
    expect(shownBy(knock(cookie, "POST"), "robot")).toEqual({ _tag: "Nothing" })
    const own = { ...cookie, origin: "http://127.0.0.1:8420" }
    expect(shownBy(knock(own, "POST"), "robot")).toEqual({ _tag: "Cookie", value: "secret" })
    expect(shownBy(knock({ authorization: "Basic abc" }), "robot")).toEqual({ _tag: "Nothing" })
  })
})
