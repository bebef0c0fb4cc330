import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { decodeName } from "../../src/domain/MessageText.ts"
import { canonical, couldBe, isSameName } from "../../src/domain/Name.ts"
import { nameSpelling } from "../support/domain/names.ts"

const span = (digits: string) => `<span class="emoji emoji${digits}"></span>`

describe("one name in two spellings", () => {
  it.each([
    ["the style of an emoji", "Heart\u2764\uFE0F", decodeName(`Heart${span("2764")}`)],
    ["the style of text", "Heart\u2764\uFE0E", "Heart\u2764"],
    ["a keycap", "1\uFE0F\u20E3st", decodeName(`${span("3120e3")}st`)],
    ["a keycap in emoji style", "1\uFE0F\u20E3", decodeName(span("31fe0f20e3"))],
    ["people joined", "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}", "\u{1F468}\u{1F469}\u{1F467}"],
    ["an emoji that the web service swaps", "Cat\u{1F63A}", decodeName(`Cat${span("1f63a")}`)],
    ["the same as it was meant", "Cat\u{1F603}", "Cat\u{1F63A}"],
    ["a no-break space", "Li Lei", "Li\u00A0Lei"],
    ["a wide space", "李 雷", "李\u3000雷"],
    ["a phone's space", "Li Lei", "Li\u2005Lei"],
    ["several spaces", "Li Lei", " Li  \u00A0Lei\t"],
    ["composed and decomposed", "Zo\u00EB", "Zoe\u0308"],
    ["marks in another order", "e\u0323\u0302", "e\u0302\u0323"],
    ["syllables and their letters", "\uD55C", "\u1112\u1161\u11AB"],
    ["a zero-width space", "LiLei", "Li\u200BLei"],
    ["a byte order mark", "Li", "\uFEFFLi"],
    ["direction marks", "Li", "\u202ELi\u202C"],
    ["a word joiner", "Li", "L\u2060i"],
    ["a soft hyphen", "LiLei", "Li\u00ADLei"],
    ["a Hangul filler", "Li", "Li\u3164"],
    ["a control character", "Li", "L\u0000i"],
    ["a line break", "Li Lei", decodeName("Li<br/>Lei")]
  ])("%s", (_, one, other) => {
    expect(canonical(one)).toBe(canonical(other))
    expect(isSameName(one, other)).toBe(true)
  })

  it.each([
    ["Bob", "bob"],
    ["Bob", "Bob Lee"],
    ["Bob\u2764", "Bob"],
    ["李雷", "李蕾"],
    ["Zoe", "Zo\u00EB"],
    ["\u{1F44D}", "\u{1F44D}\u{1F3FD}"]
  ])("%j is not %j", (one, other) => {
    expect(isSameName(one, other)).toBe(false)
  })

  it.prop("whatever is put between what people see", [nameSpelling], ([{ name, spelling }]) => {
    expect(canonical(spelling)).toBe(canonical(name))
  })

  it.prop("has a form that is its own", [fc.fullUnicodeString()], ([name]) => {
    expect(canonical(canonical(name))).toBe(canonical(name))
  })

  it.each(["\u200B", "\u3164", " \u00A0", "\uFE0F\u200D", "\u2800"])(
    "is empty where nobody sees anything: %j",
    (name) => {
      expect(canonical(name)).toBe("")
    }
  )
})

describe("a name with an emoji that could not be read", () => {
  it.each([
    ["Ann\u25A1", "Ann\u{1FAE0}"],
    ["Ann\u25A1", "Ann"],
    ["\u25A1", "\u{1F63A}"],
    ["Ann \u25A1 Lee", "Ann \u2764\uFE0F Lee"]
  ])("%j could be %j", (name, other) => {
    expect(couldBe(name, other)).toBe(true)
  })

  it.each([
    ["Ann\u25A1", "Bob\u{1FAE0}"],
    ["Ann\u{1F63A}", "Ann\u2764"],
    ["Ann", "Ann\u2764"]
  ])("%j is not %j", (name, other) => {
    expect(couldBe(name, other)).toBe(false)
  })
})
