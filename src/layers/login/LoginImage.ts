import { join } from "node:path"
import { FileSystem } from "@effect/platform"
import { Data, Effect, Option } from "effect"
import { PNG } from "pngjs"
import { Account, DEFAULT_ACCOUNT } from "../Account.ts"
import { type Dots, MARGIN, SCALE } from "./QrDots.ts"

/** Where the image of an account's log-in code is, in a data directory: only while a code waits to be scanned. */
export const loginImageIn = (dataDirectory: string, account: string): string =>
  join(dataDirectory, account === DEFAULT_ACCOUNT ? "login.png" : `login-${account}.png`)

/** The image cannot be read, or is none that the robot drew: try as root, or restart the robot for a new one. */
export class BadLoginImage extends Data.TaggedError("BadLoginImage")<{ readonly message: string }> {}

/** A code for the terminal, and when the robot showed it, in epoch milliseconds where that is known. */
export interface WaitingCode {
  readonly drawing: string
  readonly shownAt: Option.Option<number>
}

/** The log-in code that the robot of a data directory waits with; none where it waits for no scan. */
export const waitingCode = Effect.fn("waitingCode")(function* (
  dataDirectory: string,
  draw: (dots: Dots) => string
) {
  const fs = yield* FileSystem.FileSystem
  const path = loginImageIn(dataDirectory, yield* Account)
  const read = Effect.all({ png: fs.readFile(path), info: fs.stat(path) }).pipe(
    Effect.asSome,
    Effect.catchAll((error) =>
      error._tag === "SystemError" && error.reason === "NotFound"
        ? Effect.succeedNone
        : new BadLoginImage({ message: `${path} cannot be read (${error.description ?? error._tag})` })
    )
  )
  const found = yield* read
  if (Option.isNone(found)) return Option.none<WaitingCode>()
  const { info, png } = found.value
  const dots = yield* dotsOf(png).pipe(
    Effect.mapError(() => new BadLoginImage({ message: `${path} is no image of a log-in code` }))
  )
  return Option.some<WaitingCode>({
    drawing: draw(dots),
    shownAt: Option.map(info.mtime, (time) => time.getTime())
  })
})

/** How every whole PNG file ends, in hexadecimal: pngjs would fill what is missing with whatever the memory holds. */
const END = "49454e44ae426082"

/** The dots of an image as the robot draws it. The red in the middle of each is enough: they are black or white. */
const dotsOf = (png: Uint8Array): Effect.Effect<Dots, BadImage> =>
  Effect.flatMap(
    Effect.try({ try: () => PNG.sync.read(Buffer.from(png)), catch: () => new BadImage() }),
    ({ data, height, width }) => {
      const isWhole = Buffer.from(png.subarray(-END.length / 2)).toString("hex") === END
      const size = width / SCALE - 2 * MARGIN
      if (!isWhole || width !== height || !Number.isInteger(size) || size < 1) return new BadImage()
      const middle = (dot: number) => (dot + MARGIN) * SCALE + SCALE / 2
      const isDark = (y: number, x: number) => (data[4 * (middle(y) * width + middle(x))] ?? 255) < 128
      const row = (y: number) => Array.from({ length: size }, (_, x) => isDark(y, x))
      return Effect.succeed(Array.from({ length: size }, (_, y) => row(y)))
    }
  )

class BadImage extends Data.TaggedError("BadImage") {}
