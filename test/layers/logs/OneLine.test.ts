import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { oneLine, quoted, shortened } from "../../../src/layers/logs/OneLine.ts"

const NASTY = fc.constantFrom("\n", "\r", "\u001b[31m", "\u0085", "\u2028", "\u202e", "\ud800", '"', "\\")
const anyText = fc.array(fc.oneof(NASTY, fc.string({ unit: "binary" }))).map((parts) => parts.join(""))

describe("oneLine", () => {
  it("shows what would break a line or steer the terminal", () => {
    expect(oneLine("a\nb\r\tc\u001b[2J\u0085\u2028\u202e\ud800|好😀é")).toBe(
      "a\\nb\\r\\tc\\u001b[2J\\u0085\\u2028\\u202e\\ud800|好😀é"
    )
  })

  it.prop("has no control characters, whatever comes in", { text: anyText }, ({ text }) => {
    expect(oneLine(text)).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]*$/u)
  })

  it.prop("quoted text is JSON that gives the text back", { text: anyText }, ({ text }) => {
    expect(JSON.parse(quoted(text))).toBe(text)
    expect(quoted(text)).toMatch(/^"[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]*"$/u)
  })

  it("says that there was more", () => {
    expect(shortened("abc", 3)).toBe("abc")
    expect(shortened("abcd", 3)).toBe("abc…")
  })
})
