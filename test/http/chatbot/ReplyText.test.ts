import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc, Option } from "effect"
import { firstCharacters, lastCharacters, plainText, replyOf } from "../../../src/http/chatbot/ReplyText.ts"

describe("plainText", () => {
  for (const [raw, read] of [
    ["一<br>二<br/>三<BR />四", "一\n二\n三\n四"],
    ["&lt;3 &amp;lt; &quot;a&quot; &#39;b&apos; &amp; c", "<3 &lt; \"a\" 'b' & c"],
    ["&lt;br&gt; is typed", "<br> is typed"],
    [" a\u00A0b&nbsp;c\u00A0", "a b c"],
    ["&unknown; & stays", "&unknown; & stays"],
    ["a\u0000b\u0007\r\n\tc\u009F", "ab\n\tc"],
    ["<br>", ""]
  ] as const) {
    it(`reads ${JSON.stringify(raw)}`, () => {
      expect(plainText(raw)).toBe(read)
    })
  }
})

describe("replyOf", () => {
  it("puts lines below one another, empty ones left out", () => {
    expect(replyOf(["a<br>b", " ", "http://example.invalid/?a=1&amp;b=2"])).toEqual(
      Option.some("a\nb\nhttp://example.invalid/?a=1&b=2")
    )
  })

  it("is nothing when no line says anything", () => {
    expect(replyOf([])).toEqual(Option.none())
    expect(replyOf(["", "<br>", "&nbsp;"])).toEqual(Option.none())
  })
})

describe("cutting", () => {
  it("counts characters, not their halves", () => {
    expect(firstCharacters("a😀b", 2)).toBe("a😀")
    expect(lastCharacters("a😀b", 2)).toBe("😀b")
    expect(firstCharacters("ab", 5)).toBe("ab")
    expect(lastCharacters("ab", 5)).toBe("ab")
  })

  it.prop(
    "leaves no half behind and not more than asked",
    [fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 })],
    ([text, max]) => {
      for (const cut of [firstCharacters(text, max), lastCharacters(text, max)]) {
        expect([...cut].length).toBe(Math.min(max, [...text].length))
        expect(text).toContain(cut)
        expect(cut).not.toMatch(/\p{Surrogate}/u)
      }
    }
  )
})
