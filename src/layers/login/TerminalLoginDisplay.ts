import { FileSystem } from "@effect/platform"
import { Effect, Layer, type Redacted } from "effect"
import { Account } from "../Account.ts"
import { DataDirectory } from "../disk/DataDirectory.ts"
import { LoginDisplay } from "./LoginDisplay.ts"
import { loginImageIn } from "./LoginImage.ts"
import type { Output } from "../logs/Output.ts"
import { replacePrivateFile } from "../disk/PrivateFile.ts"
import { type Dots, qrDots, qrImage } from "./QrDots.ts"

export interface Terminal {
  readonly output: Output
  readonly drawing: (dots: Dots) => string
  /** draw the code also where the output is no terminal */
  readonly drawAnyway: boolean
}

/**
 * Draws the code in the terminal and writes its image to the data directory, for its owner's eyes only. Without
 * a terminal, in a service, it only tells where the image is: a code in a log would stay there.
 */
export const layer = ({
  output,
  drawing,
  drawAnyway
}: Terminal): Layer.Layer<LoginDisplay, never, DataDirectory | FileSystem.FileSystem> =>
  Layer.effect(
    LoginDisplay,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const image = loginImageIn((yield* DataDirectory).path, yield* Account)

      const writeImage = (address: Redacted.Redacted) =>
        Effect.flatMap(qrImage(address), (png) => replacePrivateFile(image, png)).pipe(
          Effect.provideService(FileSystem.FileSystem, fs),
          Effect.catchAll((error) => notShown("the image of the log-in code cannot be written", error._tag))
        )

      const draw = (address: Redacted.Redacted) =>
        Effect.matchEffect(qrDots(address), {
          onSuccess: (dots) => Effect.sync(() => output.write(drawing(dots))),
          onFailure: (error) => notShown("the log-in code cannot be drawn", error._tag)
        })

      const tell = Effect.annotateLogs(Effect.logWarning("scan the log-in code with WeChat on the phone"), {
        image
      })

      return {
        show: (address) =>
          Effect.zipRight(writeImage(address), output.isTTY === true || drawAnyway ? draw(address) : tell),
        clear: fs
          .remove(image, { force: true })
          .pipe(
            Effect.catchAll((error) => notShown("the image of the log-in code cannot be deleted", error._tag))
          )
      }
    })
  )

/** The address may be in the error, so only its kind is told. */
const notShown = (what: string, error: string) => Effect.annotateLogs(Effect.logWarning(what), { error })
