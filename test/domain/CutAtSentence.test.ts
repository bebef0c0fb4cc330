import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { cutAtSentence } from "../../src/domain/CutAtSentence.ts"

describe("cutAtSentence", () => {
  for (const [text, max, cut] of [
    ["短", 1, "短"],
    ["一二三。四五六。七八九", 9, "一二三。四五六。"],
    ["一二三。四五六七八九十", 9, "一二三。四五六七…"],
    ["他说：“好！”然后走了很远", 8, "他说：“好！”"],
    ["真的吗？？不会吧不会吧", 7, "真的吗？？"],
    ["行，我想想……再说吧再说吧", 9, "行，我想想……"],
    ["first line\nsecond line that is long", 15, "first line"],
    ["It is fine. Really it is.", 15, "It is fine."],
    ["It costs 3.1415 or more", 12, "It costs 3.…"],
    ["Ask Mr. Li about it", 10, "Ask Mr. L…"],
    ["Take e.g. an apple", 11, "Take e.g.…"],
    ["First do\n1. this and that", 12, "First do"],
    ["see http://x.test/a?b=1", 21, "see http://x.test/a?…"],
    ["Why? Because of it", 7, "Why?"],
    ["ab😀😀", 3, "ab…"],
    ["ab👨‍👩‍👧cd", 5, "ab…"],
    ["好好e\u0301e\u0301", 4, "好好…"],
    ["一二三四！\u0301五六七", 6, "一二三四…"],
    ["一二三四五六", 1, "…"]
  ] as const) {
    it(`cuts ${JSON.stringify(text)} at ${max}`, () => {
      expect(cutAtSentence(text, max)).toBe(cut)
    })
  }

  it.prop(
    "is never longer than asked, begins as the text does and is cut no second time",
    [
      fc.string({ unit: fc.constantFrom("a", "好", "。", ".", " ", "\n", "😀", "👨‍👩‍👧", "!", "1", "\u0301") }),
      fc.integer({ min: 1, max: 20 })
    ],
    ([text, max]) => {
      const cut = cutAtSentence(text, max)
      expect([...cut].length).toBeLessThanOrEqual(max)
      expect(text.startsWith(cut.replace(/…$/, ""))).toBe(true)
      expect(cutAtSentence(cut, max)).toBe(cut)
      if (/[a好1😀]/u.test(text)) expect(cut).not.toBe("")
    }
  )
})
