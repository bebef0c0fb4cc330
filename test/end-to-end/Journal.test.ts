import { pathToFileURL } from "node:url"
import { FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { createClient } from "@libsql/client"
import { Effect } from "effect"
import { type Simulator, start } from "../../src/simulator/Simulator.ts"
import { until, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { cannotMount, readOnly, smallDisk } from "../support/end-to-end/namespace.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"

/** A simulator, and the life of a robot there: each has the same directory for its data. */
const home = Effect.gen(function* () {
  const { control, origin } = yield* start()
  const path = yield* directory
  const life = (behind?: ReadonlyArray<string>) => run(["run"], tireless(origin, path), behind)
  /** One that got as far as to wait for messages. */
  const up = (behind?: ReadonlyArray<string>) => Effect.zipLeft(life(behind), untilSyncing(control))
  return { control, path, life, up }
})

const say = (control: Simulator["control"], ...texts: ReadonlyArray<string>) =>
  control.messages(texts.map((text) => ({ from: "lili", text })))

/** What the robot was asked, as soon as it sent so many answers. */
const answered = Effect.fnUntraced(function* (control: Simulator["control"], count: number) {
  yield* control.sent({ wait: 20_000, after: count - 1 })
  const sent = yield* control.sent()
  expect(sent).toHaveLength(count)
  return (yield* control.asked()).map(({ text }) => text)
})

const tamper = (path: string, statement: string) =>
  Effect.promise(async () => {
    const client = createClient({ url: pathToFileURL(`${path}/journal.db`).href })
    await client.execute(statement)
    client.close()
  })

/** Megabytes of a disk: sixty answers take four where no two writes share a commit. */
const ROOM = 16

/** Writes a file until no byte fits any more. */
const fill = (path: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) =>
    Effect.flip(fs.writeFile(path, new Uint8Array(2 * ROOM * 1_048_576)))
  )

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `question ${from + index}`)

const command = (path: string, ...args: ReadonlyArray<string>) =>
  Effect.flatMap(run(args, { ROBOT_DATA_DIR: path }), ({ ended }) => ended)

describe("the commands why, contacts and replay", () => {
  it.scopedLive.each(["while the robot runs", "after kill -9"] as const)("read the journal %s", (when) =>
    Effect.gen(function* () {
      const { control, path, up } = yield* home
      const robot = yield* up()
      yield* say(control, "question 1")
      yield* answered(control, 1)
      if (when === "after kill -9") yield* robot.stop("SIGKILL")
      const told = yield* command(path, "why", "question 1")
      expect(told).toMatchObject({ exitCode: 0, stderr: "" })
      expect(told.stdout).toContain("  → a friend's text")
      const listed = yield* command(path, "why", "--last", "20")
      expect(listed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`"question 1"\n`) })
      const people = yield* command(path, "contacts")
      expect(people).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("\n  李莉（同事）\n") })
      const replayed = yield* command(path, "replay")
      expect(replayed).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining(" looked at, 0 would be")
      })
    })
  )

  it.scopedLive("end in 1 for no such message, in 64 for no question, in 75 without a journal", () =>
    Effect.gen(function* () {
      const { path, up } = yield* home
      const none = yield* command(path, "why", "--last", "20")
      expect([none.exitCode, none.stderr]).toEqual([
        75,
        `${path}/journal.db: there is no journal yet: start the robot first\n`
      ])
      const nobody = yield* command(path, "contacts")
      expect([nobody.exitCode, nobody.stderr]).toEqual([none.exitCode, none.stderr])
      yield* up()
      const missed = yield* command(path, "why", "never said")
      expect([missed.exitCode, missed.stderr]).toEqual([1, `no message has this id or text: "never said"\n`])
      expect((yield* command(path, "why")).exitCode).toBe(64)
    })
  )
})

