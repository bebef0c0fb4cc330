import { describe, expect, it } from "@effect/vitest"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import packageJson from "../../package.json" with { type: "json" }
import { tooOld } from "../../src/NodeVersion.ts"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

describe("a version of Node.js", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0", "23.0.0", "24.21.0", "100.0.0", "20.19.0-rc.1"])(
    "that is new enough: %s",
    (version) => {
      expect(tooOld(version, "/usr/bin/node")).toBe(undefined)
    }
  )

  it.each(["0.12.18", "4.9.1", "12.22.12", "18.20.8", "19.99.0", "20.9.0", "20.18.3", "21.0.0", "21.7.3"])(
    "that is too old, told in one sentence with its path: %s",
    (version) => {
      const sentence = tooOld(version, "/usr/bin/node")
      expect(sentence).toMatch(
        /^weixin-robot needs Node\.js 20\.19 or newer of 20, or 22 or newer, [^\n]*\.$/
      )
      expect(sentence).toContain(`/usr/bin/node is ${version}:`)
    }
  )

  it("is the oldest that the package asks for", () => {
    const [, oldest = ""] = /^\^(\d+\.\d+\.\d+) /.exec(packageJson.engines.node) ?? []
    expect(tooOld(oldest, "")).toBe(undefined)
    expect(
      tooOld(
        oldest.replace(/\.(\d+)\./, (_, minor) => `.${Number(minor) - 1}.`),
        ""
      )
    ).toBeDefined()
  })
})

describe("the file that is run", () => {
  const text = readFileSync(here("../../dist/main.js"), "utf8")

  it("imports nothing before it has looked at Node.js", () => {
    expect(text).not.toMatch(/^\s*(import\b[^(]|export\b.*\bfrom\b)/m)
  })

  it("is beside one other, which service install copies too", () => {
    expect(
      readdirSync(here("../../dist"))
        .filter((name) => name.endsWith(".js"))
        .toSorted()
    ).toEqual(["main.js", "robot.js"])
  })
})
