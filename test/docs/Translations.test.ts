import { readdirSync, readFileSync } from "node:fs"
import { basename } from "node:path"
import { describe, expect, it } from "@effect/vitest"

const pages = [
  "README",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md") && !name.endsWith(".zh-CN.md"))
    .map((name) => `docs/${basename(name, ".md")}`)
]

/** What both languages have alike: how many rows of tables and fences of code each section has. */
const shapeOf = (text: string) =>
  text.split(/^## .*$/m).map((section) => ({
    rows: section.match(/^ *\| /gm)?.length ?? 0,
    fences: section.match(/^ *```/gm)?.length ?? 0
  }))

describe.each(pages)("%s", (page) => {
  const english = readFileSync(`${page}.md`, "utf8")
  const chinese = readFileSync(`${page}.zh-CN.md`, "utf8")

  it("has the same sections, rows of tables and blocks of code in both languages", () => {
    expect(shapeOf(chinese)).toEqual(shapeOf(english))
  })

  it("leads to its other language at the top", () => {
    const [, , toChinese] = english.split("\n")
    const [, , toEnglish] = chinese.split("\n")
    expect(toChinese).toBe(`[中文](${basename(page)}.zh-CN.md)`)
    expect(toEnglish).toBe(`[English](${basename(page)}.md)`)
  })
})
