/** Stands for an emoji that could not be read. */
export const unreadable = "□"

/** The web service sends the left one where the right one was meant. */
const swapped = new Map([
  ["1f63c", "1f601"],
  ["1f639", "1f602"],
  ["1f63a", "1f603"],
  ["1f4ab", "1f616"],
  ["1f64d", "1f614"],
  ["1f63b", "1f60d"],
  ["1f63d", "1f618"],
  ["1f64e", "1f621"],
  ["1f63f", "1f622"]
])

// not just any character: a span must not smuggle in markup or control characters
const onlyEmoji = /^[\p{Emoji}\p{Emoji_Component}\p{Extended_Pictographic}]+$/u

/**
 * The digits of the first code point, since no separator follows: two for the base of a keycap, else five or four. All
 * with five digits begin with 1f or e0, and no emoji of four digits does.
 */
const firstCodePoint = /^(?:23|2a|3\d)(?=(?:fe0f)?20e3$)|^(?:1f|e0)[\da-f]{3}|^[\da-f]{4}/

/** The text that the digits stand for; undefined when they are no whole number of code points. */
const textOfHex = (hex: string): string | undefined => {
  let text = ""
  let rest = hex
  while (rest !== "") {
    const [digits] = firstCodePoint.exec(rest) ?? []
    if (digits === undefined) return undefined
    text += String.fromCodePoint(Number.parseInt(digits, 16))
    rest = rest.slice(digits.length)
  }
  return text
}

/**
 * The emoji that WeChat writes as `<span class="emoji emojiXXXX"></span>`, from the digits `XXXX`: its code points in
 * hex without a separator. `□` when they name no emoji.
 */
export const emojiFromHex = (hex: string): string => {
  const digits = hex.toLowerCase()
  const emoji = textOfHex(swapped.get(digits) ?? digits)
  return emoji !== undefined && onlyEmoji.test(emoji) ? emoji : unreadable
}

const meant = new Map(
  [...swapped].map(([received, meant]) => [textOfHex(received) ?? "", textOfHex(meant) ?? ""] as const)
)

/** The emoji that was meant, where the web service swaps it; any other character itself. */
export const meantBy = (character: string): string => meant.get(character) ?? character

const keycap = String.raw`[\d#*]\u{FE0F}?\u{20E3}`
const picture = String.raw`\p{Extended_Pictographic}|\p{Regional_Indicator}|${unreadable}`
/** Skin tone, text or picture style, joiner, and the tags of regional flags. */
const modifier = String.raw`\p{Emoji_Modifier}|[\u{FE0E}\u{FE0F}]|\u{200D}|[\u{E0020}-\u{E007F}]`
const anyEmoji = new RegExp(`${keycap}|${picture}|${modifier}`, "gu")

/** The text without emoji and their modifiers, to compare texts that spell emoji differently. */
export const withoutEmoji = (text: string): string => text.replaceAll(anyEmoji, "")
