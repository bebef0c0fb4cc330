import { Option } from "effect"

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  "#39": "'",
  nbsp: " ",
  amp: "&"
}

/**
 * A chatbot's text as a person reads it: `<br>` is a line break, entities are decoded once, no-break spaces are plain,
 * control characters and surrounding white space are removed.
 */
export const plainText = (text: string): string =>
  text
    .replace(/<br\s{0,9}\/?>/gi, "\n")
    .replace(/&(lt|gt|quot|apos|#39|nbsp|amp);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\u00A0/g, " ")
    .replace(/(?![\n\t])\p{Cc}/gu, "")
    .trim()

/** The lines that say something, as one reply; none when nothing is left. */
export const replyOf = (lines: ReadonlyArray<string>): Option.Option<string> =>
  Option.liftPredicate(
    lines
      .map(plainText)
      .filter((line) => line !== "")
      .join("\n"),
    (text) => text !== ""
  )

/** The first `max` characters; a pair of surrogates is one and is never cut in half. */
export const firstCharacters = (text: string, max: number): string => [...text].slice(0, max).join("")

/** The last `max` characters; a pair of surrogates is one and is never cut in half. */
export const lastCharacters = (text: string, max: number): string => [...text].slice(-max).join("")
