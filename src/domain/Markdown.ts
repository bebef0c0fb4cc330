/*
 * Markdown as plain text. Models write it whatever they are told, and WeChat shows its marks as they are. What only
 * looks like a mark stays: 2*3*4, snake_case, C#, #话题#, >_<.
 */

/** Stands for a piece that is left as it is, by its number between two characters that Unicode keeps out of texts. */
const KEPT = /\uFDD0(\d+)\uFDD0/g

/** Pieces of code and addresses, in which no mark is one. */
const keeper = () => {
  const pieces: Array<string> = []
  return {
    keep: (piece: string): string => {
      const at = pieces.indexOf(piece)
      return `\uFDD0${at === -1 ? pieces.push(piece) - 1 : at}\uFDD0`
    },
    restore: (text: string): string => text.replace(KEPT, (_, at: string) => pieces[Number(at)] ?? "")
  }
}

const FENCE = /^\s*(`{3,}|~{3,})[^`\n]*$/

/** Each block of code as one piece, without its fences; one that is not closed reaches to the end. */
const keepBlocks = (text: string, keep: (piece: string) => string): string => {
  const lines: Array<string> = []
  let block: { readonly fence: string; readonly code: Array<string> } | undefined
  for (const line of text.split("\n")) {
    const [, fence] = FENCE.exec(line) ?? []
    if (block === undefined && fence === undefined) lines.push(line)
    else if (block === undefined) block = { fence: fence ?? "", code: [] }
    else if (fence?.startsWith(block.fence) && line.trim() === fence) {
      lines.push(keep(block.code.join("\n")))
      block = undefined
    } else block.code.push(line)
  }
  return [...lines, ...(block === undefined ? [] : [keep(block.code.join("\n"))])].join("\n")
}

const CODE = /(?<!`)(`{1,3})(?!`)([^\n]{1,1000}?)(?<!`)\1(?!`)/g

const ADDRESS = /\bhttps?:\/\/[\w\-.~:/?#@!$&+,;=%]+/gi

const LINE_ACROSS = /^\s{0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/

const TABLE_RULE = /^(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?$|^\|\s*:?-+:?\s*\|$/

const isRow = (line: string) => line.startsWith("|") && line.endsWith("|") && line.split("|").length > 3

const cellsOf = (row: string): string =>
  row
    .split("|")
    .map((cell) => cell.trim())
    .filter((cell) => cell !== "")
    .join(" | ")

/** One line without the marks at its beginning; undefined for one that only draws. */
const plainLine = (line: string): string | undefined => {
  const trimmed = line.trim()
  if (TABLE_RULE.test(trimmed)) return undefined
  if (LINE_ACROSS.test(line)) return ""
  if (isRow(trimmed)) return cellsOf(trimmed)
  return line
    .replace(/^\s{0,3}(?:>(?:[ \t]+|(?=>)|$))+/, "")
    .replace(/^\s{0,3}#{1,6}[ \t]+(?=\S)/, "")
    .replace(/^(\s*)\*[ \t]+(?=\S)/, "$1- ")
}

/** The closing marks of a heading, which must not cost C# its own. */
const withoutHeadingEnd = (before: string, after: string): string =>
  /^\s{0,3}#{1,6}[ \t]/.test(before) ? after.replace(/[ \t]{1,20}#{1,20}[ \t]{0,20}$/, "") : after

const plainLines = (text: string): string =>
  text
    .split("\n")
    .flatMap((line) => {
      const plain = plainLine(line)
      return plain === undefined ? [] : [withoutHeadingEnd(line, plain)]
    })
    .join("\n")

const IMAGE = /!\[([^\]\n]{0,500})\]\([^()\s]{0,2000}(?:[ \t]+"[^"\n]{0,200}")?\)/g
const LINK =
  /\[([^[\]\n]{0,500})\]\([ \t]*<?((?:[^()\s<>]|\([^()\s]{0,200}\)){1,2000})>?(?:[ \t]+"[^"\n]{0,200}")?[ \t]*\)/g

/**
 * One, two or three stars around words. Between letters or digits of ASCII they are none: 2*3*4; nor beside a space,
 * as in 2 * 3.
 */
const STARS =
  /(?<![*]|[A-Za-z0-9](?=\*+[A-Za-z0-9]))(\*{1,3})(?=[^\s*])([^*\n]{0,1000}[^\s*])\1(?!\*|(?<=[A-Za-z0-9]\*+)[A-Za-z0-9])/g

/** The same with lines below, which stand in names as well: snake_case, __init__. */
const UNDERSCORES =
  /(?<![\p{L}\p{N}_\uFDD0])(_{1,2})(?=[^\s_])([^_\n]{0,1000}[^\s_])\1(?![\p{L}\p{N}_\uFDD0])/gu

const isName = (text: string) => /^[A-Za-z]\w*$/.test(text)

const plainWords = (text: string): string =>
  text
    .replace(IMAGE, "$1")
    .replace(LINK, (_, words: string, address: string) =>
      words.trim() === "" || words === address ? address : `${words} ${address}`
    )
    .replace(/<(\uFDD0\d+\uFDD0)>/g, "$1")
    .replace(STARS, "$2")
    .replace(UNDERSCORES, (whole, mark: string, words: string) =>
      mark === "__" && isName(words) ? whole : words
    )
    .replace(/~~(?=[^\s~])([^~\n]{0,1000}[^\s~])~~/g, "$1")
    .replace(/\\\(([^\n]{0,1000}?)\\\)/g, (_, formula: string) => formula.trim())
    .replace(/\\\[([^]{0,1000}?)\\\]/g, (_, formula: string) => formula.trim())

/** Marks stand inside marks. Deeper than this nobody writes. */
const DEPTH = 20

/**
 * The text without marks. `also` takes off something more, which may stand around marks or inside, and
 * leaves code alone like the rest.
 */
export const withoutMarkdown = (text: string, also: (text: string) => string = (text) => text): string => {
  const { keep, restore } = keeper()
  let plain = keepBlocks(text.replaceAll("\uFDD0", ""), keep)
    .replace(CODE, (_whole, _mark, code: string) => keep(code))
    .replace(ADDRESS, keep)
  for (let depth = 0; depth < DEPTH; depth++) {
    const plainer = plainWords(plainLines(also(plain)))
    // marks alone are what is said
    if (plainer === plain || plainer.trim() === "") break
    plain = plainer
  }
  return restore(plain)
}
