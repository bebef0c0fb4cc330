import { emojiFromHex, unreadable } from "../../domain/Emoji.ts"

/*
 * A character has many spellings on the wire: as itself, `%E6%9D%8E` in an address (once more encoded it is
 * `%25E6%259D%258E`), `&#26446;` in HTML, `\u674e` in JSON, and as a span of HTML for an emoji. A value is recognised in
 * each of them, and its stand-in is spelt as the value was.
 */

/** Some characters, and how others are spelt in their place. */
export interface Spelt {
  readonly characters: ReadonlyArray<string>
  readonly spell: (characters: ReadonlyArray<string>) => string
}

/** Matches one spelling that is not the character itself. */
export const spellings = {
  percent: "(?:%(?:25)*[0-9A-Fa-f]{2})+",
  entity: "&#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});",
  unicode: "(?:\\\\u[0-9A-Fa-f]{4})+",
  emoji: '<span class=\\\\?"emoji emoji[0-9A-Fa-f]{2,40}\\\\?"></span>?'
}

const character = (code: number) => (code <= 0x10_ff_ff ? String.fromCodePoint(code) : "\uFFFD")

/** Writes hexadecimal digits in the case of those that stand there. Looks for it once: a text may be long. */
const casedAs = (like: string) => {
  const isLower = /[a-f]/.test(like)
  return (digits: string) => (isLower ? digits : digits.toUpperCase())
}

const padded = (value: number, length: number) => value.toString(16).padStart(length, "0")

const percent = (text: string): Spelt => {
  const [before = "%"] = /^%(?:25)*(?=[0-9A-Fa-f]{2})/.exec(text) ?? []
  const bytes = text.split(/%(?:25)*(?=[0-9A-Fa-f]{2})/).slice(1)
  // what is no UTF-8 gives U+FFFD, and is not told
  const read = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    Uint8Array.from(bytes, (digits) => Number.parseInt(digits, 16))
  )
  const cased = casedAs(text)
  const spellByte = (byte: number) => before + cased(padded(byte, 2))
  return {
    characters: [...read],
    spell: (characters) => Array.from(new TextEncoder().encode(characters.join("")), spellByte).join("")
  }
}

const entity = (text: string): Spelt => {
  const digits = text.slice(2, -1)
  const isHex = digits.startsWith("x")
  const code = isHex ? Number.parseInt(digits.slice(1), 16) : Number(digits)
  const cased = casedAs(digits)
  const spellOne = (letter: string) => {
    const code = letter.codePointAt(0) ?? 0
    return isHex ? `&#x${cased(code.toString(16))};` : `&#${code};`
  }
  return {
    characters: [character(code)],
    spell: (characters) => characters.map(spellOne).join("")
  }
}

const unicode = (text: string): Spelt => {
  const units = text.split(String.raw`\u`).slice(1)
  const read = units.map((digits) => String.fromCharCode(Number.parseInt(digits, 16))).join("")
  const cased = casedAs(text)
  const spellUnit = (unit: string) => String.raw`\u` + cased(padded(unit.charCodeAt(0), 4))
  return {
    characters: [...read],
    spell: (characters) => characters.join("").split("").map(spellUnit).join("")
  }
}

const emoji = (text: string): Spelt => {
  const digits = /emoji([0-9A-Fa-f]+)\\?"/.exec(text)?.[1] ?? ""
  const read = emojiFromHex(digits)
  return {
    characters: read === unreadable ? [] : [...read],
    spell: (characters) =>
      text.replace(
        `emoji${digits}`,
        () => `emoji${characters.map((one) => (one.codePointAt(0) ?? 0).toString(16)).join("")}`
      )
  }
}

/** Reads a piece of text that one of the patterns matches, or plain characters. */
export const spelt = (text: string): Spelt => {
  if (text.startsWith("%")) return percent(text)
  if (text.startsWith("&#")) return entity(text)
  if (text.startsWith(String.raw`\u`)) return unicode(text)
  if (text.startsWith("<")) return emoji(text)
  return { characters: [...text], spell: (characters) => characters.join("") }
}
