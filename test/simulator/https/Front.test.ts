import { FileSystem } from "@effect/platform"
import { NodeContext } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { connect } from "node:net"
import { request } from "node:https"
import * as Front from "../../../src/simulator/https/Front.ts"
import { hostNames } from "../../../src/simulator/https/HostNames.ts"
import { start } from "../../../src/simulator/Simulator.ts"

interface Answer {
  readonly status: number | undefined
  readonly cookies: ReadonlyArray<string>
  readonly location: string | undefined
  readonly text: string
}

/** A call to one of the host names, by its real name but at the port of the front. */
const call =
  (front: Front.Front, ca?: string) =>
  (host: string, path: string, named = host) =>
    Effect.async<Answer, string>((resume) => {
      const outgoing = request(
        {
          host: "127.0.0.1",
          port: front.port,
          servername: host,
          path,
          headers: { host: named },
          agent: false,
          ...(ca === undefined ? {} : { ca })
        },
        (incoming) => {
          const { headers, statusCode } = incoming
          const chunks: Array<Buffer> = []
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
          incoming.on("end", () =>
            resume(
              Effect.succeed({
                status: statusCode,
                cookies: headers["set-cookie"] ?? [],
                location: headers.location,
                text: Buffer.concat(chunks).toString()
              })
            )
          )
        }
      )
      outgoing.on("error", (error) =>
        resume(Effect.fail("code" in error ? String(error.code) : error.message))
      )
      outgoing.end()
    })

const ready = Effect.gen(function* () {
  const { control, origin } = yield* start()
  const front = yield* Front.start(origin, 0)
  const ca = yield* Effect.flatMap(FileSystem.FileSystem, (files) => files.readFileString(front.ca))
  return { control, front, ca, by: call(front, ca) }
})

const web = "/cgi-bin/mmwebwx-bin"
const JSLOGIN = "/jslogin?appid=wx782c26e4c19acffb"

const between = (text: string, before: string, after: string) => text.split(before)[1]?.split(after)[0] ?? ""

/** Where a log-in that began at a host leads to. */
const redirectOf = (by: ReturnType<typeof call>, host: string, named = host) =>
  Effect.gen(function* () {
    const uuid = between((yield* by(host, JSLOGIN, named)).text, `uuid = "`, `"`)
    const poll = by(host, `${web}/login?uuid=${encodeURIComponent(uuid)}`, named)
    yield* poll
    return between((yield* poll).text, `redirect_uri="`, `"`)
  })

// live: a client looks at the real clock when it looks at a certificate
describe("simulator --https", () => {
  it.scopedLive("answers by every host name, to those who trust the authority of the file", () =>
    Effect.gen(function* () {
      const { by, front } = yield* ready
      for (const host of hostNames) expect((yield* by(host, JSLOGIN)).text).toContain("code = 200")
      const files = yield* FileSystem.FileSystem
      expect(yield* files.readFileString(front.hosts)).toContain("\n127.0.0.1 login.wx.qq.com\n")
      expect(yield* Effect.flip(by("example.net", JSLOGIN))).toBe("ERR_TLS_CERT_ALTNAME_INVALID")
      expect(yield* Effect.flip(call(front)("wx.qq.com", JSLOGIN))).toMatch(/SELF_SIGNED_CERT|UNABLE_TO/)
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scopedLive("leads a log-in on to the session host that it was called by, or to the usual one", () =>
    Effect.gen(function* () {
      const { by } = yield* ready
      for (const [host, named, session] of [
        ["login.wx.qq.com", "login.wx.qq.com", "wx.qq.com"],
        ["login.web.wechat.com", "login.web.wechat.com", "web.wechat.com"],
        ["web2.wechat.com", "WEB2.wechat.com:8443", "web2.wechat.com:8443"],
        ["login.weixin.qq.com", "login.weixin.qq.com", "wx2.qq.com"],
        ["wx8.qq.com", "wx8.qq.com.example.net", "wx2.qq.com"]
      ] as const) {
        const start = `https://${session}/cgi-bin/mmwebwx-bin/webwxnewloginpage?`
        expect((yield* redirectOf(by, host, named)).slice(0, start.length)).toBe(start)
      }
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scopedLive("gives the cookies to the host that the log-in page is on, and leads back there", () =>
    Effect.gen(function* () {
      const { by } = yield* ready
      const redirect = new URL(yield* redirectOf(by, "login.web.wechat.com"))
      const page = yield* by(redirect.host, `${redirect.pathname}${redirect.search}&fun=new`)
      expect(page.text).toContain("<ret>0</ret>")
      const domainOf = (name: string) => page.cookies.find((cookie) => cookie.startsWith(`${name}=`))
      expect(domainOf("wxsid")).toContain("Domain=web.wechat.com;")
      expect(domainOf("webwx_data_ticket")).toContain("Domain=.wechat.com;")
      const out = yield* by("web.wechat.com", `${web}/webwxlogout`)
      expect([out.status, out.location]).toEqual([301, "https://web.wechat.com/"])
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scopedLive("passes a reset on", () =>
    Effect.gen(function* () {
      const { by, control } = yield* ready
      yield* control.faults([{ endpoint: "jslogin", kind: "reset" }])
      expect(yield* Effect.flip(by("wx.qq.com", JSLOGIN))).toBe("ECONNRESET")
      yield* control.clearFaults()
      expect((yield* by("wx.qq.com", JSLOGIN)).status).toBe(200)
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scopedLive("ends with its scope: no port, no file, no open connection", () =>
    Effect.gen(function* () {
      const { origin } = yield* start()
      const scope = yield* Scope.make()
      const front = yield* Scope.extend(Front.start(origin, 0), scope)
      const socket = yield* Effect.async<ReturnType<typeof connect>>((resume) => {
        const socket = connect(front.port, "127.0.0.1", () => resume(Effect.succeed(socket)))
      })
      const cut = Effect.async<void>((resume) => {
        socket.once("close", () => resume(Effect.void))
        socket.on("error", () => socket.destroy())
      })
      yield* Effect.all([cut, Scope.close(scope, Exit.void)], { concurrency: 2 })
      const files = yield* FileSystem.FileSystem
      expect(yield* files.exists(front.ca)).toBe(false)
      expect(yield* Effect.flip(call(front)("wx.qq.com", JSLOGIN))).toBe("ECONNREFUSED")
    }).pipe(Effect.provide(NodeContext.layer))
  )
})
