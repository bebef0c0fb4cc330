import { spawnSync } from "node:child_process"
import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { RealFiles } from "../support/layers/files.ts"
import { tamper } from "../support/layers/journalFile.ts"
import { untilSyncing } from "../support/end-to-end/inProcess.ts"
import { cannotMount, smallDisk } from "../support/end-to-end/namespace.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"

/** A simulator, and robots and commands with a data directory each. */
const home = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const { control, origin } = yield* start()
  const place = yield* directory
  const robot = (data: string) => run([], tireless(origin, `${place}/${data}`))
  const command = (data: string, args: ReadonlyArray<string>, behind: ReadonlyArray<string> = []) =>
    Effect.flatMap(run(args, tireless(origin, `${place}/${data}`), behind), ({ ended }) => ended)
  /** Says something, and waits until the robot said so many things. */
  const talk = Effect.fnUntraced(function* (text: string, count: number) {
    yield* control.messages([{ from: "lili", text }])
    yield* control.sent({ wait: 20_000, after: count - 1 })
  })
  const files = Effect.map(fs.readDirectory(place), (names) => names.toSorted())
  return { command, control, files, fs, place, robot, talk }
}).pipe(Effect.provide(RealFiles))

/** Unpacks an archive as the documentation says. */
const unpack = (archive: string, into: string) =>
  Effect.sync(() => {
    const { status, stderr } = spawnSync("tar", ["-xf", archive, "-C", into], { encoding: "utf8" })
    expect([status, stderr]).toEqual([0, ""])
  })

if (cannotMount !== undefined) process.stderr.write(`skipped, no disk is mounted: ${cannotMount}\n`)

