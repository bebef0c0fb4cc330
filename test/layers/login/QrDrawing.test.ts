import { describe, expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, Redacted } from "effect"
import { qrDots } from "../../../src/layers/login/QrDots.ts"
import { drawing, type Paper, type QrStyle } from "../../../src/layers/login/QrDrawing.ts"
import { DARK, LIGHT, type Screen, scanned } from "../../support/layers/screen.ts"

const ADDRESS = "https://login.weixin.qq.com/l/gbSfXcK3Rg=="

const drawn = (style: QrStyle, paper: Partial<Paper> = {}, text = ADDRESS) =>
  drawing(Effect.runSync(qrDots(Redacted.make(text))), style, { isTTY: true, environment: {}, ...paper })

const SGR = new RegExp(String.fromCharCode(27) + String.raw`\[[\d;]*m`, "g")
const plain = (text: string) => text.replaceAll(SGR, "")
/** The columns of a 16-colour palette. */
const FULL = { brightWhite: 255 }

const screens: ReadonlyArray<readonly [string, Screen]> = [
  ["narrow", { ambiguous: 1, ...DARK, ...FULL }],
  ["narrow, light", { ambiguous: 1, ...LIGHT, ...FULL }],
  ["wide", { ambiguous: 2, ...DARK, ...FULL }],
  ["wide, light", { ambiguous: 2, ...LIGHT, ...FULL }],
  ["wide, with 8 colours", { ambiguous: 2, ...DARK, white: 170, black: 0 }],
  [
    "wide, with a soft palette",
    { ambiguous: 2, background: 45, foreground: 130, black: 55, white: 238, brightWhite: 246 }
  ]
]

describe("a code in colours", () => {
  it.each(screens)("scans where block characters are %s", (_, screen) => {
    expect(scanned(drawn("auto"), screen)).toBe(ADDRESS)
  })

  it.prop(
    "scans whatever it holds",
    { text: fc.string({ minLength: 1, maxLength: 100 }), ambiguous: fc.constantFrom(1 as const, 2 as const) },
    ({ ambiguous, text }) => {
      expect(scanned(drawn("colour", {}, text), { ambiguous, ...DARK, ...FULL })).toBe(text)
    },
    { fastCheck: { numRuns: 10 } }
  )

  it("is made of spaces", () => {
    expect(plain(drawn("colour"))).toMatch(/^[ \n]+$/)
  })

  it("leaves the terminal's colours as they were on each line", () => {
    for (const line of drawn("colour").trim().split("\n")) expect(line.endsWith("\u001b[0m")).toBe(true)
  })
})

describe("a code in block characters", () => {
  it.each(screens.map(([name, screen]) => [name, screen, screen.ambiguous === 1] as const))(
    "scans only where these are narrow: %s",
    (_, screen, scans) => {
      expect(scanned(drawn("blocks"), screen)).toBe(scans ? ADDRESS : undefined)
      expect(scanned(drawn("blocks", { isTTY: false }), screen)).toBe(scans ? ADDRESS : undefined)
    }
  )
})

describe("a code in ASCII", () => {
  it.each([DARK, LIGHT])("scans from afar, where the camera sees no letters", (colours) => {
    expect(drawn("ascii")).toMatch(/^[ #\n]+$/)
    const screen = { ambiguous: 2, ...colours } as const
    expect(scanned(drawn("ascii"), screen, 8)).toBe(ADDRESS)
    expect(scanned(drawn("ascii"), screen)).toBe(undefined)
  })
})

describe("how a code is drawn", () => {
  /** The style that a drawing is in. */
  const styleOf = (text: string) => (/[█▀▄]/.test(text) ? "blocks" : text.includes("##") ? "ascii" : "colour")
  const hintOf = (text: string) =>
    plain(text)
      .split("\n")
      .findLast((line) => /[a-z]/.test(line))
  const torn = "Does it look torn? A window of 74 columns and 40 lines has room for a better one."

  it.each<readonly [string, Partial<Paper>, QrStyle, string | undefined]>([
    ["a terminal with room", { columns: 74, rows: 40 }, "colour", undefined],
    ["a terminal that does not know its size", { columns: 0, rows: 0 }, "colour", undefined],
    ["the usual window", { columns: 80, rows: 24 }, "blocks", torn],
    [
      "the usual window of who writes Chinese",
      { columns: 80, rows: 24, environment: { LANG: "zh_CN.UTF-8" } },
      "colour",
      "The code is higher than the window: it takes 40 lines."
    ],
    [
      "the usual window of who only reads it",
      { columns: 80, rows: 24, environment: { LANG: "zh_CN.UTF-8", LC_ALL: "en_GB.UTF-8" } },
      "blocks",
      torn
    ],
    [
      "a narrow window of who writes Chinese",
      { columns: 73, environment: { LC_CTYPE: "zh_TW" } },
      "blocks",
      torn
    ],
    ["one column too few", { columns: 73, rows: 50 }, "blocks", torn],
    ["one line too few", { columns: 100, rows: 39 }, "blocks", torn],
    [
      "next to no room",
      { columns: 36, rows: 24 },
      "blocks",
      "The window is too narrow for the code: it takes 37 columns."
    ],
    ["no wish for colours", { columns: 80, rows: 50, environment: { NO_COLOR: "1" } }, "blocks", undefined],
    ["an empty NO_COLOR", { columns: 80, rows: 50, environment: { NO_COLOR: "" } }, "colour", undefined],
    ["a dumb terminal", { columns: 80, rows: 50, environment: { TERM: "dumb" } }, "blocks", undefined],
    ["a file or a pipe", { isTTY: false }, "blocks", undefined]
  ])("goes by what there is: %s", (_, paper, style, hint) => {
    const text = drawn("auto", paper)
    expect([styleOf(text), hintOf(text)]).toEqual([style, hint])
    const { NO_COLOR = "", TERM } = paper.environment ?? {}
    if (NO_COLOR !== "" || TERM === "dumb" || paper.isTTY === false) expect(text).toBe(plain(text))
    // wherever these are narrow it scans
    expect(
      scanned(
        text
          .split("\n")
          .filter((line) => !/[a-z]{3}/.test(line))
          .join("\n"),
        { ambiguous: 1, ...LIGHT, ...FULL }
      )
    ).toBe(ADDRESS)
  })

  it.each(["colour", "blocks", "ascii"] as const)("is as its owner wants it: %s", (style) => {
    for (const paper of [
      { columns: 200, rows: 100 },
      { columns: 80, rows: 24 },
      { isTTY: false },
      { environment: { NO_COLOR: "1", TERM: "dumb" } }
    ]) {
      expect([styleOf(drawn(style, paper)), hintOf(drawn(style, paper))]).toEqual([style, undefined])
    }
    const width = style === "blocks" ? 37 : 74
    expect(hintOf(drawn(style, { columns: width - 1 }))).toBe(
      `The window is too narrow for the code: it takes ${width} columns.`
    )
  })
})
