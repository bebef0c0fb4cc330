import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Logger } from "effect"
import { DataDirectory } from "../../../src/layers/disk/DataDirectory.ts"
import * as RecordingFile from "../../../src/layers/recording/RecordingFile.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"

/** Opens a file of a data directory, has it used, and closes it. */
const using = (
  path: string,
  name: string,
  use: (write: (line: string) => Effect.Effect<void>) => Effect.Effect<void>
) =>
  Effect.suspend(() => {
    const told: Array<string> = []
    const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
      told.push(`${logLevel.label} ${String(message)}`)
    })
    return Effect.flatMap(RecordingFile.open(name), use).pipe(
      Effect.scoped,
      Effect.provideService(DataDirectory, { path }),
      Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
      Effect.map(() => told)
    )
  })

const writing =
  (...lines: ReadonlyArray<string>) =>
  (write: (line: string) => Effect.Effect<void>) =>
    Effect.forEach(lines, write, { concurrency: "unbounded", discard: true })

describe("the file of a recording", () => {
  it.scoped("is in the data directory, for its owner alone, and written on behind what it holds", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporaryDirectory
      const file = `${directory}/wechat.jsonl`
      const long = "x".repeat(1_000_000)
      yield* using(directory, "wechat.jsonl", writing("{one", long, "three"))
      expect((yield* fs.stat(file)).mode & 0o777).toBe(0o600)
      yield* fs.chmod(file, 0o644)
      // cut short by a crash
      yield* fs.writeFileString(file, "ha", { flag: "a" })
      yield* using("/elsewhere", file, writing("last"))
      expect((yield* fs.stat(file)).mode & 0o777).toBe(0o600)
      expect(yield* fs.readFileString(file)).toBe(`{one\n${long}\nthree\nha\nlast\n`)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped.each(["no/such/folder", "."])("%s cannot be written: told once, and no line fails", (name) =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const told = yield* using(directory, name, writing("one", "two", "three"))
      expect(told).toEqual(["WARN no recording: its file cannot be written, and the robot goes on without"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("on a disk that is full is given up at the first line, once", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { mode } = yield* fs.stat("/dev/full")
      const told = yield* using("/dev", "full", writing("one", "two", "three"))
      // a device is no file of ours
      expect((yield* fs.stat("/dev/full")).mode).toBe(mode)
      expect(told).toEqual([
        "INFO all exchanges with WeChat are recorded, in disguise",
        "WARN no recording: its file cannot be written, and the robot goes on without"
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped(
    "that holds something else is left as it is, told once; an empty one and a line cut short are not",
    () =>
      Effect.gen(function* () {
        const fs = yield* FileSystem.FileSystem
        const directory = yield* temporaryDirectory
        const file = `${directory}/mine`
        yield* fs.writeFileString(file, "SQLite format 3\0")
        yield* fs.chmod(file, 0o644)
        const told = yield* using(directory, "mine", writing("one", "two"))
        expect(told).toEqual(["WARN no recording: its file cannot be written, and the robot goes on without"])
        expect(yield* fs.readFileString(file)).toBe("SQLite format 3\0")
        expect((yield* fs.stat(file)).mode & 0o777).toBe(0o644)
        yield* Effect.forEach(["", "\n", '{"at":'], (held) =>
          Effect.gen(function* () {
            yield* fs.writeFileString(file, held)
            yield* using(directory, "mine", writing("one"))
            expect(yield* fs.readFileString(file)).toBe(held === "" ? "one\n" : `${held}\none\n`)
          })
        )
      }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is given up where it is 256 MB long, and stays as it is", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporaryDirectory
      const file = `${directory}/long`
      yield* fs.writeFileString(file, "{")
      // most of it takes no room
      yield* fs.truncate(file, 256 * 1024 ** 2 - 6)
      const told = yield* using(directory, "long", writing("four", "no"))
      expect(told.at(-1)).toContain("WARN no recording")
      expect(told).toHaveLength(2)
      expect(Number((yield* fs.stat(file)).size)).toBe(256 * 1024 ** 2)
    }).pipe(Effect.provide(RealFiles))
  )
})
