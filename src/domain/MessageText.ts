import { Option } from "effect"
import { emojiFromHex } from "./Emoji.ts"

/** The entities that the official client decodes, no others. */
const entities = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&#39;", "'"],
  ["&quot;", '"'],
  ["&amp;", "&"]
])

/** What the server writes into a text. The last `>` of an emoji span is sometimes missing. */
const markup = /<span class="emoji emoji([^"<>]*)"><\/span>?|<br ?\/?>|&(?:lt|gt|#39|quot|amp);/g

/** In one pass: decoded text is not decoded again, so a typed `<br/>` or `&lt;` stays as typed. */
const decode = (raw: string, lineBreak: string): string =>
  raw.replaceAll(markup, (piece, emoji: string | undefined) =>
    emoji === undefined ? (entities.get(piece) ?? lineBreak) : emojiFromHex(emoji)
  )

/**
 * The text as its writer saw it, from the `Content` of a text message, without the speaker (`splitSpeaker`).
 * The server adds real tags (emoji spans, `<br/>`) and escapes what the user typed. An emoji that cannot be
 * read becomes `□`.
 */
export const decodeText = (raw: string): string => decode(raw, "\n")

/** A `NickName`, `RemarkName` or `DisplayName` as people see it: encoded like a text, but one trimmed line. */
export const decodeName = (raw: string): string =>
  decodeText(raw)
    .replaceAll(/[\n\r\u2028\u2029]+/g, " ")
    .trim()

/** The XML inside the `Content` of an app or system message, ready for a parser; each `<br/>` is dropped. */
export const decodeXmlContent = (raw: string): string => decode(raw, "")

/**
 * The speaker: `@` and letters and digits, or an id of the old style; a contact of WeChat Work ends in `@openim`. Only
 * the first separator counts, a later one belongs to the text.
 */
const speakerPrefix = /^(@[\dA-Za-z]+|[\w-]+|@?[\w-]+@openim):<br\/>/

/**
 * Takes the speaker's `UserName` off the `Content` of a group message. Only for messages whose `FromUserName`
 * is the group: one's own locations hold the same separator after an address. None when the speaker is not
 * named, as in system lines. The text is still encoded.
 */
export const splitSpeaker = (
  raw: string
): { readonly speaker: Option.Option<string>; readonly text: string } => {
  const [prefix = "", speaker] = speakerPrefix.exec(raw) ?? []
  return { speaker: Option.fromNullable(speaker), text: raw.slice(prefix.length) }
}
