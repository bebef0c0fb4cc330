import { FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { until, untilSyncing } from "./inProcess.ts"
import { directory, run, tireless } from "./program.ts"

const names = ["a #1?b=%41&c% [x]*{y}~:memory:", `机器人 🤖 it's "mine" \\ $HOME\nline`]

describe("a data directory with characters that mean something elsewhere", () => {
  it.scopedLive.each(names)("is used as it is, by the robot and by each command: %j", (name) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { control, origin } = yield* start()
      const parent = yield* directory
      const path = `${parent}/${name}`
      const environment = tireless(origin, path)
      const command = (...args: ReadonlyArray<string>) =>
        Effect.flatMap(run(args, environment), ({ ended }) => ended)

      const first = yield* run([], environment)
      yield* untilSyncing(control)
      yield* control.messages([{ from: "lili", text: "你好" }])
      yield* control.sent({ wait: 20_000 })
      const looks = yield* Effect.forEach(
        [["check"], ["why", "你好"], ["contacts"], ["replay"]],
        (args) => command(...args),
        { concurrency: 2 }
      )
      expect(looks.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(looks.map(() => [0, ""]))
      const second = yield* command("run")
      expect([second.exitCode, second.stderr]).toEqual([
        75,
        `${path}/lock.db: another robot uses this data directory\n`
      ])
      yield* first.stop("SIGTERM")
      expect(yield* fs.readDirectory(parent)).toEqual([name])
      expect(yield* fs.readDirectory(path)).toEqual(
        expect.arrayContaining(["journal.db", "lock.db", "pseudonym.key"])
      )
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive("shows the code that waits there", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start({ autoScan: false })
      const path = `${yield* directory}/a #1?b=%41`
      const environment = tireless(origin, path)
      yield* run([], environment)
      yield* until(control, ({ holding }) => holding.login > 0)
      const { exitCode, stdout } = yield* Effect.flatMap(run(["qr"], environment), ({ ended }) => ended)
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Scan it with WeChat")])
    })
  )
})
