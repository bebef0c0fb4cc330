import { describe, expect, it } from "@effect/vitest"
import { encodeText, encodeXml } from "../../../../src/simulator/wechat/wire/Content.ts"

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

it("encodeXml escapes the whole document and writes line breaks as tags", () => {
  expect(encodeXml("<msg>\n<title>a &amp; b</title></msg>")).toBe(
    "&lt;msg&gt;<br/>&lt;title&gt;a &amp;amp; b&lt;/title&gt;&lt;/msg&gt;"
  )
})
