import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { isSpecialAccount } from "../../../src/domain/Contact.ts"
import { disguiseExchanges } from "../../../src/http/recording/DisguiseExchange.ts"
import { isNameInMarkup } from "../../../src/http/recording/KnownNames.ts"

/* What people write may look like WeChat's own XML or addresses, and may be long. */

const { answer } = disguiseExchanges("a key")

const textOf = (text: string): string => {
  const { body } = answer({ status: 200, headers: {}, bytes: new TextEncoder().encode(text) })
  return typeof body === "string" ? body : `${body.bytes} bytes`
}

/** As it stands in a message, after the name of its field. */
const inField = (name: string, value: string) => {
  const before = `{"${name}":`
  const disguised: unknown = JSON.parse(textOf(before + JSON.stringify(value) + "}").slice(before.length, -1))
  return typeof disguised === "string" ? disguised : ""
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

const isWechats = (word: string) => isNameInMarkup(word) || isSpecialAccount(word) || word === "CDATA"

/** A letter behind a backslash may be an escape of JSON. */
const wordsOf = (text: string) =>
  (text.replaceAll(/\\[bfnrt]/g, " ").match(/[A-Za-z]{5,}/g) ?? []).filter((word) => !isWechats(word))

const frames: ReadonlyArray<readonly [string, (text: string) => string]> = [
  ["CDATA", (text) => `<msg><title><![CDATA[${text.replaceAll("]]>", "")}]]></title></msg>`],
  ["CDATA without end", (text) => `<msg><title><![CDATA[${text}`],
  ["typed XML", (text) => `<msg>${text}</msg>`],
  ["the middle of a tag", (text) => `<sysmsg type="${text}`],
  ["a page", (text) => `<html><body>${text}</body></html>`]
]

const markupOfPeople = fc
  .array(
    fc.oneof(
      fc.string({ unit: fc.constantFrom(..."abcxyzABCXYZ"), minLength: 5, maxLength: 9 }),
      fc.constantFrom("<", "</", ">", "/>", "<!", "<?", "&lt;", "&gt;", "&amp;", "&quot;", "<![CDATA[", "]]"),
      fc.constantFrom(
        "=",
        '="',
        "='",
        ' = "',
        '"',
        "'",
        " ",
        "\n",
        "\\",
        "\\n",
        ":",
        "-",
        ".",
        "小白",
        "🐼",
        "1"
      ),
      fc.constantFrom("type", "msg", "title", "sysmsg")
    ),
    { maxLength: 30 }
  )
  .map((pieces) => pieces.join(""))

describe("what people write like WeChat's XML", () => {
  it.each([
    '<sysmsg type="revokemsg"><replacemsg><![CDATA["<Alice>" recalled a message]]></replacemsg></sysmsg>',
    "<msg><appmsg><title><![CDATA[I <love Tom and <Alice]]></title></appmsg></msg>",
    '<msg><Alice><love meeting="x"></love></Alice></msg>',
    '<html><body><p Alice="y">love</p></body></html>',
    '<msg>\n<p\nAlice="y"/></msg>',
    '<sysmsg type="alice"></sysmsg>'
  ])("is replaced: %s", (xml) => {
    for (const text of [textOf(xml), inField("Content", xml), inField("Content", escaped(xml))]) {
      expect(text).not.toMatch(/alice|love|recalled|meeting/i)
    }
  })

  it.each(frames)("keeps none of its words in %s", (_, frame) => {
    fc.assert(
      fc.property(markupOfPeople, (typed) => {
        const xml = frame(typed)
        const words = wordsOf(typed)
        for (const text of [textOf(xml), inField("Content", xml), inField("Content", escaped(xml))]) {
          expect(words.filter((word) => wordsOf(text).includes(word))).toEqual([])
        }
      })
    )
  })

  it("stays well-formed, with the frame that WeChat gave it", () => {
    const disguised = inField("Content", '<msg>\n<emoji fromusername = "a" /><Alice type="1">x</Alice></msg>')
    expect(disguised).toMatch(
      /^<msg>\n<emoji fromusername = "[a-z]" \/><([A-Z][a-z]{4}) type="1">[a-z]<\/\1><\/msg>$/
    )
    const type = "<msg><type><![CDATA[57]]></type></msg>"
    expect(textOf(type)).toBe(type)
  })
})

describe("what people write like an address", () => {
  it.each([
    "/?type=doctor",
    "https://wx.qq.com/?type=Grandma&target=Hospital&lang=doctor",
    "https://wx.qq.com/?Grandma=1&_=13800138000",
    "http://localhost:8080/?redirect=Margaret",
    "https://wx.qq.com/cgi-bin/mmwebwx-bin/Margaret?fun=Grandma",
    "/cgi-bin/mmwebwx-bin/Margaret"
  ])("is replaced: %s", (address) => {
    for (const name of ["Content", "NickName", "Url", "HeadImgUrl"]) {
      expect(inField(name, address)).not.toMatch(/doctor|Grandma|Hospital|Margaret|13800138000/)
    }
  })

  it("is no address where people write what they like, and WeChat's own stays one", () => {
    expect(inField("Content", "https://wx.qq.com/?lang=zh_CN")).not.toContain("qq.com")
    const own =
      "https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxgetmsgimg?type=slave&lang=zh_CN&fun=new&_=1500000000000"
    expect(inField("Url", own)).toBe(own)
  })
})

/** What took time with the square of the length would not end before the test has to. */
const LENGTH = 300_000

describe("a long text", () => {
  it.each([
    ["spaces", "", " ", ""],
    ["one word in XML", "<msg>", "a", "</msg>"],
    ["names without end in a tag", "<msg ", "a.", ""],
    ["letters that are spelt with %", "<msg>", "%E6%9D%8E", "</msg>"],
    ["openings of CDATA", "<msg>", "<![CDATA[", ""],
    ["cursors", "https://wx.qq.com/?synckey=1_", "111_", "x"]
  ])("of %s is replaced in time", (_, before, unit, after) => {
    const text = before + unit.repeat(LENGTH / unit.length) + after
    expect(textOf(`{"Url":"${text}"}`).length).toBe(text.length + '{"Url":""}'.length)
  })

  it.each([
    ["a number", "1"],
    ["escaped quotation marks that are cut short", String.raw`\"`],
    ["letters that are spelt in hexadecimal digits", String.raw`\u674E`]
  ])("of %s is replaced in time", (_, unit) => {
    const text = unit.repeat(LENGTH / unit.length)
    for (const json of [`[${text}`, `["${text}\\`]) expect(textOf(json).length).toBe(json.length)
  })
})
