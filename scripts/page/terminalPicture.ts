import { execFileSync } from "node:child_process"
import { stripVTControlCharacters } from "node:util"
import { type Browser } from "playwright-core"

/** Of the scenes those that are shown, by their numbers; the others are many. */
const shown = new Set([1, 2, 3, 4, 5, 6, 28, 31])
const acts = /^(?:weixin-robot demo|Act [145]:)/

const colours: Readonly<Record<string, string>> = {
  "1": "font-weight: bold; color: #fff",
  "2": "color: #8b949e",
  "31": "color: #ff7b72",
  "32": "color: #7ee787",
  "33": "color: #e3b341",
  "36": "color: #79c0ff"
}

const ESCAPE = String.fromCodePoint(27)
const colour = new RegExp(`${ESCAPE}\\[(\\d+)m`, "g")

/** What a terminal gives two columns. */
const wide = /\p{RI}\p{RI}|[\p{sc=Han}\u3001-\u303f\uff01-\uff60\u{1f300}-\u{1faff}]/gu

const toHtml = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(wide, '<span style="display: inline-block; width: 2ch">$&</span>')
    .replaceAll(colour, (_, code: string) =>
      code === "0" ? "</span>" : `<span style="${colours[code] ?? ""}">`
    )

const isShown = (part: string) => {
  const text = stripVTControlCharacters(part)
  const number = /^ ?(\d+) {2}/.exec(text)?.[1]
  return number === undefined ? acts.test(text) : shown.has(Number(number))
}

/** What the demo prints, with dots for the scenes and rows of its last table that are not shown. */
const excerpt = (printed: string) => {
  const parts = printed.trimEnd().split(/\n\n+/)
  const [sum = "", table = "", ...scenes] = parts.toReversed()
  const rows = table.split("\n")
  const last = rows.findLastIndex((row) => /\bSends too frequent\b/.test(row))
  const kept = scenes
    .toReversed()
    .flatMap((part, at, all) =>
      isShown(part) ? [at > 0 && !isShown(all[at - 1] ?? "") ? `  …\n\n${part}` : part] : []
    )
  return [...kept, "  …", rows.slice(last).join("\n"), sum].join("\n\n")
}

/** What the demo prints on a terminal with colours: the picture of it in the documents. */
export const terminalPicture = async (browser: Browser, file: string) => {
  const printed = execFileSync("script", ["-qec", "stty cols 88; node dist/main.js demo", "/dev/null"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"]
  })
  const page = await browser.newPage({ viewport: { width: 768, height: 800 } })
  const style =
    "margin: 0; padding: 20px; background: #0d1117; color: #e6edf3; font: 14px/1.45 monospace; white-space: pre"
  await page.setContent(`<body style="${style}">${toHtml(excerpt(printed.replaceAll("\r", "")))}</body>`)
  await page.screenshot({ path: file, fullPage: true })
}
