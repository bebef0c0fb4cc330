import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { DataDirectory } from "../../../src/layers/disk/DataDirectory.ts"
import { LoginDisplay } from "../../../src/layers/login/LoginDisplay.ts"
import * as TerminalLoginDisplay from "../../../src/layers/login/TerminalLoginDisplay.ts"
import { type Dots, qrDots } from "../../../src/layers/login/QrDots.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import { recording, withLog } from "../../support/layers/output.ts"

const address = Redacted.make("https://login.weixin.qq.com/l/s3cret==")

const drawing = (dots: Dots) => `a code of ${dots.length} dots\n`

/** The display, what it drew, what was logged, and the directory of the image. */
const display = (isTTY: boolean, drawAnyway = false) =>
  Effect.gen(function* () {
    const path = yield* temporaryDirectory
    const output = recording(isTTY)
    const service = yield* Effect.provide(
      LoginDisplay,
      Layer.provide(
        TerminalLoginDisplay.layer({ output, drawing, drawAnyway }),
        Layer.succeed(DataDirectory, { path })
      )
    )
    return { ...service, output, path, image: `${path}/login.png` }
  })

describe("the log-in code", () => {
  it.scoped("is drawn on a terminal, and nothing is logged", () =>
    Effect.gen(function* () {
      const { output, show } = yield* display(true)
      expect(yield* withLog(show(address))).toBe("")
      expect(output.text()).toBe(drawing(yield* qrDots(address)))
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is not drawn into a log; a warning tells where the image is, and not the address", () =>
    Effect.gen(function* () {
      const { image, output, show } = yield* display(false)
      const log = yield* withLog(show(address))
      expect(output.text()).toBe("")
      // quoted where temporary files have a space in their path
      const said = [image, JSON.stringify(image)].map(
        (path) => `<4>scan the log-in code with WeChat on the phone image=${path}\n`
      )
      expect(said).toContain(log)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is drawn without a terminal where that is asked for", () =>
    Effect.gen(function* () {
      const { output, show } = yield* display(false, true)
      expect(yield* withLog(show(address))).toBe("")
      expect(output.text()).toBe(drawing(yield* qrDots(address)))
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is an image for its owner alone until it is cleared", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { clear, image, path, show } = yield* display(true)
      yield* show(address)
      const first = yield* fs.readFile(image)
      expect(Array.from(first.slice(1, 4), (byte) => String.fromCharCode(byte)).join("")).toBe("PNG")
      expect((yield* fs.stat(image)).mode & 0o777).toBe(0o600)
      yield* show(Redacted.make("https://login.weixin.qq.com/l/other=="))
      expect(yield* fs.readFile(image)).not.toEqual(first)
      expect(yield* withLog(Effect.zipRight(clear, clear))).toBe("")
      expect(yield* fs.readDirectory(path)).toEqual([])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("that does not fit or cannot be written is a warning without the address", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { clear, image, output, show } = yield* display(true)
      const long = Redacted.make("s3cret".repeat(1000))
      expect(yield* withLog(show(long))).toBe(
        "<4>the image of the log-in code cannot be written error=TooLongForQrCode\n" +
          "<4>the log-in code cannot be drawn error=TooLongForQrCode\n"
      )
      expect(output.text()).toBe("")
      yield* fs.makeDirectory(image)
      expect(yield* withLog(clear)).toBe(
        "<4>the image of the log-in code cannot be deleted error=SystemError\n"
      )
      expect(yield* withLog(show(address))).toBe(
        "<4>the image of the log-in code cannot be written error=SystemError\n"
      )
      expect(output.text()).toContain("a code of")
    }).pipe(Effect.provide(RealFiles))
  )
})
