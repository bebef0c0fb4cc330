import { readFileSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import { SkipReason } from "../../src/domain/Decision.ts"
import { exitCodes } from "../../src/commands/ExitCode.ts"
import { settingsTable } from "../../src/layers/settings/SettingsTable.ts"

const settings = Object.values(settingsTable).map(({ about }) => about)

/** The cells of each row of a Markdown file's tables, under the text of the first. */
const rowsOf = (file: string) =>
  new Map(
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .map((line) => line.split(/ ?(?<!\\)\| ?/).slice(1, -1))
      .map(([name = "", ...cells]) => [name.replaceAll("`", ""), cells])
  )

describe.each(["README.md", "README.zh-CN.md"])("%s", (file) => {
  const text = readFileSync(file, "utf8")
  const rows = rowsOf(file)

  it.each(settings)("tells of $name and its default", ({ default: value, name }) => {
    const [shown = ""] = rows.get(name) ?? []
    if (typeof value === "string" && value !== "") {
      expect(shown.replaceAll("\\|", "|")).toBe(`\`${value}\``)
    } else expect(shown).not.toBe("")
  })

  // nothing pauses or mutes a chat yet
  it.each(SkipReason.literals.filter((reason) => !["paused", "muted"].includes(reason)))(
    "tells of the reason %s",
    (reason) => {
      expect(text).toMatch(new RegExp(`[|, (\`]${reason}[ ,|\`]`))
    }
  )

  it.each(Object.values(exitCodes))("tells of exit code %s", (code) => {
    expect(rows.has(String(code))).toBe(true)
  })
})
