import { Schema } from "effect"
import { decodeText } from "./MessageText.ts"

/** The earlier message that a message quotes: its writer's name, as the sender's client shows it, and its text. */
export const Quote = Schema.Struct({
  name: Schema.String,
  /** Empty when it was no text. */
  text: Schema.String
})
export type Quote = typeof Quote.Type

/** What the sender of a message wrote, and what they quoted. */
export interface Written {
  readonly text: string
  readonly quote: Quote | undefined
}

/** The marks around a quote. */
const marks = new Map([
  ["「", "」"],
  ['"', '"'],
  ["“", "”"],
  ["『", "』"]
])

/** The beginning of a quote: its mark and the name. A quote inside it begins right after that. */
const opener = /^\s*([「"“『])([^\n：:]{1,100})[：:][ \u00A0]?/

/** The line between a quote and what its sender wrote: at least five times `- `. */
const separator = /\r?\n[ \u00A0]*(?:[-–—－][ \u00A0]){4,}[-–—－][ \u00A0]*(?:\r?\n|$)/g

/** How many quotes begin one inside the other. Each ends with a separator of its own, the inner ones first. */
const depthOf = (text: string): number => {
  let depth = 0
  let rest = text
  for (let found = opener.exec(rest); found !== null; found = opener.exec(rest)) {
    depth++
    rest = rest.slice(found[0].length)
  }
  return depth
}

/**
 * Takes off the quote that the clients put before a reply to an earlier message: `「Name：quoted」`, or `"Name: quoted"`,
 * over any number of lines and maybe with a quote inside, a line of dashes, then the sender's own words. `text` is
 * decoded. Without a quote all of it is the sender's.
 */
export const splitQuote = (text: string): Written => {
  const [opened, mark = "", name = ""] = opener.exec(text) ?? []
  const closing = marks.get(mark) ?? ""
  const separators = [...text.matchAll(separator)]
  // a quote may hold a separator itself, or may be cut short and lack its closing mark
  const closed = separators.filter(({ index }) =>
    text
      .slice(Math.max(0, index - 20), index)
      .trimEnd()
      .endsWith(closing)
  )
  const ends = closed.length > 0 ? closed : separators
  const last = ends[Math.min(depthOf(text), ends.length) - 1]
  if (opened === undefined || last === undefined) return { text, quote: undefined }
  const quoted = text.slice(opened.length, last.index).trimEnd()
  return {
    text: text.slice(last.index + last[0].length),
    quote: { name: name.trim(), text: quoted.endsWith(closing) ? quoted.slice(0, -closing.length) : quoted }
  }
}

const CDATA = "<![CDATA["

/** The text of the first element of this name. Typed text in it is escaped, so it cannot end the element. */
const element = (xml: string, name: string): string | undefined => {
  const [open, close] = [`<${name}>`, `</${name}>`]
  const start = xml.indexOf(open)
  const end = start === -1 ? -1 : xml.indexOf(close, start)
  if (end === -1) return undefined
  const inside = xml.slice(start + open.length, end).trim()
  return inside.startsWith(CDATA) && inside.endsWith("]]>")
    ? inside.slice(CDATA.length, -"]]>".length)
    : decodeText(inside)
}

/** The type of a quoted message that is a text. */
const TEXT = "1"

/**
 * Reads a reply that comes as an app message of type 57: its `<title>` is what the sender wrote, `<refermsg>` the
 * quote. `xml` is its content, decoded once. Undefined when it holds no title.
 */
export const readQuoteReply = (xml: string): Written | undefined => {
  const start = xml.indexOf("<refermsg>")
  const text = element(start === -1 ? xml : xml.slice(0, start), "title")
  if (text === undefined) return undefined
  const quoted = start === -1 ? "" : xml.slice(start)
  const name = element(quoted, "displayname") ?? ""
  const words = element(quoted, "type") === TEXT ? (element(quoted, "content") ?? "") : ""
  return { text, quote: start === -1 ? undefined : { name, text: words } }
}
