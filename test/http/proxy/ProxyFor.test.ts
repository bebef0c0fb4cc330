import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc, Option } from "effect"
import { proxyFor } from "../../../src/http/proxy/ProxyFor.ts"

const proxies = { https: Option.some("https"), http: Option.some("http") }

const found = (url: string, ...noProxy: ReadonlyArray<string>) =>
  Option.getOrElse(proxyFor(new URL(url), { ...proxies, noProxy }), () => "straight")

describe("the proxy for an address", () => {
  it("is the one for its protocol", () => {
    expect(found("https://a.example/")).toBe("https")
    expect(found("http://a.example/")).toBe("http")
    const url = new URL("https://a.example/")
    expect(proxyFor(url, { ...proxies, https: Option.none(), noProxy: [] })).toEqual(Option.none())
  })

  it.each([
    "http://localhost/",
    "http://LOCALHOST.:80/",
    "https://a.localhost/",
    "http://127.0.0.1:8765/",
    "http://127.9.9.9/",
    "http://127.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/"
  ])("is none for this machine: %s", (url) => {
    expect(found(url)).toBe("straight")
  })

  it.each([
    ["*", "http://a.example/"],
    ["a.example", "http://a.example/"],
    ["a.example", "http://b.a.example/"],
    ["A.Example", "http://a.example/"],
    ["a.example.", "http://a.example/"],
    ["a.example", "http://a.example./"],
    [".a.example", "http://a.example/"],
    [".a.example", "http://b.a.example/"],
    ["*.a.example", "http://c.b.a.example/"],
    ["例子.中国", "http://xn--fsqu00a.xn--fiqs8s/"],
    ["a.example:8080", "http://a.example:8080/"],
    ["a.example:80", "http://a.example/"],
    ["a.example:443", "https://a.example/"],
    ["192.0.2.1", "http://192.0.2.1/"],
    ["192.0.2.1:8080", "http://192.0.2.1:8080/"],
    ["192.0.2.0/24", "http://192.0.2.77/"],
    ["0.0.0.0/0", "http://192.0.2.77/"],
    ["2001:db8::1", "http://[2001:DB8:0::1]/"],
    ["[2001:db8::1]", "http://[2001:db8::1]/"],
    ["[2001:db8::1]:81", "http://[2001:db8::1]:81/"],
    ["2001:db8::/32", "http://[2001:db8:1::2]/"]
  ])("is none by NO_PROXY=%s for %s", (noProxy, url) => {
    expect(found(url, noProxy)).toBe("straight")
    expect(found(url, "other.example", noProxy)).toBe("straight")
  })

  it.each([
    ["a.example", "http://aa.example/"],
    ["a.example", "http://a.example.evil/"],
    ["b.a.example", "http://a.example/"],
    ["a.example:8080", "http://a.example/"],
    ["a.example:80", "https://a.example/"],
    ["1", "http://192.0.2.1/"],
    ["0.2.1", "http://192.0.2.1/"],
    ["192.0.2.0/24", "http://192.0.3.1/"],
    ["192.0.2.0/24", "http://a.example/"],
    ["192.0.2.0/33", "http://192.0.2.0/"],
    ["192.0.2.0/x", "http://192.0.2.0/"],
    ["[2001:db8::1]:81", "http://[2001:db8::1]/"],
    ["2001:db8::1", "http://[2001:db8::2]/"],
    ["http://a.example", "http://a.example/"],
    [".", "http://a.example/"],
    ["", "http://a.example/"],
    [":80", "http://a.example/"],
    ["[", "http://a.example/"]
  ])("stays, for NO_PROXY=%s and %s", (noProxy, url) => {
    expect(found(url, noProxy)).toBe("http" + (url.startsWith("https") ? "s" : ""))
  })

  it.prop(
    "whatever NO_PROXY holds, more of it never leads through a proxy",
    {
      url: fc.webUrl(),
      noProxy: fc.array(fc.oneof(fc.string(), fc.domain(), fc.ipV4Extended(), fc.ipV6())),
      more: fc.oneof(fc.string({ unit: "binary" }), fc.domain(), fc.ipV4(), fc.constant("*"))
    },
    ({ more, noProxy, url }) => {
      const before = found(url, ...noProxy)
      const after = found(url, ...noProxy, more)
      expect([before, "straight"]).toContain(after)
      expect(found(url, ...noProxy, new URL(url).hostname)).toBe("straight")
    }
  )
})
