import { pathToFileURL } from "node:url"
import { Reactivity } from "@effect/experimental"
import { type FileSystem } from "@effect/platform"
import { LibsqlClient } from "@effect/sql-libsql"
import { describe, expect, it } from "@effect/vitest"
import { createClient } from "@libsql/client"
import { Effect, Exit, Fiber, Scope } from "effect"
import * as CommitGroup from "../../../../src/layers/journal/sql/CommitGroup.ts"
import { RealFiles, temporaryDirectory } from "../../../support/layers/files.ts"

/** A database with one table of different numbers; it counts its transactions. */
const numbers = Effect.gen(function* () {
  const file = pathToFileURL(`${yield* temporaryDirectory}/numbers.db`).href
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
