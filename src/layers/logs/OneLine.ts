/** Control characters, line separators, text direction marks and halves of a character. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu

const SHORT = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"]
])

/** A character as `\u` and its number, or as `\n` and the like. */
export const escape = (character: string) =>
  SHORT.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/** Any text on one line of a log or a terminal: it can neither start a line of its own nor steer the terminal. */
export const oneLine = (text: string): string => text.replace(UNSAFE, escape)

/** Any text on one line in double quotes, such that `JSON.parse` gives the text back. */
export const quoted = (text: string): string => `"${oneLine(text.replace(/["\\]/g, "\\$&"))}"`

/** At most `limit` UTF-16 units of a text, and a sign that there was more. */
export const shortened = (text: string, limit: number): string =>
  text.length > limit ? `${text.slice(0, limit)}…` : text
