import { Data, Effect, Redacted } from "effect"
import { create, toBuffer } from "qrcode"

/** The text does not fit into a QR code: about 2,300 letters do. */
export class TooLongForQrCode extends Data.TaggedError("TooLongForQrCode") {}

/** The dots of a code row by row, true where it is dark. */
export type Dots = ReadonlyArray<ReadonlyArray<boolean>>

/** Light dots around a code, by which a camera finds it. */
export const MARGIN = 4

/** The width of a dot in the image, in pixels. */
export const SCALE = 6

/** A QR code as lines of half blocks, dark where ink would be. */
export const qrLines = (text: Redacted.Redacted): Effect.Effect<ReadonlyArray<string>, TooLongForQrCode> =>
  Effect.try({
    try: () => {
      const { data, size } = create(Redacted.value(text), {}).modules
      const row = (_: unknown, y: number) => Array.from(data.slice(y * size, (y + 1) * size), Boolean)
      return halfBlocks(Array.from({ length: size }, row))
    },
    catch: () => new TooLongForQrCode()
  })

/** A QR code as a PNG image. */
export const qrImage = (text: Redacted.Redacted): Effect.Effect<Uint8Array, TooLongForQrCode> =>
  Effect.tryPromise({
    try: () => toBuffer(Redacted.value(text), { scale: SCALE, margin: MARGIN }),
    catch: () => new TooLongForQrCode()
  })

/** Two rows of dots in a line, with the margin around. */
export const halfBlocks = (dots: Dots): ReadonlyArray<string> => {
  const width = dots.length + 2 * MARGIN
  const isDark = (y: number, x: number) => dots[y - MARGIN]?.[x - MARGIN] ?? false
  const block = (y: number, x: number) =>
    isDark(y, x) ? (isDark(y + 1, x) ? "█" : "▀") : isDark(y + 1, x) ? "▄" : " "
  return Array.from({ length: Math.ceil(width / 2) }, (_, line) =>
    Array.from({ length: width }, (_, x) => block(2 * line, x)).join("")
  )
}

const DARK_ON_LIGHT = "\u001b[30;107m"
const USUAL = "\u001b[0m"

/** Lines of half blocks for a terminal. Cameras want dark dots on a light ground, whatever its colours are. */
export const drawing = (lines: ReadonlyArray<string>, colour: boolean): string =>
  ["", ...lines.map((line) => (colour ? `${DARK_ON_LIGHT}${line}${USUAL}` : line)), "", ""].join("\n")
