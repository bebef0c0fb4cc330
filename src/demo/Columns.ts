import stringWidth from "string-width"
import { oneLine } from "../layers/logs/OneLine.ts"

const characters = new Intl.Segmenter()

/** Most of all text, and string-width takes its time. */
const plain = /^[ -~]$/

/** An emoji that is drawn as a letter is, one column wide, as U+FE0F does not follow; string-width counts two. */
const drawnAsLetter = /^(?!\p{Emoji_Presentation})\p{Extended_Pictographic}$/u

const columnsOf = (character: string) =>
  plain.test(character) || drawnAsLetter.test(character) ? 1 : stringWidth(character)

/** How many columns of a terminal a text takes: two for a Chinese character and for most emoji. */
export const columns = (text: string): number =>
  Array.from(characters.segment(text)).reduce((sum, { segment }) => sum + columnsOf(segment), 0)

/** As much of the begin of a text as goes into so many columns. */
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
 * The line to break off: as much as fits, but back to the last space, or else hyphen, where a good part of it is left
 * then.
 */
const broken = (text: string, fits: string): string => {
  if (text.charAt(fits.length) === " ") return fits
  const space = fits.lastIndexOf(" ")
  const end = space > fits.length / 3 ? space : fits.lastIndexOf("-") + 1
  return end > fits.length / 3 ? fits.slice(0, end) : fits
}

const wrapLine = (text: string, limit: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let rest = text
  for (let fits = head(rest, limit); fits !== rest; fits = head(rest, limit)) {
    const line = broken(rest, fits)
    lines.push(line.trimEnd())
    rest = rest.slice(line.length).trimStart()
  }
  return [...lines, rest]
}

/** Any text in lines of at most `limit` columns (2 or more), its own line breaks kept. */
export const wrap = (text: string, limit: number): ReadonlyArray<string> =>
  text.split(/\r?\n/).flatMap((line) => wrapLine(oneLine(line), limit))

/** Any text on one line in exactly so many columns (2 or more): cut with a sign, or filled up with spaces. */
export const cell = (text: string, width: number): string => {
  const line = oneLine(text)
  const cut = columns(line) > width ? `${head(line, width - 1)}…` : line
  return cut + " ".repeat(width - columns(cut))
}
