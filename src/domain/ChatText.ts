import { cutAtSentence } from "./CutAtSentence.ts"
import { withoutMarkdown } from "./Markdown.ts"

/** More than can be left of any text of `max` characters by taking off marks, for those who write them as people do. */
const looked = (max: number) => 4 * max + 20_000

/** A model that sees who wrote what may begin its answer in the same way, with a pseudonym. */
const SPEAKER = /^\s*(?:u[0-9a-f]{5}\s*[:：]|\[u[0-9a-f]{5}\]\s*[:：]?)\s*/

const withoutSpeaker = (text: string): string => {
  let rest = text
  while (SPEAKER.test(rest)) rest = rest.replace(SPEAKER, "")
  return rest
}

/** Without control characters and halves of pairs, and with one kind of line break. */
const clean = (text: string): string =>
  text.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}|\p{Surrogate}/gu, "")

/** Without white space at the ends of lines, and with at most one empty line between two. */
const tidy = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()

const said = (text: string, max: number, isWhole: boolean): string => {
  const whole = tidy(clean([...text].slice(0, looked(max)).join("")))
  const words = tidy(withoutMarkdown(whole, (words) => withoutSpeaker(tidy(words))))
  // an empty block of code leaves nothing
  return cutAtSentence(words === "" ? whole : words, max, isWhole)
}

const hasCode = (text: string) => /`|~~~/.test(text)

/**
 * A model's answer as a message of a chat: without Markdown, at most `max` characters from 1, cut at the end of a
 * sentence, as is one that is not whole. Something is left of all that shows anything.
 */
export const forChat = (text: string, max: number, isWhole = true): string => {
  const once = said(text, max, isWhole)
  // a mark that was none may look closed where the text is cut now; what was code does not show it any more
  return once === text || hasCode(text) ? once : said(said(once, max, true), max, true)
}
