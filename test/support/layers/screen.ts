import jsQR from "jsqr"

/** A terminal, as far as what it shows of a drawing depends on it. */
export interface Screen {
  /** columns of a character whose width is ambiguous: 2 where people write Chinese, Japanese or Korean */
  readonly ambiguous: 1 | 2
  readonly background: number
  readonly foreground: number
  /** the brightness of the palette's black and white; bright white may be missing, as where there are 8 colours */
  readonly black?: number
  readonly white?: number
  readonly brightWhite?: number | undefined
}

export const DARK = { background: 20, foreground: 220 } as const
export const LIGHT = { background: 250, foreground: 30 } as const

const [WIDTH, HEIGHT] = [8, 16]

/** A cell of 8 x 16 points: where the ink of a character is, as in the font of the PC. */
const HASH = [0, 0, 0, 0x6c, 0x6c, 0xfe, 0x6c, 0x6c, 0x6c, 0xfe, 0x6c, 0x6c, 0, 0, 0, 0]
const inkOf = (char: string, x: number, y: number): boolean => {
  switch (char) {
    case "█":
      return true
    case "▀":
      return y < HEIGHT / 2
    case "▄":
      return y >= HEIGHT / 2
    case "#":
      return (((HASH[y] ?? 0) >> (WIDTH - 1 - x)) & 1) === 1
    default:
      return false
  }
}

/** A colour, or a character. */
const SGR_OR_CHARACTER = new RegExp(String.raw`${String.fromCharCode(27)}\[([\d;]*)m|(.)`, "gu")

const isAmbiguous = (char: string) => "█▀▄".includes(char)

/** The picture of a drawing, a row of points after the other. */
const render = (drawing: string, screen: Screen) => {
  const rows = drawing.split("\n").map((line) => {
    const columns: Array<ReadonlyArray<number>> = []
    let [background, foreground] = [screen.background, screen.foreground]
    for (const [, codes, char = ""] of line.matchAll(SGR_OR_CHARACTER)) {
      if (codes === undefined) {
        const width = isAmbiguous(char) ? screen.ambiguous : 1
        for (let x = 0; x < WIDTH * width; x++) {
          columns.push(
            Array.from({ length: HEIGHT }, (_, y) =>
              inkOf(char, Math.floor(x / width), y) ? foreground : background
            )
          )
        }
      } else
        for (const code of codes.split(";")) {
          if (code === "0" || code === "") {
            background = screen.background
            foreground = screen.foreground
          } else if (code === "40") background = screen.black ?? 0
          else if (code === "30") foreground = screen.black ?? 0
          else if (code === "47") background = screen.white ?? 200
          else if (code === "107") background = screen.brightWhite ?? background
          else throw new Error(`unknown to this terminal: ${code}`)
        }
    }
    return columns
  })
  const width = Math.max(...rows.map((columns) => columns.length))
  const height = rows.length * HEIGHT
  const point = (x: number, y: number) => rows[Math.floor(y / HEIGHT)]?.[x]?.[y % HEIGHT] ?? screen.background
  return { width, height, point }
}

/** The text of the code that a phone sees on the screen; its camera may be a little out of focus. */
export const scanned = (drawing: string, screen: Screen, blur = 0): string | undefined => {
  const { height, point, width } = render(drawing, screen)
  const at = (points: Float64Array, x: number, y: number) => points[y * width + x] ?? 0
  const [across, seen] = [new Float64Array(width * height), new Float64Array(width * height)]
  const near = Array.from({ length: 2 * blur + 1 }, (_, index) => index - blur)
  const mean = (of: (by: number) => number) => near.reduce((sum, by) => sum + of(by), 0) / near.length
  const forEachPoint = (paint: (x: number, y: number) => void) => {
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) paint(x, y)
  }
  forEachPoint((x, y) => (across[y * width + x] = mean((by) => point(x + by, y))))
  forEachPoint(
    (x, y) => (seen[y * width + x] = mean((by) => at(across, x, Math.min(Math.max(y + by, 0), height - 1))))
  )
  const data = new Uint8ClampedArray(4 * width * height).fill(255)
  forEachPoint((x, y) => data.fill(at(seen, x, y), 4 * (y * width + x), 4 * (y * width + x) + 3))
  return jsQR.default(data, width, height)?.data
}
