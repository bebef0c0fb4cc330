import { describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
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
  const unit = here("../../deploy/weixin-robot.service")
  const compiled = () => readdirSync(here("../../dist")).filter((name) => name.endsWith(".v8"))

  it("imports nothing before it has looked at Node.js", () => {
    expect(text).not.toMatch(/^\s*(import\b[^(]|export\b.*\bfrom\b)/m)
  })

  it("has a compiled form for the flags of the service, and for none", () => {
    const [, flags = ""] = /^ExecStart=\S+ (--\S+)/m.exec(readFileSync(unit, "utf8")) ?? []
    expect(flags).toContain("--max-old-space-size=")
    const wanted = [[], [flags]].map((some) => {
      const tag = spawnSync(process.execPath, [...some, "-p", "v8.cachedDataVersionTag()"], {
        encoding: "utf8"
      })
      return `-${process.version}-${process.arch}-${tag.stdout.trim()}.v8`
    })
    for (const start of ["robot", "commands"]) {
      expect(compiled()).toEqual(expect.arrayContaining(wanted.map((end) => `${start}${end}`)))
    }
    expect(compiled().filter((name) => !wanted.some((end) => name.endsWith(end)))).toEqual([])
  })

  const otherProgram = (file: string) =>
    writeFileSync(file, Buffer.concat([Buffer.alloc(32), readFileSync(file).subarray(32)]))
  it.each([
    ["is missing", (file: string) => rmSync(file)],
    ["is damaged", (file: string) => writeFileSync(file, "no code of V8")],
    [
      "is a directory",
      (file: string) => {
        rmSync(file)
        mkdirSync(file)
      }
    ],
    ["is of another program", otherProgram]
  ] as const)("runs the program also where its compiled form %s", (_, spoil) => {
    const root = mkdtempSync(join(tmpdir(), "robot-compiled-"))
    cpSync(here("../../dist"), join(root, "dist"), { recursive: true })
    symlinkSync(here("../../node_modules"), join(root, "node_modules"))
    for (const name of compiled()) spoil(join(root, "dist", name))
    const { status, stdout } = spawnSync(process.execPath, [join(root, "dist/main.js"), "--version"], {
      encoding: "utf8"
    })
    rmSync(root, { recursive: true })
    expect([status, stdout.trim()]).toEqual([0, packageJson.version])
  })

  it("is beside the program, its compiled form and its page, which service install copies too", () => {
    expect(
      readdirSync(here("../../dist"))
        .filter((name) => !name.endsWith(".map"))
        .filter((name) => !/^(robot|commands)(-[\w.-]+)?\.(cjs|v8)$/.test(name))
    ).toEqual(["main.js", "page"])
  })
})
