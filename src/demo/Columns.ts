import stringWidth from "string-width"
import { oneLine } from "../layers/logs/OneLine.ts"

const characters = new Intl.Segmenter()

/** Most characters are such, and string-width is slow. */
const plain = /^[ -~]$/

/** An emoji without U+FE0F that is drawn like a letter, one column wide; string-width counts two. */
const drawnAsLetter = /^(?!\p{Emoji_Presentation})\p{Extended_Pictographic}$/u

const columnsOf = (character: string) =>
  plain.test(character) || drawnAsLetter.test(character) ? 1 : stringWidth(character)

/** How many columns of a terminal a text takes: two for a Chinese character and for most emoji. */
export const columns = (text: string): number =>
  Array.from(characters.segment(text)).reduce((sum, { segment }) => sum + columnsOf(segment), 0)

/** The beginning of a text, as much as fits into `limit` columns. */
const head = (text: string, limit: number): string => {
  let end = 0
  let taken = 0
  for (const { index, segment } of characters.segment(text)) {
    taken += columnsOf(segment)
    if (taken > limit) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/**
 * The first line of a text that is too long, `fits` being as much as fits: up to its last space or else hyphen, unless
 * less than a third would be left.
 */
const firstLine = (text: string, fits: string): string => {
  if (text.charAt(fits.length) === " ") return fits
  const space = fits.lastIndexOf(" ")
  const end = space > fits.length / 3 ? space : fits.lastIndexOf("-") + 1
  return end > fits.length / 3 ? fits.slice(0, end) : fits
}

const wrapLine = (text: string, limit: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let rest = text
  for (let fits = head(rest, limit); fits !== rest; fits = head(rest, limit)) {
    const line = firstLine(rest, fits)
    lines.push(line.trimEnd())
    rest = rest.slice(line.length).trimStart()
  }
  return [...lines, rest]
}

/** Any text in lines of at most `limit` columns (2 or more), its own line breaks kept. */
export const wrap = (text: string, limit: number): ReadonlyArray<string> =>
  text.split(/\r?\n/).flatMap((line) => wrapLine(oneLine(line), limit))

/** Any text on one line of exactly `width` columns (2 or more): cut with `…`, or filled up with spaces. */
export const cell = (text: string, width: number): string => {
  const line = oneLine(text)
  const cut = columns(line) > width ? `${head(line, width - 1)}…` : line
  return cut + " ".repeat(width - columns(cut))
}
