import { cpSync } from "node:fs"
import { FileSystem } from "@effect/platform"
import { SqlError } from "@effect/sql"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Exit, Fiber, Scope, TestClock } from "effect"
import * as CommitGroup from "../../../../src/layers/journal/sql/CommitGroup.ts"
import { type Compilable, Connection } from "../../../../src/layers/journal/sql/Connection.ts"
import { RealFiles, temporaryDirectory } from "../../../support/layers/files.ts"

/** A database with one table of different numbers; it counts its transactions. */
const numbers = Effect.gen(function* () {
  const directory = yield* temporaryDirectory
  const counted = { transactions: 0 }
  const connection = yield* Effect.acquireRelease(
    Effect.sync(() => new Connection(`${directory}/numbers.db`, { pragmas: "", timeout: 0 })),
    (connection) => Effect.sync(() => connection.close())
  )
  connection.run("create table number (n integer not null unique)")
  const run = (text: string) => ({ compile: (): readonly [string, ReadonlyArray<unknown>] => [text, []] })
  return {
    connection,
    counted,
    directory,
    run,
    makeWriter: CommitGroup.make((write) =>
      Effect.try({
        try: () => {
          const writes = write()
          if (writes.length > 0) counted.transactions += 1
          connection.commit(writes)
        },
        catch: (cause) => new SqlError.SqlError({ cause })
      })
    ),
    write: (n: number) => () => [run(`insert into number (n) values (${n})`)],
    written: Effect.sync(() => connection.run("select n from number order by rowid").map(({ n }) => n))
  }
})

/** Longer than a write that nobody waits for waits for company. */
const FOR_COMPANY = Duration.millis(50)

const range = (to: number) => Array.from({ length: to }, (_, n) => n)

const itOnDisk = (name: string, test: Effect.Effect<void, unknown, Scope.Scope | FileSystem.FileSystem>) =>
  it.scoped(name, () => Effect.provide(test, RealFiles))

