/*
 * Cutting a text that is too long for a chat, where a person would stop.
 */

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" })

const length = (text: string): number => [...text].length

/**
 * The end of a sentence, with what closes it. A full stop ends one before white space only, and not after a single letter,
 * an abbreviation or the number of a list; other marks of ASCII neither inside a word or an address.
 */
const sentenceEnd =
  /(?:[。！？…；]+|[!?;]+(?![\w/=&%#.-])|(?<!(?:^|[\s.(])[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|No|Fig)|(?:^|\n)\s{0,9}\d{1,3})\.(?=\s|$))["'”’」』）)\]】》]*|\n/g

/** The whole graphemes that have room in `max` characters, and where one ends. */
const fitting = (text: string, max: number) => {
  const ends = new Set<number>()
  let room = max
  let end = 0
  for (const { segment } of graphemes.segment(text)) {
    room -= length(segment)
    if (room < 0) break
    end += segment.length
    ends.add(end)
  }
  return { text: text.slice(0, end), ends }
}

/**
 * At most `max` characters of a text, from 1: up to the last end of a sentence, or with an ellipsis if none is in the second half.
 * A pair of surrogates is one character; what is seen as one is not cut apart. One that is not `whole` stops somewhere, and
 * is cut however short it is.
 */
export const cutAtSentence = (text: string, max: number, whole = true): string => {
  const size = length(text)
  if (whole && size <= max) return text
  // a grapheme may be long, but what does not fit is not needed
  const fits = fitting(text.slice(0, 2 * max + 64), max)
  const found = [...fits.text.matchAll(sentenceEnd)]
    .map(({ 0: mark, index }) => index + (mark === "\n" ? 0 : mark.length))
    .filter((end) => fits.ends.has(end) && length(fits.text.slice(0, end).trim()) > Math.min(max, size) / 2)
  const last = found.at(-1)
  if (last !== undefined) return fits.text.slice(0, last).trimEnd()
  return `${fitting(fits.text, max - 1).text.trimEnd()}…`
}
