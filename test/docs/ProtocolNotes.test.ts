import { readFileSync } from "node:fs"
import { expect, it } from "@effect/vitest"

/** What each row of each section says in every language: the files of src that it names, and its numbers. */
const rowsBySection = (file: string) =>
  readFileSync(file, "utf8")
    .split(/^## .*$/m)
    .slice(1)
    .map((section) =>
      section
        .split("\n")
        .filter((line) => line.startsWith("| "))
        .map((row) => ({
          files: row.match(/[\w/]+\.ts\b/g),
          numbers: [...new Set(row.match(/\d+/g))].toSorted()
        }))
    )

it("the protocol notes say the same in both languages, row by row", () => {
  const english = rowsBySection("docs/protocol-notes.md")
  expect(english).not.toEqual([])
  expect(rowsBySection("docs/protocol-notes.zh-CN.md")).toEqual(english)
})
