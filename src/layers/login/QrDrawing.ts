import type { Environment } from "../logs/Output.ts"
import { type Dots, MARGIN } from "./QrDots.ts"

/** How a code is drawn with characters; `auto` goes by what it is drawn on. */
export type QrStyle = "auto" | "colour" | "blocks" | "ascii"

/** What a code is drawn on. A terminal may not know its size. */
export interface Paper {
  readonly isTTY: boolean
  readonly columns?: number | undefined
  readonly rows?: number | undefined
  readonly environment: Environment
}

/** A line above the code, one below, and the one of the cursor. */
const AROUND = 3

/**
 * A code for people to scan, and a hint below where it may not come out well. In colours it is made of spaces, which are
 * equally wide everywhere; block characters take half the room, but two columns instead of one where people write Chinese.
 */
export const drawing = (dots: Dots, style: QrStyle, paper: Paper): string => {
  const size = dots.length + 2 * MARGIN
  const columns = paper.columns || Infinity
  const isHighEnough = (paper.rows || Infinity) >= size + AROUND
  const comesOut =
    hasColours(paper) && columns >= 2 * size && (isHighEnough || isWideTerminal(paper.environment))
  const chosen = style === "auto" ? (comesOut ? "colour" : "blocks") : style
  const width = chosen === "blocks" ? size : 2 * size
  const hint = () => {
    if (columns < width) return [`The window is too narrow for the code: it takes ${width} columns.`]
    if (style !== "auto" || !hasColours(paper)) return []
    const room = `${2 * size} columns and ${size + AROUND} lines`
    if (!comesOut) return [`Does it look torn? A window of ${room} has room for a better one.`]
    return isHighEnough ? [] : [`The code is higher than the window: it takes ${size + AROUND} lines.`]
  }
  return ["", ...draw[chosen](dots, hasColours(paper)), "", ...hint(), ""].join("\n")
}

/** Where people write so, block characters are likely to be wide: a code to scroll to is better than a torn one. */
const isWideTerminal = ({ LANG, LC_ALL, LC_CTYPE }: Environment) =>
  /^(zh|ja|ko)/.test(LC_ALL || LC_CTYPE || LANG || "")

const hasColours = ({ environment, isTTY }: Paper) =>
  isTTY && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb"

// cameras want dark dots on a light ground, whatever the terminal's own colours are; 107 is white also where 47 is grey
const LIGHT = "\u001b[47;107m"
const DARK = "\u001b[40m"
const DARK_ON_LIGHT = "\u001b[30;47;107m"
const USUAL = "\u001b[0m"

const isDark = (dots: Dots, y: number, x: number) => dots[y - MARGIN]?.[x - MARGIN] ?? false

const allOf = (dots: Dots) => Array.from({ length: dots.length + 2 * MARGIN }, (_, index) => index)

const draw: Record<Exclude<QrStyle, "auto">, (dots: Dots, colour: boolean) => ReadonlyArray<string>> = {
  colour: (dots) =>
    allOf(dots).map((y) => {
      const cells = allOf(dots).map((x) => {
        const dark = isDark(dots, y, x)
        const isNew = x === 0 || dark !== isDark(dots, y, x - 1)
        return `${isNew ? (dark ? DARK : LIGHT) : ""}  `
      })
      return `${cells.join("")}${USUAL}`
    }),
  ascii: (dots) =>
    allOf(dots).map((y) =>
      allOf(dots)
        .map((x) => (isDark(dots, y, x) ? "##" : "  "))
        .join("")
    ),
  /** two rows of dots in a line */
  blocks: (dots, colour) =>
    allOf(dots)
      .filter((y) => y % 2 === 0)
      .map((y) => {
        const block = (x: number) =>
          isDark(dots, y, x) ? (isDark(dots, y + 1, x) ? "█" : "▀") : isDark(dots, y + 1, x) ? "▄" : " "
        const line = allOf(dots).map(block).join("")
        return colour ? `${DARK_ON_LIGHT}${line}${USUAL}` : line
      })
}
