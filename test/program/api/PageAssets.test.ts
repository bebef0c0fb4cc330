import { describe, expect, it } from "@effect/vitest"
import { FileSystem } from "@effect/platform"
import { Effect, Redacted } from "effect"
import { DataDirectory } from "../../../src/layers/disk/DataDirectory.ts"
import { isAsset } from "../../../src/program/api/door/Gate.ts"
import { pageKey } from "../../../src/program/api/door/PageKey.ts"
import { request, running, sent, statusOf, surroundings } from "../../support/program/served.ts"

describe("the files of the page", () => {
  it.scoped(
    "are served without the token, as what they are; a wrong token gets the page, which asks for the right one",
    () =>
      Effect.gen(function* () {
        const { port } = yield* running
        const page = yield* sent(port, request("GET /"))
        expect(page).toContain('<div id="page"></div>')
        expect(page).toMatch(/^content-type: text\/html; charset=utf-8\r$/im)
        expect(yield* sent(port, request("GET /icon.svg"))).toMatch(/^content-type: image\/svg\+xml\r$/im)
        expect(statusOf(yield* sent(port, request("GET /page-None.js")))).toBe(404)
      }).pipe(Effect.provide(surroundings()))
  )

  it.each(["/page.js", "/page-Feed.js", "/page.css", "/icon.svg", "/"])("%s may be one", (path) => {
    expect(isAsset(path)).toBe(true)
  })

  it.each([
    "/page.js/../../package.json",
    "/page-/../x.js",
    "/page-..js",
    "/page%2e.js",
    "/index.html",
    "/demo.js",
    "//page.js",
    "/page.js/"
  ])("%s is none", (path) => {
    expect(isAsset(path)).toBe(false)
  })
})

describe("the key of the page", () => {
  it.scoped("is kept for the owner alone, and the same at the next start; a broken one is replaced", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = `${(yield* DataDirectory).path}/page.key`
      const first = Redacted.value(yield* pageKey)
      expect(Buffer.compare(Redacted.value(yield* pageKey), first)).toBe(0)
      expect((yield* fs.stat(path)).mode & 0o777).toBe(0o600)
      yield* fs.writeFile(path, new Uint8Array(3))
      const second = Redacted.value(yield* pageKey)
      expect(second).toHaveLength(32)
      expect(Buffer.compare(second, first)).not.toBe(0)
    }).pipe(Effect.provide(surroundings()))
  )
})
