import { execFileSync, spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseEnv } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { documents } from "../../scripts/Documents.ts"
import { allSettings } from "../../src/layers/settings/SettingsTable.ts"

describe("what is made from the code", () => {
  const directory = mkdtempSync(join(tmpdir(), "robot-docs-"))
  const script = resolve("node_modules/.cache/weixin-robot/docs.js")
  const docs = (...args: ReadonlyArray<string>) => {
    const { status, stderr } = spawnSync(process.execPath, [script, ...args], {
      cwd: directory,
      encoding: "utf8"
    })
    return { status, stderr }
  }

  const files = documents.map(({ file }) => file)
  const isAsMade = (file: string) =>
    readFileSync(join(directory, file), "utf8") === readFileSync(file, "utf8")

  beforeAll(() => {
    execFileSync("npm", ["run", "--silent", "docs", "--", "--check"])
    mkdirSync(join(directory, "docs"))
    for (const file of files) copyFileSync(file, join(directory, file))
  }, 60_000)
  afterAll(() => rmSync(directory, { recursive: true }))

  it("is told apart by --check, and written anew, where files differ", () => {
    expect(docs("--check")).toEqual({ status: 0, stderr: "" })
    for (const [file, from, to] of [
      ["README.md", "| `5 minutes` |", "| `6 minutes` |"],
      ["docs/operations.zh-CN.md", "| 来自公众号 |", "| 来自好友 |"],
      [".env.example", "2 minutes", "3 minutes"]
    ] as const) {
      const path = join(directory, file)
      writeFileSync(path, readFileSync(path, "utf8").replace(from, to))
    }
    expect(docs("--check")).toEqual({
      status: 1,
      stderr:
        "README.md differs from the code: npm run docs\n" +
        "docs/operations.zh-CN.md differs from the code: npm run docs\n" +
        ".env.example differs from the code: npm run docs\n"
    })
    expect(files.filter((file) => !isAsMade(file))).toEqual([
      "README.md",
      "docs/operations.zh-CN.md",
      ".env.example"
    ])
    expect(docs()).toEqual({ status: 0, stderr: "" })
    expect(files.filter((file) => !isAsMade(file))).toEqual([])
  })

  it.each([
    ["a setting", "README.md", "| `5 minutes` |", "| `6 minutes` |"],
    ["an exit code", "README.zh-CN.md", "| 64 |", "| 65 |"],
    ["a command", "README.md", "| `… check` |", "| `… cheque` |"],
    ["a reason", "docs/operations.md", "| its sender took it back |", "| its sender took it |"],
    ["a code", "docs/operations.zh-CN.md", "| `sends-paused` |", "| `sends-paused-2` |"],
    ["the example", ".env.example", "2 minutes", "3 minutes"]
  ] as const)("is set right where %s differs", (_, file, from, to) => {
    const text = readFileSync(file, "utf8")
    const wrong = text.replace(from, to)
    expect(wrong).not.toBe(text)
    expect(documents.find((document) => document.file === file)?.made(wrong)).toBe(text)
  })

  it.each(["<!-- settings: made by npm run docs -->", "<!-- end -->"])(
    "is missed where %s is gone",
    (mark) => {
      const text = readFileSync("README.md", "utf8").replaceAll(mark, "")
      const readme = documents.find(({ file }) => file === "README.md")
      expect(() => readme?.made(text)).toThrow("README.md has no place")
    }
  )
})

it(".env.example gives the defaults when all of it is taken in", () => {
  const example = readFileSync(".env.example", "utf8")
  const defaults = Object.fromEntries(
    allSettings.map(({ name, default: text }) => [name, typeof text === "string" ? text : ""])
  )
  expect(parseEnv(example)).toEqual({})
  expect(parseEnv(example.replaceAll(/^#(?! )/gm, ""))).toEqual(defaults)
})