describe("a backup", () => {
  it.scopedLive(
    "of a robot that runs is its owner's alone; restored, it is the same session and messages",
    () =>
      Effect.gen(function* () {
        const { command, control, files, fs, place, robot, talk } = yield* home
        const first = yield* robot("data")
        yield* untilSyncing(control)
        yield* talk("before", 1)
        const made = yield* command(
          "data",
          ["backup", `${place}/all.tar`],
          ["sh", "-c", 'umask 0; exec "$@"', "sh"]
        )
        expect(made).toMatchObject({ exitCode: 0, stdout: "" })
        expect(made.stderr).toMatch(
          /^Backed up and checked: \d+ messages, \d+ KB\. It holds your WeChat session/
        )
        expect(yield* files).toEqual(["all.tar", "data"])
        expect((yield* fs.stat(`${place}/all.tar`)).mode & 0o777).toBe(0o600)
        yield* talk("after", 2)
        yield* first.stop("SIGTERM")

        yield* fs.makeDirectory(`${place}/restored`, { mode: 0o700 })
        yield* unpack(`${place}/all.tar`, `${place}/restored`)
        expect((yield* fs.readDirectory(`${place}/restored`)).toSorted()).toEqual([
          "journal.db",
          "pseudonym.key"
        ])
        expect(yield* fs.readFile(`${place}/restored/pseudonym.key`)).toEqual(
          yield* fs.readFile(`${place}/data/pseudonym.key`)
        )
        const why = yield* command("restored", ["why", "before"])
        expect([why.exitCode, why.stdout]).toEqual([0, expect.stringContaining("outcome      sent")])
        expect((yield* command("restored", ["why", "after"])).exitCode).toBe(1)

        yield* robot("restored")
        yield* talk("again", 3)
        expect((yield* control.state()).scans).toHaveLength(1)
      })
  )

  it.scopedLive("goes to the standard output as well, of a robot that does not run", () =>
    Effect.gen(function* () {
      const { command, control, files, fs, place, robot } = yield* home
      const first = yield* robot("data")
      yield* untilSyncing(control)
      yield* first.stop("SIGKILL")
      const into = ["sh", "-c", `exec "$@" > '${place}/all.tar'`, "sh"]
      expect(yield* command("data", ["backup", "-"], into)).toMatchObject({ exitCode: 0 })
      expect(yield* files).toEqual(["all.tar", "data"])
      yield* fs.makeDirectory(`${place}/restored`)
      yield* unpack(`${place}/all.tar`, `${place}/restored`)
      expect(yield* command("restored", ["why", "--last", "1"])).toMatchObject({ exitCode: 0 })
      const full = yield* command("data", ["backup", "-"], ["sh", "-c", 'exec "$@" > /dev/full', "sh"])
      expect([full.exitCode, full.stderr]).toEqual([75, "the standard output: the disk is full\n"])
    })
  )

  it.scopedLive("that cannot be made says why, and leaves nothing behind", () =>
    Effect.gen(function* () {
      const { command, control, files, fs, place, robot } = yield* home
      const none = yield* command("data", ["backup", `${place}/all.tar`])
      expect([none.exitCode, none.stderr]).toEqual([75, expect.stringContaining("there is no journal yet")])
      const first = yield* robot("data")
      yield* untilSyncing(control)
      yield* first.stop("SIGTERM")
      yield* fs.writeFileString(`${place}/taken`, "mine")
      const taken = yield* command("data", ["backup", `${place}/taken`])
      expect([taken.exitCode, taken.stderr]).toEqual([
        1,
        `${place}/taken: is there already; give another name\n`
      ])
      expect(yield* fs.readFileString(`${place}/taken`)).toBe("mine")
      const nowhere = yield* command("data", ["backup", `${place}/no/where`])
      expect([nowhere.exitCode, nowhere.stderr]).toEqual([1, `${place}/no: cannot be written (NotFound)\n`])
      expect((yield* command("data", ["backup"])).exitCode).toBe(64)
      yield* tamper(`${place}/data`, "insert into migration (migration_id, name) values (1000, 'future')")
      const newer = yield* command("data", ["backup", `${place}/all.tar`])
      expect([newer.exitCode, newer.stderr]).toEqual([78, expect.stringContaining("of a newer version")])
      expect(yield* files).toEqual(["data", "taken"])
    })
  )

  it.scopedLive("of a damaged journal is none", () =>
    Effect.gen(function* () {
      const { command, control, files, fs, place, robot, talk } = yield* home
      const first = yield* robot("data")
      yield* untilSyncing(control)
      yield* talk("hello", 1)
      yield* first.stop("SIGTERM")
      const file = `${place}/data/journal.db`
      const bytes = yield* fs.readFile(file)
      // the head with the schema is whole, what follows is not
      yield* fs.writeFile(
        file,
        bytes.map((byte, at) => (at < bytes.length / 2 ? byte : 0xaa))
      )
      const { exitCode, stderr } = yield* command("data", ["backup", `${place}/all.tar`])
      expect([exitCode, stderr]).toEqual([78, expect.stringContaining("is damaged")])
      expect(yield* files).toEqual(["data"])
    })
  )

  it.skipIf(cannotMount !== undefined)("on a full disk ends in 75, and leaves nothing behind", () =>
    Effect.gen(function* () {
      const { command, control, fs, place, robot } = yield* home
      const first = yield* robot("data")
      yield* untilSyncing(control)
      yield* first.stop("SIGTERM")
      yield* fs.makeDirectory(`${place}/disk`)
      const disk = yield* smallDisk(`${place}/disk`, 1)
      yield* Effect.flip(fs.writeFile(disk.outside(`${place}/disk/filler`), new Uint8Array(2_000_000)))
      const file = `${place}/disk/all.tar`
      const { exitCode, stderr } = yield* command("data", ["backup", file], disk.enter)
      expect([exitCode, stderr]).toEqual([75, `${file}: the disk is full\n`])
      expect(yield* fs.readDirectory(disk.outside(`${place}/disk`))).toEqual(["filler"])
    }).pipe(Effect.scoped, Effect.runPromise)
  )
})
