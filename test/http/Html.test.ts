import { describe, expect, it } from "@effect/vitest"
import { linesOf, linesOfPage } from "../../src/http/Html.ts"

describe("a piece of HTML", () => {
  const read = {
    "plain text": ["登录已失效, 请重新扫码。", ["登录已失效, 请重新扫码。"]],
    "a line break": ["one<br>two<br/>three<BR />four", ["one", "two", "three", "four"]],
    "a bare ampersand": ["Windows & Mac", ["Windows & Mac"]],
    "words in bold": ["不能登录<b>网页</b><span class='x'>微信</span>", ["不能登录网页微信"]],
    paragraphs: ["<div><h1>title</h1><p>text</p></div>", ["title", "text"]],
    "white space": ["  a \n\t b\u00a0c  ", ["a b c"]],
    entities: [
      "&lt;b&gt; &amp;amp; &quot;x&quot; &#39;y&#39; &#x4E2D;&nbsp;&AMP;",
      ["<b> &amp; \"x\" 'y' \u4e2d &"]
    ],
    "entities that are none": [
      "&unknown; &#; &#xZZ; &#9999999; &constructor; & &amp",
      ["&unknown; &#; &#xZZ; &#9999999; &constructor; & &amp"]
    ],
    "signs that are no tags": ["1 < 2 > 0 <3 <2>", ["1 < 2 > 0 <3 <2>"]],
    "half a tag": ["text <br", ["text <br"]],
    nothing: ["", []],
    "nothing but tags": ["<p><br> &nbsp; </p>", []]
  } as const
  for (const [name, [html, lines]] of Object.entries(read)) {
    it(`is read as people do: ${name}`, () => {
      expect(linesOf(html)).toEqual(lines)
    })
  }
})

describe("a page", () => {
  it("shows neither comments, scripts nor styles, whether they end or not", () => {
    const page = `<!DOCTYPE html><html><head><title>Title</title><style>p{}</style>
      <script>const a = "<p>hidden</p>"</script><SCRIPT src=x>hidden</SCRIPT ></head>
      <body>seen<!-- hidden --><template><p>hidden</p></template> too<noscript>hidden</noscript>
      <!-- hidden <script>hidden</body></html>`
    expect(linesOfPage(page)).toEqual(["Title", "seen", "too"])
    expect(linesOfPage("seen<script>hidden <p>hidden")).toEqual(["seen"])
  })

  const megabyte = 1024 * 1024
  for (const piece of [
    "<",
    "<a",
    "<a ",
    "</",
    "<!--",
    "<script",
    "<script>",
    "</script ",
    "&",
    "&#x",
    "a",
    "<p>",
    "&lt;"
  ]) {
    it(`of a megabyte of ${piece} is read all the same`, () => {
      expect(linesOfPage(piece.repeat(megabyte / piece.length)).join("").length).toBeLessThanOrEqual(megabyte)
    })
  }
})
