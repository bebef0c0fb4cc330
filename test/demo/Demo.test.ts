import { Command, FileSystem } from "@effect/platform"
import { NodeContext } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Stream } from "effect"
import { columns } from "../../src/demo/Columns.ts"
import { demo } from "../../src/demo/Demo.ts"
import { acts } from "../../src/demo/Scenes.ts"
import { Unsuccessful } from "../../src/program/Unsuccessful.ts"
import { recording } from "../support/layers/output.ts"

const text = <E>(bytes: Stream.Stream<Uint8Array, E>) => Stream.mkString(Stream.decodeText(bytes))

/** A demo whose robot is a script that ends at once. */
const fallen = (script: string, isTTY = false, environment: Readonly<Record<string, string>> = {}) =>
  Effect.gen(function* () {
    const output = recording(isTTY)
    const exit = yield* Effect.exit(demo({ command: [process.execPath, "-e", script], output, environment }))
    return { exit, printed: output.text() }
  })

const failed = Exit.fail(new Unsuccessful({ because: "failed" }))

describe("the demo", () => {
  it.scopedLive(
    "plays every scene with the built program as the rules say, in 80 columns and without colours",
    () =>
      Effect.gen(function* () {
        const child = yield* Command.start(Command.make(process.execPath, "dist/main.js", "demo"))
        const [exitCode, printed, complaints] = yield* Effect.all(
          [child.exitCode, text(child.stdout), text(child.stderr)],
          { concurrency: "unbounded" }
        )
        const lines = printed.split("\n")
        const table = lines.slice(lines.lastIndexOf("   scene                    expected              got"))
        expect(complaints).toBe("")
        expect(table.filter((line) => line.includes("FAILED"))).toEqual([])
        for (const { title } of acts.flatMap(({ scenes }) => scenes)) {
          expect(table.filter((line) => line.includes(title) && line.endsWith(" ok"))).not.toEqual([])
        }
        expect(lines.at(-2)).toMatch(/^(\d+) scenes, \1 as the rules say \(\d+\.\d s\)$/)
        expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(80)
        expect(printed).not.toContain("\u001b")
        expect(exitCode).toBe(0)
      }).pipe(Effect.provide(NodeContext.layer)),
    120_000
  )

  it.scopedLive(
    "gives the robot nothing of the user's settings, and a directory that is gone afterwards",
    () =>
      Effect.gen(function* () {
        const { exit, printed } = yield* fallen(
          "console.log(Object.keys(process.env).sort().join(' ')); console.log(process.cwd()); process.exit(1)",
          false,
          { PATH: "/bin", HOME: "/home/me", ROBOT_DENY: "everybody", OPENAI_API_KEY: "secret" }
        )
        expect(exit).toEqual(failed)
        const words = printed.split(/\s+/)
        expect(words.filter((word) => /^[A-Z_]{4,}$/.test(word))).toEqual([
          "HOME",
          "OPENAI_BASE_URL",
          "OPENAI_MODEL",
          "PATH",
          "ROBOT_DATA_DIR",
          "ROBOT_GROUP_REPLY_PROBABILITY",
          "ROBOT_HTTP_PORT",
          "ROBOT_LOG_FORMAT",
          "ROBOT_LOG_LEVEL",
          "ROBOT_MEDIA_REPLY_PROBABILITY",
          "ROBOT_REPLY_DELAY",
          "ROBOT_SENDS_PER_MINUTE",
          "TULING_API_KEY",
          "TULING_ORIGIN",
          "WECHAT_ORIGIN",
          "WEIXIN_ROBOT_ENDS_UNREAD"
        ])
        const directory = words.find((word) => word.includes("weixin-robot-demo-")) ?? "not told"
        const fs = yield* FileSystem.FileSystem
        expect(directory).toContain("weixin-robot-demo-")
        expect(yield* fs.exists(directory)).toBe(false)
      }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scopedLive("is over when the robot does not start, and says what the robot said", () =>
    Effect.gen(function* () {
      const { exit, printed } = yield* fallen("console.error('no such setting'); process.exit(78)")
      expect(exit).toEqual(failed)
      expect(printed).toMatch(
        /\nThe play is over: the robot ended by itself with exit code 78\.\n {2}no such setting\n$/
      )
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scopedLive("is in colours on a terminal, unless they are not wanted", () =>
    Effect.gen(function* () {
      const script = "process.exit(1)"
      expect((yield* fallen(script, true)).printed).toContain("\u001b[")
      expect((yield* fallen(script, true, { NO_COLOR: "1" })).printed).not.toContain("\u001b")
      expect((yield* fallen(script)).printed).not.toContain("\u001b")
    }).pipe(Effect.provide(NodeContext.layer))
  )
})
