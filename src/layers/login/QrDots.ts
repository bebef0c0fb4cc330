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

/** The dots of a QR code. */
export const qrDots = (text: Redacted.Redacted): Effect.Effect<Dots, TooLongForQrCode> =>
  Effect.try({
    try: () => {
      const { data, size } = create(Redacted.value(text), {}).modules
      const row = (_: unknown, y: number) => Array.from(data.slice(y * size, (y + 1) * size), Boolean)
      return Array.from({ length: size }, row)
    },
    catch: () => new TooLongForQrCode()
  })

/** A QR code as a PNG image. */
export const qrImage = (text: Redacted.Redacted): Effect.Effect<Uint8Array, TooLongForQrCode> =>
  Effect.tryPromise({
    try: () => toBuffer(Redacted.value(text), { scale: SCALE, margin: MARGIN }),
    catch: () => new TooLongForQrCode()
  })
