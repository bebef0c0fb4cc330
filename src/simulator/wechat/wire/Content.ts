/*
 * Writes text into JSON as the web service does: entities for what the user typed, real tags for what it adds itself
 * (`<br/>`, emoji spans). Names are written the same way.
 */

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&#39;",
  '"': "&quot;"
}

const escape = (text: string) => text.replace(/[&<>'"]/g, (character) => entities[character] ?? character)

/** Of what the service writes itself it escapes no quotation marks. */
const escapeMarkup = (text: string) => text.replace(/[&<>]/g, (character) => entities[character] ?? character)

/** As part of an address, which cannot hold half a pair of surrogates. */
export const uriComponent = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"))

/** Emoji that the service swaps: the one that was typed, and the one that it sends instead. */
const swapped: Readonly<Record<string, string>> = {
  "1f601": "1f63c",
  "1f602": "1f639",
  "1f603": "1f63a",
  "1f616": "1f4ab",
  "1f614": "1f64d",
  "1f60d": "1f63b",
  "1f618": "1f63d",
  "1f621": "1f64e",
  "1f622": "1f63f"
}

/** Flags, keycaps, and the emoji of Unicode 6; newer ones are left as they are, as the service does. */
const oldEmoji =
  /[\u{1f1e6}-\u{1f1ff}]{2}|[0-9#*]\ufe0f?\u20e3|[\u2600-\u27bf\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6c5}]\ufe0f?/gu

const span = (emoji: string) => {
  const hex = Array.from(emoji)
    .filter((character) => character !== "\ufe0f")
    .map((character) => (character.codePointAt(0) ?? 0).toString(16))
    .join("")
  const sent = swapped[hex] ?? hex
  // the service forgets the last ">" of this one
  return `<span class="emoji emoji${sent}"></span${sent === "1f450" ? "" : ">"}`
}

/** Typed text, or a name, as it stands in `Content`, `NickName`, `RemarkName` and `DisplayName`. */
export const encodeText = (text: string): string =>
  escape(text).replace(oldEmoji, span).replace(/\r?\n/g, "<br/>")

/** A line of the system, or XML, as it stands in `Content`: escaped as a whole but for quotation marks. */
export const encodeOwn = (text: string): string =>
  escapeMarkup(text).replace(oldEmoji, span).replace(/\r?\n/g, "<br/>")

/** Text put into XML that `encodeOwn` will escape once more. */
export const xmlText = (text: string): string => escape(text)

/** Text put as it is into XML that `encodeOwn` will escape. */
export const cdata = (text: string): string => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`
