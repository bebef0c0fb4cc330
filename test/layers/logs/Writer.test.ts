import { closeSync, openSync, readFileSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Unwritten, writerOf } from "../../../src/layers/logs/Writer.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"

const file = (path: string) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => openSync(path, "a")),
      (fd) => Effect.sync(() => closeSync(fd))
    ),
    (fd) => ({ fd, on: () => {}, write: () => expect.fail("a file is not written through the stream") })
  )

const written = (write: ReturnType<typeof writerOf>, text: string) => {
  const ends: Array<Unwritten | undefined> = []
  write(text, (failure) => ends.push(failure))
  return ends
}

describe("a writer", () => {
  it.scoped("writes to a file at once", () =>
    Effect.gen(function* () {
      const path = `${yield* temporaryDirectory}/log`
      const write = writerOf(yield* file(path))
      expect(written(write, "eins\n")).toEqual([undefined])
      expect(written(write, "二\n")).toEqual([undefined])
      expect(readFileSync(path, "utf8")).toBe("eins\n二\n")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("tells in the system's words why a file is not written", () =>
    Effect.gen(function* () {
      const [failure] = written(writerOf(yield* file("/dev/full")), "text\n")
      expect([failure?.code, failure?.message]).toEqual(["ENOSPC", "no space left on device (ENOSPC)"])
    })
  )

  it.scoped("tells what a stream says of each write", () =>
    Effect.gen(function* () {
      const write = writerOf({
        ...(yield* file("/dev/null")),
        isTTY: true,
        write: (text, done) => done(text === "bad" ? Object.assign(new Error("?"), { errno: -5 }) : null)
      })
      expect(written(write, "good")).toEqual([undefined])
      expect(written(write, "bad")[0]?.message).toBe("i/o error (EIO)")
    }).pipe(Effect.provide(RealFiles))
  )
})
