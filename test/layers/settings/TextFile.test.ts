import { describe, expect, it } from "@effect/vitest"
import { Either, FastCheck as fc } from "effect"
import { textOf } from "../../../src/layers/settings/TextFile.ts"

const UTF16 = "it looks like UTF-16"
const GBK = "it may be GBK"

/** What is wrong with the bytes; nothing when they are a text. */
const wrong = (bytes: Uint8Array) =>
  Either.match(textOf(bytes), { onLeft: ({ line, reason }) => ({ line, reason }), onRight: () => undefined })

/** UTF-16 or UTF-32 by the width of a unit, least byte first unless it is turned. */
const wide = (text: string, width: 2 | 4, isTurned = false) =>
  Uint8Array.from(
    (width === 2 ? text.split("") : [...text]).flatMap((unit) => {
      const number = unit.codePointAt(0) ?? 0
      const bytes = Array.from({ length: width }, (_, index) => (number >>> (8 * index)) & 0xff)
      return isTurned ? bytes.toReversed() : bytes
    })
  )

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"))

describe("the bytes of a file of text", () => {
  it.prop(
    "of UTF-8 come back as the text they are",
    { text: fc.string({ unit: "grapheme" }) },
    ({ text }) => {
      fc.pre(!/[\0\uFEFF]/.test(text))
      const bytes = new TextEncoder().encode(text)
      expect(textOf(bytes)).toEqual(Either.right(text))
      expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes))).toEqual(Either.right(text))
    }
  )

  it("may have marks where files were put together, and only there", () => {
    const text = "\uFEFF\uFEFFa\n\uFEFFb\r\n\uFEFFc=\uFEFFd"
    expect(textOf(new TextEncoder().encode(text))).toEqual(Either.right("a\nb\r\nc=\uFEFFd"))
  })

  const settings = "# 设置\nROBOT_DRY_RUN=true\n"
  it.each([
    ["UTF-16", wide(settings, 2)],
    ["UTF-16 with the greater byte first", wide(settings, 2, true)],
    ["UTF-16 with a mark", wide(`\uFEFF${settings}`, 2)],
    ["UTF-16 with a mark, the greater byte first", wide(`\uFEFF${settings}`, 2, true)],
    ["UTF-16 of nothing but what UTF-8 has too", wide("A=1\n", 2)],
    ["UTF-32", wide(settings, 4)],
    ["UTF-32 with a mark, the greatest byte first", wide(`\uFEFF${settings}`, 4, true)]
  ])("of %s are none", (_, bytes) => {
    expect(wrong(bytes)).toEqual({ line: 1, reason: UTF16 })
  })

  it.each([
    ["GBK", "\xc4\xe3\xba\xc3", GBK],
    ["GBK that begins like UTF-8", "\xd6\xd0\xce\xc4", GBK],
    ["UTF-8 cut in the middle of a character", "\xe4\xbd", GBK],
    ["half of a pair", "\xed\xa0\x80", GBK],
    ["more bytes than a character needs", "\xc0\xaf", GBK],
    ["a NUL", "\0", UTF16]
  ])("of %s are none, from that line on", (_, bad, reason) => {
    expect(wrong(latin1(`A=1\r\n\r\nB=${bad}\nC=1\n`))).toEqual({ line: 3, reason })
    expect(wrong(latin1(bad))).toEqual({ line: 1, reason })
  })

  it("of a text with U+FFFD in it are that text", () => {
    expect(textOf(new TextEncoder().encode("\uFFFD"))).toEqual(Either.right("\uFFFD"))
  })
})
