import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { RealFiles } from "../support/layers/files.ts"
import { oddest } from "../support/layers/oddNames.ts"
import { until, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"

describe("a data directory", () => {
  it.scopedLive.each([
    ["by its path", (parent: string) => `${parent}/${oddest}`],
    ["from the working directory", () => oddest]
  ] as const)("of the oddest name serves the robot and each command that reads it, %s", ([, pathIn]) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { control, origin } = yield* start({ autoScan: false })
      const parent = yield* directory
      const at = ["env", "-C", parent]
      const environment = tireless(origin, pathIn(parent))
      const command = (...args: ReadonlyArray<string>) =>
        Effect.flatMap(run(args, environment, at), ({ ended }) => ended)
      const robot = yield* run(["run"], environment, at)
      yield* until(control, ({ holding }) => holding.login > 0)
      expect(yield* command("qr")).toMatchObject({ exitCode: 0, stderr: "" })
      yield* control.login({ action: "scan" })
      yield* control.login({ action: "confirm" })
      yield* untilSyncing(control)
      yield* control.messages([{ from: "lili", text: "你好" }])
      expect(yield* control.sent({ wait: 20_000 })).toHaveLength(1)
      for (const name of ["contacts", "replay", "check"]) {
        expect(yield* command(name)).toMatchObject({ exitCode: 0, stderr: "" })
      }
      expect(yield* command("why", "你好")).toMatchObject({ exitCode: 0, stderr: "" })
      expect(yield* robot.stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: "" })
      expect(yield* command("why", "你好")).toMatchObject({ exitCode: 0, stderr: "" })
      expect(yield* fs.readDirectory(parent)).toEqual([oddest])
    }).pipe(Effect.provide(RealFiles))
  )
})
