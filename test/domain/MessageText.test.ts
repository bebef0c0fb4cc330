import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc, Option } from "effect"
import { decodeName, decodeText, decodeXmlContent, splitSpeaker } from "../../src/domain/MessageText.ts"

const span = (digits: string) => `<span class="emoji emoji${digits}"></span>`

/** What the server does to a typed text. */
const escape = (typed: string) =>
  typed
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("'", "&#39;")
    .replaceAll('"', "&quot;")

/** UTF-16 units of any kind, lone surrogates too. */
const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))

const fragment = fc.constantFrom(
  "&",
  "amp;",
  "lt;",
  "#39;",
  "<",
  ">",
  "br/>",
  "<br/>",
  span("1f604"),
  '<span class="emoji emoji',
  '"></span'
)

/** Texts in which pieces of markup are likely. */
const anyText = fc.array(fc.oneof(unit, fragment)).map((pieces) => pieces.join(""))

describe("decodeText", () => {
  it.prop("gives back what was typed", [anyText], ([typed]) => {
    expect(decodeText(escape(typed))).toBe(typed)
  })

  it.each([
    ["&lt;3 &gt; &quot;a&quot; &amp; &#39;b&#39;", "<3 > \"a\" & 'b'"],
    ["&amp;lt;", "&lt;"],
    ["&amp;amp;lt;", "&amp;lt;"],
    ["&amp;#39;", "&#39;"],
    ["&nbsp;&#65;&copy;&", "&nbsp;&#65;&copy;&"]
  ])("decodes the five entities once: %s", (raw, text) => {
    expect(decodeText(raw)).toBe(text)
  })

  it.each([
    ["a<br/>b<br>c<br />d", "a\nb\nc\nd"],
    ["a&lt;br/&gt;b", "a<br/>b"],
    ["a&lt;br/>b", "a<br/>b"]
  ])("turns the server's line breaks into newlines, not typed ones: %s", (raw, text) => {
    expect(decodeText(raw)).toBe(text)
  })

  it.each([
    ["four digits", "2764", "\u2764"],
    ["five digits", "1f604", "\u{1F604}"],
    ["capital digits", "1F604", "\u{1F604}"],
    ["a keycap of a digit", "3120e3", "1\u20E3"],
    ["a keycap of a sign", "2320e3", "#\u20E3"],
    ["two of four digits", "2764fe0f", "\u2764\uFE0F"],
    ["a flag", "1f1e81f1f3", "\u{1F1E8}\u{1F1F3}"],
    ["a keycap in emoji style", "31fe0f20e3", "1\uFE0F\u20E3"],
    ["two people joined", "1f468200d1f469", "\u{1F468}\u200D\u{1F469}"],
    ["a skin", "1f44d1f3fd", "\u{1F44D}\u{1F3FD}"],
    ["five digits and a style", "1f336fe0f", "\u{1F336}\uFE0F"],
    ["the Unicode of years to come", "1fc10", "\u{1FC10}"]
  ])("reads an emoji of %s", (_, digits, emoji) => {
    expect(decodeText(`a${span(digits)}b`)).toBe(`a${emoji}b`)
  })

  it.each([
    ["1f63c", "\u{1F601}"],
    ["1f639", "\u{1F602}"],
    ["1f63a", "\u{1F603}"],
    ["1f4ab", "\u{1F616}"],
    ["1f64d", "\u{1F614}"],
    ["1f63b", "\u{1F60D}"],
    ["1f63d", "\u{1F618}"],
    ["1f64e", "\u{1F621}"],
    ["1f63f", "\u{1F622}"]
  ])("swaps %s back", (received, meant) => {
    expect(decodeText(span(received))).toBe(meant)
    expect(decodeText(span(received.toUpperCase()))).toBe(meant)
  })

  it("reads an emoji span without its last >", () => {
    expect(decodeText('a<span class="emoji emoji1f450"></spanb')).toBe("a\u{1F450}b")
  })

  it("leaves emoji that come as characters", () => {
    expect(decodeText("\u{1F63A}\u{1F970}[微笑]")).toBe("\u{1F63A}\u{1F970}[微笑]")
  })

  it.each([
    ["no digits", ""],
    ["letters", "smile"],
    ["a letter in the first half", "x120e3"],
    ["a letter at the end", "2764z"],
    ["too few digits", "1f6"],
    ["seven digits", "1f6041f"],
    ["digits left over", "1f1e81f1f31f1"],
    ["half a surrogate pair", "d83d"],
    ["private use", "e415"],
    ["a control character", "0000"],
    ["markup", "003c"]
  ])("shows a box for an emoji of %s", (_, digits) => {
    expect(decodeText(`a${span(digits)}b`)).toBe("a□b")
  })

  it("leaves other tags alone", () => {
    const raw = '<b>x</b> <span class="emoji">y</span> <brx> <span class="emoji emoji1f604">z</span>'
    expect(decodeText(raw)).toBe(raw)
  })

  it.prop("never fails, and never grows a text", [anyText], ([raw]) => {
    expect(decodeText(raw).length).toBeLessThanOrEqual(raw.length)
  })

  // a pattern that tries every end from every start would not come back in time
  it.each([
    '<span class="emoji',
    '<span class="emoji emoji',
    '<span class="emoji emoji1f604"></',
    "&amp",
    "<br ",
    "<"
  ])("passes a megabyte of %s through", (piece) => {
    const raw = piece.repeat(Math.ceil(1_000_000 / piece.length))
    expect(decodeText(raw)).toBe(raw)
  })

  it("reads a span of a megabyte", () => {
    expect(decodeText(span("1".repeat(1_000_000)))).toBe("□")
  })
})

