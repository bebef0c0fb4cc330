import { describe, expect, it } from "@effect/vitest"
import { withoutMarkdown } from "../../src/domain/Markdown.ts"

describe("withoutMarkdown", () => {
  for (const [name, text, plain] of [
    ["headings", "# 一\n## 二 ##\n###### three", "一\n二\nthree"],
    ["a heading about C#", "# About C#", "About C#"],
    ["bold", "这**很**重要，__the most__ of all", "这很重要，the most of all"],
    ["bold before a number", "**价格**100元", "价格100元"],
    ["italic", "*one* and _two words_，是*重点*内容", "one and two words，是重点内容"],
    ["bold and italic", "***all*** **a *b* c**", "all a b c"],
    ["what is struck out", "~~gone~~ stays", "gone stays"],
    ["code in a line", "use `a_b_c` and ``x`y``", "use a_b_c and x`y"],
    ["code with marks", "`*args*`, `[a](b)` and `# no`", "*args*, [a](b) and # no"],
    ["a block of code", "so:\n```py\n# keep\nx = a*b*c\n```\nthen", "so:\n# keep\nx = a*b*c\nthen"],
    ["a block of tildes", "~~~\n**a**\n~~~", "**a**"],
    ["a block that is not closed", "```\n**a**", "**a**"],
    ["a block of code within a list", "- so:\n    ```\n    **a**\n    ```", "- so:\n    **a**"],
    ["links", "see [here](https://x.test/a_b_c) now", "see here https://x.test/a_b_c now"],
    ["a link named by its address", "[https://x.test/](https://x.test/)", "https://x.test/"],
    ["a link with brackets", "[Lisp](https://x.test/Lisp_(language))", "Lisp https://x.test/Lisp_(language)"],
    ["a link with a title", '[a](https://x.test/ "A title")', "a https://x.test/"],
    ["an address in brackets", "<https://x.test/a_b_c>", "https://x.test/a_b_c"],
    ["a bold address", "**https://x.test/a**", "https://x.test/a"],
    ["images", "![a cat](https://x.test/c.png) sits", "a cat sits"],
    ["lists", "* one\n* two\n  * three\n1. four", "- one\n- two\n  - three\n1. four"],
    ["tables", "| a | b |\n|---|:-:|\n| 1 | 2 |", "a | b\n1 | 2"],
    ["quotes", "> one\n>> two\n>", "one\ntwo\n"],
    ["lines across", "a\n---\nb\n* * *\nc", "a\n\nb\n\nc"],
    ["formulas", "\\(x^2\\) and \\[ y \\]", "x^2 and y"]
  ] as const) {
    it(`takes off the marks of ${name}`, () => {
      expect(withoutMarkdown(text)).toBe(plain)
    })
  }

  for (const text of [
    "2*3*4 = 24",
    "2 * 3 * 4",
    "2**3**4",
    "f(*args, **kwargs)",
    "a * alone",
    "*",
    "snake_case_name and _private",
    "__init__",
    "C# and F#",
    "#话题# 很好",
    "#1 is best",
    "https://x.test/_a_/b_c_d?e=_f_",
    ">_< 好的",
    "3 > 2 > 1",
    "好~~",
    "- one\n- two",
    "a | b",
    "[1] and [x]",
    "价格 $5 和 $6",
    "`"
  ]) {
    it(`leaves ${JSON.stringify(text)} alone`, () => {
      expect(withoutMarkdown(text)).toBe(text)
    })
  }
})
