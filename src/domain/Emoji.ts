/** Stands for an emoji that could not be read. */
const unreadable = "□"

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

/** How many digits make the first code point, by the number of all digits; the rest is a second one. */
const firstDigits = new Map([
  [4, 4],
  [5, 5],
  // keycaps
  [6, 2],
  [8, 4],
  // flags
  [10, 5]
])

// not just any character: a span must not smuggle in markup or control characters
const onlyEmoji = /^[\p{Emoji}\p{Emoji_Component}\p{Extended_Pictographic}]+$/u

/**
 * The emoji that WeChat writes as `<span class="emoji emojiXXXX"></span>`, from the digits `XXXX`: the code
 * point, or the two, in hex without a separator. `□` when they name no emoji.
 */
export const emojiFromHex = (hex: string): string => {
  const digits = hex.toLowerCase()
  const meant = swapped.get(digits) ?? digits
  const first = firstDigits.get(meant.length)
  if (first === undefined || !/^[\da-f]+$/.test(meant)) return unreadable
  const emoji = [meant.slice(0, first), meant.slice(first)]
    .filter((codePoint) => codePoint !== "")
    .map((codePoint) => String.fromCodePoint(Number.parseInt(codePoint, 16)))
    .join("")
  return onlyEmoji.test(emoji) ? emoji : unreadable
}

const keycap = String.raw`[\d#*]\u{FE0F}?\u{20E3}`
const picture = String.raw`\p{Extended_Pictographic}|\p{Regional_Indicator}|${unreadable}`
/** Skin tone, text or picture style, joiner, and the tags of regional flags. */
const modifier = String.raw`\p{Emoji_Modifier}|[\u{FE0E}\u{FE0F}]|\u{200D}|[\u{E0020}-\u{E007F}]`
const anyEmoji = new RegExp(`${keycap}|${picture}|${modifier}`, "gu")

/** The text without emoji and without what only serves them, to compare texts that spell emoji differently. */
export const withoutEmoji = (text: string): string => text.replaceAll(anyEmoji, "")
