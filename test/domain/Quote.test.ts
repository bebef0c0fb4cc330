import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { decodeText } from "../../src/domain/MessageText.ts"
import { readQuoteReply, splitQuote } from "../../src/domain/Quote.ts"

const line = "- - - - - - - - - - - - - - -"
const split = (raw: string) => splitQuote(decodeText(raw))

describe("a text with a quote", () => {
  it.each([
    ["brackets", `「Ann：@Bob\u2005明天几点」<br/>${line}<br/>七点好`, "Ann", "@Bob\u2005明天几点", "七点好"],
    ["quotation marks", `&quot;Ann: when?&quot;<br/>${line}<br/>at seven`, "Ann", "when?", "at seven"],
    ["curly marks", `“Ann: when?”<br/>${line}<br/>at seven`, "Ann", "when?", "at seven"],
    [
      "several lines",
      `「Ann：一<br/>二<br/><br/>三」<br/>${line}<br/>四<br/>五`,
      "Ann",
      "一\n二\n\n三",
      "四\n五"
    ],
    ["a short line of dashes", "「Ann：a」<br/>- - - - -<br/>b", "Ann", "a", "b"],
    ["a line that ends in a space", `「Ann：a」<br/>${line} <br/>b`, "Ann", "a", "b"],
    ["an emoji", `「Ann<span class="emoji emoji2764"></span>：a」<br/>${line}<br/>b`, "Ann\u2764", "a", "b"],
    ["an address", `「Ann：http://example.net/a:b」<br/>${line}<br/>b`, "Ann", "http://example.net/a:b", "b"],
    ["a bracket that is never closed", `「Ann：他说「好」<br/>${line}<br/>b`, "Ann", "他说「好", "b"],
    ["line ends of another kind", `「Ann：a」\r\n${line}\r\nb`, "Ann", "a", "b"],
    ["other dashes", "「Ann：a」<br/>— — — — — —<br/>b", "Ann", "a", "b"],
    ["double brackets", `『Ann：a』<br/>${line}<br/>b`, "Ann", "a", "b"],
    [
      "a line of dashes in it",
      `「Ann：a<br/>${line}<br/>@Bob b」<br/>${line}<br/>c`,
      "Ann",
      `a\n${line}\n@Bob b`,
      "c"
    ],
    ["brackets of its own", `「Ann：「好」是什么」<br/>${line}<br/>b`, "Ann", "「好」是什么", "b"],
    ["its end cut off", `「Ann：一段很长的话…<br/>${line}<br/>b`, "Ann", "一段很长的话…", "b"],
    ["no words behind it", `「Ann：a」<br/>${line}<br/>`, "Ann", "a", ""],
    ["nothing behind it", `「Ann：a」<br/>${line}`, "Ann", "a", ""]
  ])("in %s", (_, raw, name, text, own) => {
    expect(split(raw)).toEqual({ text: own, quote: { name, text } })
  })

  it("that holds a quote is the whole of it", () => {
    const raw = `「Ann：「Bob：x」<br/>${line}<br/>y」<br/>${line}<br/>z`
    expect(split(raw)).toEqual({ text: "z", quote: { name: "Ann", text: `「Bob：x」\n${line}\ny` } })
    const marks = `"Ann: "Bob: x"<br/>${line}<br/>y"<br/>${line}<br/>z`
    expect(split(marks)).toEqual({ text: "z", quote: { name: "Ann", text: `"Bob: x"\n${line}\ny` } })
  })

  it("leaves dashes in its sender's own words", () => {
    expect(split(`「Ann：a」<br/>${line}<br/>b<br/>${line}<br/>c`).text).toBe(`b\n${line}\nc`)
    expect(split(`「Ann：「三国：好书」」<br/>${line}<br/>b<br/>${line}<br/>c`).text).toBe(`b\n${line}\nc`)
  })

  it.each([
    ["no dashes", "「Ann：a」<br/>b"],
    ["too few dashes", "「Ann：a」<br/>- - - -<br/>b"],
    ["dashes without spaces", "「Ann：a」<br/>----------<br/>b"],
    ["dashes in a line", `「Ann：a」 ${line} b`],
    ["no name", `「a」<br/>${line}<br/>b`],
    ["words before it", `hi 「Ann：a」<br/>${line}<br/>b`],
    ["a list of its own", `eggs<br/>${line}<br/>milk`]
  ])("is not one with %s", (_, raw) => {
    expect(split(raw)).toEqual({ text: decodeText(raw), quote: undefined })
  })

  const words = fc.stringMatching(/^[a-z你好「」"：:@ \n]{0,30}$/)
  it.prop("gives what stands behind the dashes, whatever is quoted", [words, words], ([quoted, own]) => {
    expect(splitQuote(`「Ann：。${quoted}」\n${line}\n${own}`).text).toBe(own)
  })
})

describe("a reply that comes as an app message", () => {
  const xml = (title: string, refermsg: string) =>
    `<msg><appmsg appid="" sdkver="0"><title>${title}</title><des></des><type>57</type>` +
    `<refermsg>${refermsg}</refermsg></appmsg></msg>`
  const refermsg = (content: string, type = 1) =>
    `<type>${type}</type><svrid>1</svrid><fromusr>a</fromusr><displayname>Ann</displayname><content>${content}</content>`

  it.each([
    ["plain", xml("七点好", refermsg("明天几点")), "七点好", "明天几点"],
    ["escaped", xml("1 &lt; 2 &amp; 3", refermsg("a &gt; b")), "1 < 2 & 3", "a > b"],
    ["as it is", xml("<![CDATA[1 < 2]]>", refermsg("<![CDATA[a > b]]>")), "1 < 2", "a > b"],
    ["a title in the quote", xml("hi", refermsg("&lt;title&gt;no&lt;/title&gt;")), "hi", "<title>no</title>"],
    ["no text in the quote", xml("hi", refermsg("&lt;msg/&gt;", 3)), "hi", ""]
  ])("%s", (_, content, text, quoted) => {
    expect(readQuoteReply(content)).toEqual({ text, quote: { name: "Ann", text: quoted } })
  })

  it("has no quote where none is told, and is none without a title", () => {
    expect(readQuoteReply("<msg><appmsg><title>hi</title></appmsg></msg>")).toEqual({
      text: "hi",
      quote: undefined
    })
    expect(readQuoteReply("<msg><refermsg><title>no</title></refermsg></msg>")).toBe(undefined)
    expect(readQuoteReply("")).toBe(undefined)
  })
})
