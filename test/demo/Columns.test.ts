import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { cell, columns, wrap } from "../../src/demo/Columns.ts"
import { oneLine } from "../../src/layers/logs/OneLine.ts"
import { anyText } from "../support/demo/texts.ts"

describe("columns", () => {
  it.each([
    ["abc", 3],
    ["李莉（同事）", 12],
    ["😂", 2],
    ["👩‍👩‍👧", 2],
    ["e\u0301", 1],
    ["❤", 1],
    ["❤️", 2],
    ["一家人❤", 7]
  ])("%s takes %i", (text, width) => {
    expect(columns(text)).toBe(width)
  })
})

describe("wrap", () => {
  it("breaks after words and hyphens, Chinese anywhere, and keeps line breaks", () => {
    expect(wrap("one two three", 9)).toEqual(["one two", "three"])
    expect(wrap("床前明月光疑是地上霜", 7)).toEqual(["床前明", "月光疑", "是地上", "霜"])
    expect(wrap("late, logged-out", 10)).toEqual(["late,", "logged-out"])
    expect(wrap("waiting-for-confirmation", 16)).toEqual(["waiting-for-", "confirmation"])
    expect(wrap("a\n\nb", 5)).toEqual(["a", "", "b"])
  })

  it("breaks a long word where the line ends", () => {
    expect(wrap("a longwordlongword", 6)).toEqual(["a long", "wordlo", "ngword"])
  })

  it.prop(
    "keeps to the width, whatever comes in",
    [anyText, fc.integer({ min: 2, max: 60 })],
    ([text, limit]) => {
      expect(Math.max(...wrap(text, limit).map(columns))).toBeLessThanOrEqual(limit)
    }
  )

  it.prop(
    "loses nothing but white space",
    [fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 60 })],
    ([text, limit]) => {
      const shown = text.split(/\r?\n/).map(oneLine).join("")
      expect(wrap(text, limit).join("").replace(/\s/g, "")).toBe(shown.replace(/\s/g, ""))
    }
  )
})

describe("cell", () => {
  it("fills up or cuts", () => {
    expect(cell("李莉", 6)).toBe("李莉  ")
    expect(cell("李莉莉", 6)).toBe("李莉莉")
    expect(cell("李莉莉莉", 6)).toBe("李莉… ")
  })

  it.prop(
    "is one line of exactly its width, whatever comes in",
    [anyText, fc.integer({ min: 2, max: 60 })],
    ([text, width]) => {
      expect(columns(cell(text, width))).toBe(width)
      expect(cell(text, width)).not.toMatch(/\p{Cc}/u)
    }
  )
})
