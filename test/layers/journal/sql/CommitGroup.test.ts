import { pathToFileURL } from "node:url"
import { Reactivity } from "@effect/experimental"
import { FileSystem } from "@effect/platform"
import { LibsqlClient } from "@effect/sql-libsql"
import { describe, expect, it } from "@effect/vitest"
import { createClient } from "@libsql/client"
import { Deferred, Effect, Exit, Fiber, Scope } from "effect"
import * as CommitGroup from "../../../../src/layers/journal/sql/CommitGroup.ts"
import { RealFiles, temporaryDirectory } from "../../../support/layers/files.ts"

/** A database with one table of different numbers; it counts its transactions. */
const numbers = Effect.gen(function* () {
  const directory = yield* temporaryDirectory
  const file = pathToFileURL(`${directory}/numbers.db`).href
  const counted = { transactions: 0 }
  const liveClient = yield* Effect.acquireRelease(
    Effect.sync(() => createClient({ url: file, concurrency: 1 })),
    (client) => Effect.sync(() => client.close())
  )
  const begin = liveClient.transaction.bind(liveClient)
  liveClient.transaction = () => {
    counted.transactions += 1
    return begin("write")
  }
  const sql = yield* LibsqlClient.make({ liveClient })
  yield* sql`create table number (n integer not null unique)`
  return {
    sql,
    counted,
    directory,
    write: (n: number) => sql`insert into number (n) values (${n})`,
    written: Effect.map(sql<{ readonly n: number }>`select n from number order by rowid`, (rows) =>
      rows.map(({ n }) => n)
    )
  }
})

const range = (to: number) => Array.from({ length: to }, (_, n) => n)

const itOnDisk = (
  name: string,
  test: Effect.Effect<void, unknown, Scope.Scope | FileSystem.FileSystem | Reactivity.Reactivity>
) => it.scoped(name, () => Effect.provide(test, [RealFiles, Reactivity.layer]))

describe("one writer for a database", () => {
  itOnDisk(
    "writes in the order of the calls, whether one waits for them or not",
    Effect.gen(function* () {
      const { sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
      yield* Effect.forEach(range(500), (n) => writer.later(write(n)))
      yield* writer.now(write(500))
      expect(yield* written).toEqual(range(501))
    })
  )

  itOnDisk(
    "commits together what waits together, 256 at a time",
    Effect.gen(function* () {
      const { counted, sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
      yield* Effect.forEach(range(1000), (n) => writer.now(write(n)), { concurrency: "unbounded" })
      expect(yield* written).toEqual(range(1000))
      expect(counted.transactions).toBeLessThanOrEqual(5)
    })
  )

  itOnDisk(
    "has on disk what was waited for",
    Effect.gen(function* () {
      const { sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
      yield* writer.now(write(1))
      expect(yield* written).toEqual([1])
    })
  )

  itOnDisk(
    "loses nothing at the end of the scope",
    Effect.gen(function* () {
      const { sql, write, written } = yield* numbers
      const scope = yield* Scope.make()
      const writer = yield* Scope.extend(CommitGroup.make(sql), scope)
      yield* Effect.forEach(range(1000), (n) => writer.later(write(n)))
      yield* Scope.close(scope, Exit.void)
      expect(yield* written).toEqual(range(1000))
    })
  )

  itOnDisk(
    "ends with a commit that fails, too",
    Effect.gen(function* () {
      const { sql, write, written } = yield* numbers
      yield* sql`pragma foreign_keys = on`
      yield* sql`create table child (n integer references number (n) deferrable initially deferred)`
      const writer = yield* CommitGroup.make(sql)
      // what is checked at the commit only
      yield* writer.later(Effect.zipRight(write(1), sql`insert into child (n) values (2)`))
      expect(yield* Effect.flip(writer.failure)).toMatchObject({ _tag: "SqlError" })
      expect(yield* written).toEqual([])
    })
  )

  itOnDisk(
    "ends with the first write that fails: nothing of its commit is there, nothing comes after it, nobody is told it is",
    Effect.gen(function* () {
      const { sql, write, written } = yield* numbers
      const scope = yield* Scope.make()
      const writer = yield* Scope.extend(CommitGroup.make(sql), scope)
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
  return yield* Effect.promise(async () => {
    const client = createClient({ url: pathToFileURL(`${copy}/numbers.db`).href })
    const { rows } = await client.execute("select n from number order by rowid")
    client.close()
    return rows.map(({ n }) => n)
  })
})

describe("what is written together", () => {
  itOnDisk(
    "is one commit, in the order of the calls, between what was written before it and after it",
    Effect.gen(function* () {
      const { counted, sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
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
      const { sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
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
      const { sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
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
      const { sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
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
      const { directory, sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
      yield* writer.now(write(0))
      const seen = yield* Deferred.make<ReadonlyArray<unknown>>()
      const files = yield* FileSystem.FileSystem
      const look = writtenIn(directory).pipe(
        Effect.scoped,
        Effect.orDie,
        Effect.provideService(FileSystem.FileSystem, files),
        Effect.intoDeferred(seen)
      )
      const some = Effect.gen(function* () {
        // pages go to the file long before the commit
        yield* writer.later(sql`pragma cache_size = 1`)
        yield* Effect.forEach(range(5_000), (n) => writer.later(write(n + 1)))
        yield* writer.later(look)
        yield* writer.later(write(9_999))
      })
      yield* writer.together(some)
      expect(yield* Deferred.await(seen)).toEqual([0])
      expect(yield* writtenIn(directory)).toEqual([...range(5_001), 9_999])
      expect(yield* written).toEqual([...range(5_001), 9_999])
    })
  )

  itOnDisk(
    "within another is a part of that",
    Effect.gen(function* () {
      const { counted, sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
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
      yield* writer.now(Effect.void)
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
      const { sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
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
      const { sql, write, written } = yield* numbers
      const writer = yield* CommitGroup.make(sql)
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
      const [writer, other] = yield* Effect.all([CommitGroup.make(one.sql), CommitGroup.make(another.sql)])
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
