/*
 * HTML as a person reads it, for the sentences that a server means for people. Read by patterns alone, each of which
 * goes through the text once: so any input gives some text, in bounded time.
 */

/** Elements that do not end a line. */
const inline: ReadonlySet<string> = new Set(
  "a abbr b bdi big em font i ins mark s small span strong sub sup u wbr".split(" ")
)

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
  nbsp: " "
}

const decodeEntities = (text: string): string =>
  text.replace(
    /&(?:(lt|gt|quot|apos|amp|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
    (whole, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
    }
  )

/** The lines of a piece of HTML, or of plain text: no tags, entities decoded, nothing empty. */
export const linesOf = (html: string): ReadonlyArray<string> =>
  html
    .replace(/\s+/g, " ")
    .replace(/<[!/]?([a-z][a-z\d]{0,19})\b[^<>]*>/gi, (_, name: string) =>
      inline.has(name.toLowerCase()) ? "" : "\n"
    )
    .split("\n")
    .map((line) => decodeEntities(line).trim())
    .filter((line) => line !== "")

/** The lines of a whole page, without what people do not see: comments, scripts and the like. */
export const linesOfPage = (html: string): ReadonlyArray<string> =>
  linesOf(
    html
      .replace(/<!--[^]*?(?:-->|$)/g, "\n")
      .replace(/<(script|style|template|noscript)\b[^]*?(?:<\/\1\s*>|$)/gi, "<p>")
  )
