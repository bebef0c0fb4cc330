import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { forChat } from "../../src/domain/ChatText.ts"

describe("forChat", () => {
  for (const [name, text, said] of [
    ["Markdown", "## 好的\n\n**第一**，看[这里](https://x.test/a)", "好的\n\n第一，看这里 https://x.test/a"],
    ["control characters", "a\u0000b\u0007\r\nc\u009F\uD800", "ab\nc"],
    ["empty lines", "\n\na  \n\n\n \nb\n", "a\n\nb"],
    ["a pseudonym", "u1a2b3: 你好", "你好"],
    ["a pseudonym in brackets", "[u1a2b3] [u1a2b3]：你好", "你好"],
    ["what is no pseudonym", "user12: 你好", "user12: 你好"],
    ["a pseudonym alone", "u1a2b3:", "u1a2b3:"],
    ["marks alone", "***", "***"],
    ["an empty quote", ">", ">"],
    ["nothing", " \n\u0000", ""]
  ] as const) {
    it(`says ${name}`, () => {
      expect(forChat(text, 100)).toBe(said)
    })
  }

  it("is cut at the end of a sentence", () => {
    expect(forChat("**一二三四。** 五六七八九十", 8)).toBe("一二三四。")
  })

  it("ends with a sentence where it was cut short already", () => {
    const said = (text: string) => forChat(text, 100, false)
    expect(said("**一二三四。** 五六")).toBe("一二三四。")
    expect(said("一二。三四五六七八九十")).toBe("一二。三四五六七八九十…")
    expect(said("一二三四。")).toBe("一二三四。")
    expect(said("一")).toBe("一…")
    expect(forChat("一二三四五六", 4, false)).toBe("一二三…")
  })

  it("shows no marks that only the cut closed", () => {
    expect(forChat("_a b_c d", 6)).toBe("a b…")
  })

  it("is quick with what nobody writes", () => {
    const pieces = [
      "*a ",
      "[",
      "[a](",
      "[](a",
      "(",
      "\\(",
      "\\[",
      "`",
      "``` ",
      "> ",
      "# ",
      "#",
      "| ",
      "|",
      "_a ",
      "~~a",
      "![",
      " ",
      "\t|",
      "-",
      "- ",
      "\n",
      "u1a2b3: "
    ]
    for (const piece of pieces) {
      for (const end of ["", "x"]) {
        expect([...forChat(piece.repeat(100_000) + end, 500)].length).toBeLessThanOrEqual(500)
        expect([...forChat(piece.repeat(5_000) + end, 500)].length).toBeLessThanOrEqual(500)
      }
    }
  })

  const pieces = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(..."*_#>|-~[]()!\\ \n1.") },
      fc.constantFrom(
        "a",
        "好",
        "。",
        "**",
        "~~",
        "\n- ",
        "\n# ",
        "u1a2b3: ",
        "[u1a2b3]",
        "https://x.test/a_b",
        "😀"
      ),
      fc.constantFrom("\r", "\u0000", "👨‍👩‍👧", "](", "\n\n\n", "|--|", "\n---\n", "…")
    )
  )
  const texts = fc.oneof(
    pieces.map((all) => all.join("")),
    fc.string({ unit: "binary" })
  )

  it.prop(
    "is never longer than asked, and never nothing where something is to be seen",
    [texts, fc.integer({ min: 1, max: 40 })],
    ([text, max]) => {
      const said = forChat(text, max)
      expect([...said].length).toBeLessThanOrEqual(max)
      expect(said).not.toMatch(/\p{Surrogate}|(?!\n|\t)\p{Cc}/u)
      if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)) expect(said).not.toBe("")
    }
  )

  it.prop(
    "is not changed a second time, unless there was code, whose marks stay",
    [texts.filter((text) => !/`|~~~/.test(text)), fc.integer({ min: 1, max: 40 })],
    ([text, max]) => {
      const said = forChat(text, max)
      expect(forChat(said, max)).toBe(said)
    }
  )
})
