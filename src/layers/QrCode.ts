import { Data, Effect, Redacted } from "effect"
import { toBuffer, toString } from "qrcode"

/** The text does not fit into a QR code: about 2,300 letters do. */
export class TooLongForQrCode extends Data.TaggedError("TooLongForQrCode") {}

const drawn = <A>(draw: () => Promise<A>) =>
  Effect.tryPromise({ try: draw, catch: () => new TooLongForQrCode() })

/** A QR code as lines of half blocks, dark where ink would be. */
export const qrLines = (text: Redacted.Redacted): Effect.Effect<ReadonlyArray<string>, TooLongForQrCode> =>
  Effect.map(
    drawn(() => toString(Redacted.value(text), { type: "utf8" })),
    (drawing) => drawing.split("\n")
  )

/** A QR code as a PNG image, 6 pixels a dot. */
export const qrImage = (text: Redacted.Redacted): Effect.Effect<Uint8Array, TooLongForQrCode> =>
  drawn(() => toBuffer(Redacted.value(text), { scale: 6 }))
