import { describe, expect, it } from "@effect/vitest"
import { Effect, Option, Redacted } from "effect"
import { complaintsAbout, settingsOf } from "../../support/layers/files.ts"

const PROXY =
  "the http address of a proxy without path, such as http://user:password@127.0.0.1:3128 (a % in user or password is written %25)"

const shared = [
  ["HTTPS_PROXY", "https_proxy", "httpsProxy"],
  ["HTTP_PROXY", "http_proxy", "httpProxy"]
] as const

const secret = [["WECHAT_PROXY", "WECHAT_PROXY", "wechatProxy"], ...shared] as const

const valuesOf = (environment: Readonly<Record<string, string>>) =>
  Effect.flatMap(settingsOf(environment), ({ settings }) => settings)

describe("the settings of the proxies", () => {
  it.effect.each(secret)(
    "take an address with user and password, and hide it: %s, %s",
    ([name, other, field]) =>
      Effect.gen(function* () {
        const text = "http://me:p%40s3cret@proxy.example:3128"
        const { rows, settings, warnings } = yield* settingsOf({ [other]: text })
        const values = yield* settings
        expect(Option.map(values[field], (url) => Redacted.value(url).href)).toEqual(Option.some(`${text}/`))
        expect(rows.find((row) => row.name === name)).toEqual({
          name,
          value: "(hidden)",
          source: "environment",
          secret: true
        })
        expect(warnings).toEqual([])
        expect(JSON.stringify([rows, values])).not.toContain("s3cret")
      })
  )

  const unusable = [
    "socks5://me:s3cret@proxy.example:1080",
    "https://me:s3cret@proxy.example:3128",
    "http://me:s3cret@proxy.example:3128/path",
    "http://me:s3cret%@proxy.example:3128",
    "http://me:s3cret@proxy.example:99999",
    "s3cret",
    "s3cret proxy:3128"
  ]
  for (const [, name] of [...secret, ...shared.map(([name]) => [name, name] as const)]) {
    it.effect.each(unusable)(
      `refuse as ${name} what is no such address, and show nothing of it: %s`,
      (text) =>
        Effect.gen(function* () {
          const { rows, settings } = yield* settingsOf({ [name]: text })
          const { complaints } = yield* Effect.flip(settings)
          expect(complaints).toEqual([`${name}: (hidden) - ${PROXY}`])
          expect(JSON.stringify(rows)).not.toContain("s3cret")
        })
    )
  }

  it.effect.each(shared)("take %s without a protocol, as other programs do", ([name, , field]) =>
    Effect.gen(function* () {
      const hrefOf = (text: string) =>
        Effect.map(valuesOf({ [name]: text }), (values) =>
          Option.map(values[field], (url) => Redacted.value(url).href)
        )
      expect(yield* hrefOf("proxy.example:3128")).toEqual(Option.some("http://proxy.example:3128/"))
      expect(yield* hrefOf("me:p@proxy.example:3128")).toEqual(Option.some("http://me:p@proxy.example:3128/"))
    })
  )

  it.effect("want one for WECHAT_PROXY, which is the robot's alone", () =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ WECHAT_PROXY: "proxy.example:3128" })).toEqual([
        `WECHAT_PROXY: (hidden) - ${PROXY}`
      ])
    })
  )

  it.effect("prefer the name in capital letters, wherever it stands, and a file", () =>
    Effect.gen(function* () {
      const found = (environment: Readonly<Record<string, string>>) =>
        settingsOf(environment, {
          ".env": "HTTPS_PROXY=http://in-file.example:1",
          "/proxy": "http://held.example:1"
        }).pipe(
          Effect.flatMap(({ settings }) => settings),
          Effect.map(({ httpsProxy }) => Option.map(httpsProxy, (url) => Redacted.value(url).hostname))
        )
      expect(yield* found({ https_proxy: "http://small.example:1" })).toEqual(Option.some("in-file.example"))
      expect(yield* found({ HTTPS_PROXY: "http://big.example:1", https_proxy: "x" })).toEqual(
        Option.some("big.example")
      )
      expect(yield* found({ HTTPS_PROXY_FILE: "/proxy" })).toEqual(Option.some("held.example"))
    })
  )

  it.effect.each(["NO_PROXY", "no_proxy"])("take %s as a list, whatever it holds", (name) =>
    Effect.gen(function* () {
      const { noProxy } = yield* valuesOf({
        [name]: "localhost, .example.com ,*.a.cn，b.cn:80 10.0.0.0/8,,["
      })
      expect(noProxy).toEqual(["localhost", ".example.com", "*.a.cn", "b.cn:80", "10.0.0.0/8", "["])
    })
  )

  it.effect("say nothing of what other programs call theirs", () =>
    Effect.gen(function* () {
      const names = [
        "FTP_PROXY",
        "ftp_proxy",
        "ALL_PROXY",
        "GOPROXY",
        "NPM_PROXY",
        "HTTPX_PROXY",
        "Https_Proxy"
      ]
      const environment = Object.fromEntries(names.map((name) => [name, "socks5://x"]))
      expect((yield* settingsOf(environment)).warnings).toEqual([])
      expect((yield* settingsOf({ WECHAT_PROXI: "x" })).warnings).toEqual([
        "WECHAT_PROXI: no setting has this name; did you mean WECHAT_PROXY?"
      ])
    })
  )
})
