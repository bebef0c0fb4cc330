import { describe, expect, it } from "@effect/vitest"
import { encodeOwn, encodeText } from "../../../../src/simulator/wechat/wire/Content.ts"

const span = (hex: string) => `<span class="emoji emoji${hex}"></span>`

describe("encodeText", () => {
  for (const [typed, sent] of [
    [`a < b & "c" > 'd'`, "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;"],
    ["<br/>\n&amp;", "&lt;br/&gt;<br/>&amp;amp;"],
    ["☀️", span("2600")],
    ["🌻", span("1f33b")],
    ["🇨🇳", span("1f1e81f1f3")],
    ["1️⃣", span("3120e3")],
    ["😂", span("1f639")],
    ["👐", '<span class="emoji emoji1f450"></span'],
    ["🤖", "🤖"],
    ["[微笑]", "[微笑]"]
  ] as const) {
    it(`writes ${JSON.stringify(typed)} as the service does`, () => {
      expect(encodeText(typed)).toBe(sent)
    })
  }
})

describe("encodeOwn", () => {
  for (const [own, sent] of [
    [
      "<msg>\n<title>a &amp; b</title></msg>",
      "&lt;msg&gt;<br/>&lt;title&gt;a &amp;amp; b&lt;/title&gt;&lt;/msg&gt;"
    ],
    [`<op id='4' a="b"/>`, `&lt;op id='4' a="b"/&gt;`],
    ['"莉莉🌻" 拍了拍我', `"莉莉${span("1f33b")}" 拍了拍我`]
  ] as const) {
    it(`writes ${JSON.stringify(own)} as the service does, its quotation marks as they are`, () => {
      expect(encodeOwn(own)).toBe(sent)
    })
  }
})
