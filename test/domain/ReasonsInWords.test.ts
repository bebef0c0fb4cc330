import { describe, expect, it } from "@effect/vitest"
import { FailedReason, SkippedReason, UncertainReason } from "../../src/domain/EndReason.ts"
import { reasonsInWords, todoFor } from "../../src/domain/ReasonsInWords.ts"
import { allSettings } from "../../src/layers/settings/SettingsTable.ts"

const all = [...SkippedReason.literals, ...FailedReason.literals, ...UncertainReason.literals]
const settings = new Set(allSettings.map(({ name }) => name))

describe("the reasons in words", () => {
  it("are those of the three ends, no code of two of them", () => {
    expect(Object.keys(reasonsInWords).toSorted()).toEqual(all.toSorted())
  })

  it.each(all)("tell what %s means and what to do, in both languages or neither", (reason) => {
    const { en, zh } = reasonsInWords[reason]
    expect(en).not.toBe("")
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(todoFor(reason, "zh") === "").toBe(todoFor(reason, "en") === "")
  })

  it.each(all)("tell of %s without marks of Markdown, and name settings that there are", (reason) => {
    const words = [
      reasonsInWords[reason].en,
      reasonsInWords[reason].zh,
      todoFor(reason, "en"),
      todoFor(reason, "zh")
    ]
    expect(words.join()).not.toMatch(/[`*|[\n]/)
    const named = words.flatMap((text) => text.match(/[A-Z0-9]+(?:_[A-Z0-9]+)+/g) ?? [])
    expect(named.filter((name) => !settings.has(name))).toEqual([])
  })
})