describe("decodeName", () => {
  it("decodes like a text, trimmed", () => {
    expect(decodeName(` ${span("1f639")}Tom &amp; Jerry&#39;s  `)).toBe("\u{1F602}Tom & Jerry's")
  })

  it.prop("is one trimmed line", [anyText], ([raw]) => {
    const name = decodeName(raw)
    expect(name).toBe(name.trim())
    expect(name).not.toMatch(/[\n\r\u2028\u2029]/)
  })

  it("keeps the parts of a broken name apart and the spaces within", () => {
    expect(decodeName("a<br/>\r\nb  c<br/>")).toBe("a b  c")
  })
})

describe("decodeXmlContent", () => {
  it("drops the line breaks and opens the tags", () => {
    expect(decodeXmlContent("&lt;msg&gt;<br/>\t&lt;title&gt;a<br>b<br />&lt;/title&gt;&lt;/msg&gt;")).toBe(
      "<msg>\t<title>ab</title></msg>"
    )
  })

  it("leaves the entities of the XML itself to its parser", () => {
    expect(decodeXmlContent("&lt;title&gt;a &amp;lt; b &amp;amp; c&lt;/title&gt;")).toBe(
      "<title>a &lt; b &amp; c</title>"
    )
  })

  it("puts characters for emoji spans, which would be elements", () => {
    expect(decodeXmlContent(`&lt;title&gt;${span("1f604")}${span("003c")}&lt;/title&gt;`)).toBe(
      "<title>\u{1F604}□</title>"
    )
  })
})

describe("splitSpeaker", () => {
  it.each([
    ["@dd44:<br/>hi", "@dd44", "hi"],
    ["@0aZ:<br/>", "@0aZ", ""],
    ["wxid_a-1:<br/>hi", "wxid_a-1", "hi"],
    ["@dd44@openim:<br/>hi", "@dd44@openim", "hi"],
    ["25984982@openim:<br/>hi", "25984982@openim", "hi"],
    ["@abc_d-e@openim:<br/>hi", "@abc_d-e@openim", "hi"],
    ["@dd44:<br/>time:<br/>@ee55:<br/>noon", "@dd44", "time:<br/>@ee55:<br/>noon"],
    ["@dd44:<br/>a\nb: c\n", "@dd44", "a\nb: c\n"]
  ])("takes the speaker off: %s", (raw, speaker, text) => {
    expect(splitSpeaker(raw)).toEqual({ speaker: Option.some(speaker), text })
  })

  it.each([
    ["nothing", ""],
    ["a system line", "Li joined the group"],
    ["no id", ":<br/>hi"],
    ["a bare @", "@:<br/>hi"],
    ["a contact of nowhere", "@dd44@example:<br/>hi"],
    ["the group's own id", "@@bb22:<br/>hi"],
    ["an id of the new style with other signs", "@dd_44:<br/>hi"],
    ["something in front", " @dd44:<br/>hi"],
    ["the id not on the first line", "a\n@dd44:<br/>hi"],
    ["another line break", "@dd44:\nhi"],
    ["another tag", "@dd44:<br>hi"],
    ["a typed separator", "@dd44:&lt;br/&gt;hi"],
    ["no separator", "@dd44 hi"],
    ["an address", "北京路1号:<br/>/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg"]
  ])("finds no speaker in %s", (_, raw) => {
    expect(splitSpeaker(raw)).toEqual({ speaker: Option.none(), text: raw })
  })

  it.prop(
    "leaves the text whole, whatever it is",
    [fc.stringMatching(/^@[\da-f]{1,64}$/), anyText],
    ([id, text]) => {
      expect(splitSpeaker(`${id}:<br/>${text}`)).toEqual({ speaker: Option.some(id), text })
    }
  )
})