describe("a data directory that a robot used before", () => {
  it.scopedLive("is no trouble after kill -9: it goes on without a scan", () =>
    Effect.gen(function* () {
      const { control, life, up } = yield* home
      const first = yield* up()
      yield* say(control, "1")
      yield* answered(control, 1)
      yield* first.stop("SIGKILL")
      yield* say(control, "2")
      const second = yield* life()
      expect(yield* answered(control, 2)).toEqual(["1", "2"])
      expect(yield* second.stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: "" })
      expect((yield* control.state()).sessions).toHaveLength(1)
    })
  )

  it.scopedLive("is refused to a second robot with 75, and the first goes on undisturbed", () =>
    Effect.gen(function* () {
      const { control, life, path, up } = yield* home
      const first = yield* up()
      const second = yield* life()
      const { exitCode, stderr } = yield* second.ended
      expect([exitCode, stderr]).toEqual([75, `${path}/lock.db: another robot uses this data directory\n`])
      yield* say(control, "1")
      expect(yield* answered(control, 1)).toEqual(["1"])
      expect((yield* control.state()).sessions).toHaveLength(1)
      expect(yield* first.stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: "" })
    })
  )

  it.scopedLive("is refused with 78 when its journal is no database, and left as it is", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { control, life, path } = yield* home
      yield* fs.writeFileString(`${path}/journal.db`, "somebody's notes ".repeat(500))
      const { exitCode, stderr } = yield* Effect.flatMap(life(), ({ ended }) => ended)
      expect([exitCode, stderr]).toEqual([78, expect.stringContaining(`${path}/journal.db: is damaged`)])
      expect(yield* fs.readFileString(`${path}/journal.db`)).toBe("somebody's notes ".repeat(500))
      expect((yield* control.state()).sessions).toEqual([])
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive(
    "is refused with 78 when its journal is of a newer version, and works again with that one",
    () =>
      Effect.gen(function* () {
        const { control, life, path, up } = yield* home
        const first = yield* up()
        yield* first.stop("SIGTERM")
        yield* tamper(path, "insert into migration (migration_id, name) values (1000, 'future')")
        const { exitCode, stderr } = yield* Effect.flatMap(life(), ({ ended }) => ended)
        expect([exitCode, stderr]).toEqual([
          78,
          expect.stringContaining("of a newer version of this program")
        ])
        yield* tamper(path, "delete from migration where migration_id = 1000")
        yield* say(control, "1")
        yield* life()
        expect(yield* answered(control, 1)).toEqual(["1"])
        expect((yield* control.state()).sessions).toHaveLength(1)
      })
  )
})

if (cannotMount !== undefined) process.stderr.write(`skipped, no disk is mounted: ${cannotMount}\n`)

describe.skipIf(cannotMount !== undefined)("a data directory on a disk", () => {
  it.scopedLive("that is full ends a start in 75, and works once there is room", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { control, life, path, up } = yield* home
      const disk = yield* smallDisk(path, ROOM)
      const filler = disk.outside(`${path}/filler`)
      const ends = Effect.flatMap(life(disk.enter), ({ ended }) => ended)
      yield* fill(filler)
      const new_ = yield* ends
      expect([new_.exitCode, new_.stderr]).toEqual([75, expect.stringContaining(path)])
      yield* fs.remove(filler)
      const first = yield* up(disk.enter)
      yield* say(control, "1")
      yield* answered(control, 1)
      expect((yield* first.stop("SIGTERM")).exitCode).toBe(0)
      yield* fill(filler)
      yield* say(control, "2")
      const used = yield* ends
      expect([used.exitCode, used.stderr]).toEqual([75, expect.stringMatching(/^\/\S+: .*the disk is full/)])
      yield* fs.remove(filler)
      yield* life(disk.enter)
      expect(yield* answered(control, 2)).toEqual(["1", "2"])
      expect((yield* control.state()).sessions).toHaveLength(1)
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive(
    "that fills up ends the robot in 75; with room it goes on, nothing lost and nothing twice",
    () =>
      Effect.gen(function* () {
        const fs = yield* FileSystem.FileSystem
        const { control, life, path, up } = yield* home
        const disk = yield* smallDisk(path, ROOM)
        const filler = disk.outside(`${path}/filler`)
        const first = yield* up(disk.enter)
        const [before, during] = [numbered(1, 20), numbered(21, 60)]
        yield* say(control, ...before)
        yield* answered(control, 20)
        yield* fill(filler)
        yield* say(control, ...during)
        const { exitCode, stderr } = yield* first.ended
        expect([exitCode, stderr]).toEqual([
          75,
          expect.stringContaining(`${path}/journal.db: the disk is full`)
        ])
        yield* fs.remove(filler)
        yield* life(disk.enter)
        const asked = yield* answered(control, 60)
        expect(new Set(asked)).toEqual(new Set([...before, ...during]))
        expect((yield* control.state()).sessions).toHaveLength(1)
      }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scopedLive("that cannot be written ends a start in 78, whether a robot was there before or not", () =>
    Effect.gen(function* () {
      const { control, life, path, up } = yield* home
      const refused = Effect.gen(function* () {
        const { enter } = yield* readOnly(path)
        const { exitCode, stderr } = yield* Effect.flatMap(life(enter), ({ ended }) => ended)
        expect([exitCode, stderr]).toEqual([
          78,
          expect.stringContaining(`${path}: the data directory cannot be written`)
        ])
      })
      yield* refused
      const first = yield* up()
      yield* first.stop("SIGTERM")
      yield* refused
      yield* say(control, "1")
      yield* life()
      expect(yield* answered(control, 1)).toEqual(["1"])
      expect((yield* until(control, ({ pending }) => pending === 0)).sessions).toHaveLength(1)
    })
  )
})
