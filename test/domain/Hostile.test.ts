import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc, Option, Schema } from "effect"
import { AddMsg } from "../../src/domain/AddMsg.ts"
import { Contact, displayNames, kindOf } from "../../src/domain/Contact.ts"
import { emojiFromHex, withoutEmoji } from "../../src/domain/Emoji.ts"
import * as Mention from "../../src/domain/Mention.ts"
import { fromWire, Message } from "../../src/domain/Message.ts"
import { decodeName, decodeText, decodeXmlContent, splitSpeaker } from "../../src/domain/MessageText.ts"
import { canonical } from "../../src/domain/Name.ts"

/* What the server, or anybody who writes to the owner, may send to the pure functions that read it. */

const pieces = [
  "<",
  ">",
  "&",
  "&amp;",
  "&lt;",
  "<br/>",
  '<span class="emoji emoji1f600"></span>',
  '<span class="emoji emoji',
  '"></span>',
  "@",
  "@a:",
  "\u2005",
  "\n",
  "😀",
  "\uD83D",
  'type="revokemsg"',
  "<msgid>1</msgid>",
  "所有人",
  "我"
]
const anyText = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary" })), { maxLength: 12 })
  .map((parts) => parts.join(""))

const types = fc.oneof(
  fc.constantFrom(1, 3, 34, 37, 40, 42, 43, 47, 48, 49, 50, 51, 52, 53, 62, 9999, 10000, 10002),
  fc.integer()
)
const anyWire = fc.record({
  MsgId: fc.string({ minLength: 1 }),
  FromUserName: fc.oneof(anyText, fc.constantFrom("@@a", "@me", "")),
  ToUserName: anyText,
  MsgType: types,
  SubMsgType: types,
  AppMsgType: types,
  Content: anyText,
  CreateTime: fc.integer(),
  Url: fc.oneof(fc.constant(""), anyText),
  StatusNotifyCode: fc.integer(),
  StatusNotifyUserName: anyText
})

describe("the readers of what people write", () => {
  it.prop("make a message of any answer's element", [anyWire], ([wire]) => {
    expect(Schema.is(Message)(fromWire(wire, "@me"))).toBe(true)
  })

  it.prop("read an element of any JSON, or leave it out", [fc.jsonValue()], ([element]) => {
    const read = Schema.decodeUnknownOption(AddMsg)(element)
    if (Option.isSome(read)) expect(Schema.is(Message)(fromWire(read.value, "@me"))).toBe(true)
    const contact = Schema.decodeUnknownOption(Contact)(element)
    if (Option.isSome(contact)) expect(displayNames(contact.value)).toBeInstanceOf(Array)
    expect(Option.isSome(read) || Option.isNone(read)).toBe(true)
  })

  it.prop("give a text for any text", [anyText, anyText], ([text, other]) => {
    for (const read of [decodeText, decodeName, decodeXmlContent, withoutEmoji, emojiFromHex]) {
      expect(typeof read(text)).toBe("string")
    }
    const { speaker, text: rest } = splitSpeaker(text)
    expect(text.endsWith(rest)).toBe(true)
    expect(rest === text).toBe(Option.isNone(speaker))
    const named = other.replaceAll("\u2005", "").trim()
    const mention = Mention.mentionOf(`@${named}\u2005${text}`, { owner: [named], others: [text] })
    expect(mention._tag === "Personal").toBe(canonical(named) !== "")
    expect(kindOf(text, other, undefined)).toMatch(/^(self|group|special-account|unknown)$/)
  })
})

const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdefF"), minLength: 3, maxLength: 11 })

describe("the digits of an emoji", () => {
  it.prop("name one or none, whatever they are", [hex], ([digits]) => {
    expect(emojiFromHex(digits)).toMatch(
      /^(□|[\p{Emoji}\p{Emoji_Component}\p{Extended_Pictographic}]{1,3})$/u
    )
  })
})

describe("an entity bomb in a message", () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("")
  const bomb = `<!DOCTYPE e [<!ENTITY l0 "lol">${laughs}]><sysmsg type="revokemsg"><msgid>&l9;</msgid></sysmsg>`
  const wire = {
    MsgId: "1",
    FromUserName: "@li",
    ToUserName: "@me",
    MsgType: 10002,
    SubMsgType: 0,
    AppMsgType: 0,
    Content: bomb,
    CreateTime: 0,
    Url: "",
    StatusNotifyCode: 0,
    StatusNotifyUserName: ""
  }

  it("stays as it is: there is nothing that would follow an entity", () => {
    expect(fromWire(wire, "@me").body).toEqual({ _tag: "SystemXml" })
    expect(decodeXmlContent(bomb)).toBe(bomb)
  })

  it("and a million layers of escaping lose one", () => {
    expect(decodeText(`&${"amp;".repeat(1_000_000)}lt;`)).toBe(`&${"amp;".repeat(999_999)}lt;`)
  })
})

/**
 * Texts of two million characters. A reader that goes through the rest again at each piece takes minutes or hours, beyond
 * the time limit of a test; one that goes through them once needs a moment.
 */
describe("a very long text is gone through once", () => {
  const length = 2_000_000
  const manyNames = Array.from({ length: 1_000 }, (_, n) => `member ${n} 😀`)
  const long = {
    brackets: "<",
    entities: "&amp;",
    "halves of entities": "&am",
    "begins of emoji": '<span class="emoji emoji',
    "an emoji of many digits": "f",
    "line breaks": "<br",
    spaces: " ",
    "at signs": "@",
    names: "@a\u2005",
    "names with emoji": "@a😀",
    "names without an end": "@ab",
    "names of which nobody sees anything": "@\u200B",
    digits: "1",
    keycaps: "1\uFE0F",
    emoji: "😀\u200D",
    "message numbers": "<msgid>1",
    "line ends": "\n",
    commas: ",",
    "begins of quotes": "「a：",
    "ends of quotes": "」\n- - - - - -\n",
    dashes: "- ",
    titles: "<title>",
    "types of system messages": '<sysmsg type="revokemsg" '
  }
  for (const [name, piece] of Object.entries(long)) {
    it(name, () => {
      const text = piece.repeat(length / piece.length)
      expect(decodeText(text).length).toBeGreaterThan(0)
      expect(decodeName(`a${text}`)).not.toBe("")
      expect(emojiFromHex(text)).toBe("□")
      expect(decodeText(`<span class="emoji emoji${text}`)).not.toBe("")
      expect(withoutEmoji(`a${text}`)).not.toBe("")
      expect(splitSpeaker(text).text).toBe(text)
      expect(Mention.mentionOf(text, { owner: ["a😀", "b"], others: manyNames })._tag).not.toBe("Everyone")
      expect(canonical(`a${text}`)).not.toBe("")
      for (const MsgType of [1, 49, 51, 10000, 10002]) {
        const wire = Schema.decodeUnknownSync(AddMsg)({
          MsgId: "1",
          FromUserName: "@@a",
          ToUserName: "@me",
          MsgType,
          AppMsgType: MsgType === 49 ? 57 : 0,
          Content: `<sysmsg type="revokemsg"${text}`,
          StatusNotifyUserName: text
        })
        expect(fromWire(wire, "@me").MsgId).toBe("1")
      }
    })
  }
})