describe("one writer for a database", () => {
  itOnDisk(
    "writes in the order of the calls, whether one waits for them or not",
    Effect.gen(function* () {
      const { makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      yield* Effect.forEach(range(500), (n) => writer.later(write(n)))
      yield* writer.now(write(500))
      expect(yield* written).toEqual(range(501))
    })
  )

  itOnDisk(
    "commits together what waits together, 256 at a time",
    Effect.gen(function* () {
      const { counted, makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      yield* Effect.forEach(range(1000), (n) => writer.now(write(n)), { concurrency: "unbounded" })
      expect(yield* written).toEqual(range(1000))
      expect(counted.transactions).toBeLessThanOrEqual(5)
    })
  )

  itOnDisk(
    "commits sixteen claims that come at once in one step",
    Effect.gen(function* () {
      const { counted, makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      yield* Effect.forEach(range(16), (n) => writer.now(write(n)), { concurrency: "unbounded" })
      expect(yield* written).toEqual(range(16))
      expect(counted.transactions).toBe(1)
    })
  )

  itOnDisk(
    "commits what nobody waits for with the next write that somebody does, or soon",
    Effect.gen(function* () {
      const { counted, makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      yield* writer.later(write(1))
      yield* writer.later(write(2))
      yield* writer.now(write(3))
      expect(yield* written).toEqual([1, 2, 3])
      expect(counted.transactions).toBe(1)
      yield* writer.later(write(4))
      yield* writer.later(write(5))
      expect(yield* written).toEqual([1, 2, 3])
      yield* TestClock.adjust(FOR_COMPANY)
      expect(yield* written).toEqual([1, 2, 3, 4, 5])
      expect(counted.transactions).toBe(2)
    })
  )

  itOnDisk(
    "has on disk what was waited for",
    Effect.gen(function* () {
      const { makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      yield* writer.now(write(1))
      expect(yield* written).toEqual([1])
    })
  )

  itOnDisk(
    "loses nothing at the end of the scope",
    Effect.gen(function* () {
      const { makeWriter, write, written } = yield* numbers
      const scope = yield* Scope.make()
      const writer = yield* Scope.extend(makeWriter, scope)
      yield* Effect.forEach(range(1000), (n) => writer.later(write(n)))
      yield* Scope.close(scope, Exit.void)
      expect(yield* written).toEqual(range(1000))
    })
  )

  itOnDisk(
    "ends with a commit that fails, too",
    Effect.gen(function* () {
      const { connection, makeWriter, run, write, written } = yield* numbers
      connection.run("pragma foreign_keys = on")
      connection.run("create table child (n integer references number (n) deferrable initially deferred)")
      const writer = yield* makeWriter
      // what is checked at the commit only
      yield* writer.later(() => [...write(1)(), run("insert into child (n) values (2)")])
      yield* TestClock.adjust(FOR_COMPANY)
      expect(yield* Effect.flip(writer.failure)).toMatchObject({ _tag: "SqlError" })
      expect(yield* written).toEqual([])
    })
  )

  itOnDisk(
    "ends with the first write that fails: nothing of its commit is there, nothing comes after it, nobody is told it is",
    Effect.gen(function* () {
      const { makeWriter, write, written } = yield* numbers
      const scope = yield* Scope.make()
      const writer = yield* Scope.extend(makeWriter, scope)
      yield* writer.now(write(1))
      yield* writer.later(write(2))
      yield* writer.later(write(1))
      const waiting = yield* Effect.fork(writer.now(write(3)))
      expect(yield* Effect.flip(writer.failure)).toMatchObject({ _tag: "SqlError" })
      yield* writer.later(write(4))
      yield* Scope.close(scope, Exit.void)
      expect(yield* written).toEqual([1])
      expect(yield* Fiber.poll(waiting)).toMatchObject({ _tag: "None" })
    })
  )
})

/** The numbers in a copy of a database's files, as a program finds them that is started after a kill. */
const writtenIn = Effect.fnUntraced(function* (directory: string) {
  const fs = yield* FileSystem.FileSystem
  const copy = yield* temporaryDirectory
  yield* fs.copy(directory, copy, { overwrite: true })
  const connection = new Connection(`${copy}/numbers.db`, { pragmas: "", timeout: 0 })
  const rows = connection.run("select n from number order by rowid")
  connection.close()
  return rows.map(({ n }) => n)
})

describe("what is written together", () => {
  itOnDisk(
    "is one commit, in the order of the calls, between what was written before it and after it",
    Effect.gen(function* () {
      const { counted, makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      yield* writer.now(write(0))
      const before = counted.transactions
      const some = Effect.gen(function* () {
        yield* writer.later(write(1))
        yield* writer.now(write(2))
        yield* writer.later(write(3))
        return "done"
      })
      expect(yield* writer.together(some)).toBe("done")
      expect(yield* written).toEqual([0, 1, 2, 3])
      expect(counted.transactions).toBe(before + 1)
      yield* writer.later(write(4))
      yield* writer.together(writer.later(write(5)))
      yield* writer.now(write(6))
      expect(yield* written).toEqual([0, 1, 2, 3, 4, 5, 6])
    })
  )

  itOnDisk(
    "waits for nothing within it, and is there at its end only, while what others write goes on",
    Effect.gen(function* () {
      const { makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      const begun = yield* Deferred.make<void>()
      const other = yield* Effect.fork(Effect.zipRight(Deferred.await(begun), writer.now(write(9))))
      const some = Effect.gen(function* () {
        yield* writer.now(write(1))
        yield* Deferred.succeed(begun, undefined)
        yield* Fiber.join(other)
        return yield* written
      })
      expect(yield* writer.together(some)).toEqual([9])
      expect(yield* written).toEqual([9, 1])
    })
  )

  itOnDisk(
    "is nothing when it fails, dies or is interrupted; all else goes on",
    Effect.gen(function* () {
      const { makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      const some = Effect.zipRight(writer.later(write(1)), writer.now(write(2)))
      expect(yield* Effect.flip(writer.together(Effect.zipRight(some, Effect.fail("no"))))).toBe("no")
      expect(yield* Effect.exit(writer.together(Effect.zipRight(some, Effect.die("no"))))).toEqual(
        Exit.die("no")
      )
      const begun = yield* Deferred.make<void>()
      const endless = Effect.zipRight(Effect.zipRight(some, Deferred.succeed(begun, undefined)), Effect.never)
      const waiting = yield* Effect.fork(writer.together(endless))
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(waiting)
      yield* writer.now(write(3))
      expect(yield* written).toEqual([3])
    })
  )

  itOnDisk(
    "is not there at all when one of its statements fails, and nobody is told that it is",
    Effect.gen(function* () {
      const { makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      yield* writer.now(write(2))
      const some = Effect.forEach([1, 2, 3], (n) => writer.later(write(n)))
      const waiting = yield* Effect.fork(writer.together(some))
      expect(yield* Effect.flip(writer.failure)).toMatchObject({ _tag: "SqlError" })
      expect(yield* written).toEqual([2])
      expect(yield* Fiber.poll(waiting)).toMatchObject({ _tag: "None" })
    })
  )

  itOnDisk(
    "is not there at all after a kill in the middle of its commit",
    Effect.gen(function* () {
      const { directory, makeWriter, run, write, written } = yield* numbers
      const writer = yield* makeWriter
      yield* writer.now(write(0))
      const seen = yield* temporaryDirectory
      /** Looks when its turn comes within the commit. */
      const look: Compilable = {
        compile: () => {
          cpSync(directory, seen, { recursive: true })
          return ["select 1", []]
        }
      }
      const some = Effect.gen(function* () {
        // pages go to the file long before the commit
        yield* writer.later(() => [run("pragma cache_size = 1")])
        yield* Effect.forEach(range(5_000), (n) => writer.later(write(n + 1)))
        yield* writer.later(() => [look])
        yield* writer.later(write(9_999))
      })
      yield* writer.together(some)
      expect(yield* writtenIn(seen)).toEqual([0])
      expect(yield* writtenIn(directory)).toEqual([...range(5_001), 9_999])
      expect(yield* written).toEqual([...range(5_001), 9_999])
    })
  )

  itOnDisk(
    "within another is a part of that",
    Effect.gen(function* () {
      const { counted, makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      const some = (first: number) =>
        Effect.gen(function* () {
          yield* writer.later(write(first))
          yield* writer.together(
            Effect.zipRight(writer.later(write(first + 1)), writer.now(write(first + 2)))
          )
          // what fails within is left out, as it is by itself
          yield* Effect.ignore(writer.together(Effect.zipRight(writer.later(write(-1)), Effect.fail("no"))))
          yield* writer.later(write(first + 3))
        })
      yield* Effect.ignore(writer.together(Effect.zipRight(some(1), Effect.fail("no"))))
      yield* writer.now(() => [])
      expect(yield* written).toEqual([])
      const before = counted.transactions
      yield* writer.together(some(1))
      expect(counted.transactions).toBe(before + 1)
      expect(yield* written).toEqual([1, 2, 3, 4])
    })
  )

  itOnDisk(
    "is over when it is done: what a fiber of it writes later is written as ever",
    Effect.gen(function* () {
      const { makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      const go = yield* Deferred.make<void>()
      const later = Effect.zipRight(Deferred.await(go), writer.now(write(2)))
      const fiber = yield* writer.together(Effect.zipRight(writer.later(write(1)), Effect.forkDaemon(later)))
      yield* Deferred.succeed(go, undefined)
      yield* Fiber.join(fiber)
      expect(yield* written).toEqual([1, 2])
    })
  )

  itOnDisk(
    "is over when it fails, too",
    Effect.gen(function* () {
      const { makeWriter, write, written } = yield* numbers
      const writer = yield* makeWriter
      const go = yield* Deferred.make<void>()
      const done = yield* Deferred.make<void>()
      const later = Deferred.await(go).pipe(Effect.zipRight(writer.now(write(2))), Effect.intoDeferred(done))
      const some = writer
        .later(write(1))
        .pipe(Effect.zipRight(Effect.forkDaemon(later)), Effect.zipRight(Effect.fail("no")))
      expect(yield* Effect.flip(writer.together(some))).toBe("no")
      yield* Deferred.succeed(go, undefined)
      yield* Deferred.await(done)
      expect(yield* written).toEqual([2])
    })
  )

  itOnDisk(
    "is of one writer: what goes to another within it is not of it",
    Effect.gen(function* () {
      const one = yield* numbers
      const another = yield* numbers
      const [writer, other] = yield* Effect.all([one.makeWriter, another.makeWriter])
      const some = Effect.gen(function* () {
        yield* writer.later(one.write(1))
        yield* other.now(another.write(2))
        expect(yield* another.written).toEqual([2])
        return yield* Effect.fail("no")
      })
      expect(yield* Effect.flip(writer.together(some))).toBe("no")
      yield* writer.now(one.write(3))
      expect(yield* one.written).toEqual([3])
      expect(yield* another.written).toEqual([2])
    })
  )
})
