import { describe, expect, it, vi } from "@effect/vitest"
import { Effect } from "effect"
import Database from "libsql"
import { type Compilable, Connection, isBusy } from "../../../../src/layers/journal/sql/Connection.ts"
import { RealFiles, temporaryDirectory } from "../../../support/layers/files.ts"

const connectionTo = (path: string) =>
  Effect.acquireRelease(
    Effect.sync(() => new Connection(path, { pragmas: "pragma synchronous = full", timeout: 0 })),
    (connection) => Effect.sync(() => connection.close())
  )

/** Two connections to a file with a table of different numbers, in which a reader is in nobody's way. */
const two = Effect.gen(function* () {
  const path = `${yield* temporaryDirectory}/numbers.db`
  const connection = yield* connectionTo(path)
  connection.run("pragma journal_mode = wal")
  connection.run("create table number (n integer not null unique)")
  return { connection, other: yield* connectionTo(path) }
})

const add = (n: number): Compilable => ({ compile: () => ["insert into number (n) values (?)", [n]] })

const numbers = (connection: Connection) =>
  connection.run("select n from number order by n").map(({ n }) => n)

const failureOf = (step: () => unknown): unknown => {
  try {
    step()
  } catch (cause) {
    return cause
  }
  return undefined
}

describe("a connection to a database", () => {
  it.scoped("prepares a text once, whatever its values", () =>
    Effect.gen(function* () {
      const { connection } = yield* two
      const prepare = vi.spyOn(Database.prototype, "prepare")
      for (const n of [1, 2, 3]) connection.commit([add(n), add(n + 10)])
      expect(numbers(connection)).toEqual([1, 2, 3, 11, 12, 13])
      expect(numbers(connection)).toHaveLength(6)
      expect(prepare).toHaveBeenCalledTimes(2)
      prepare.mockRestore()
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("commits all or nothing, and goes on after what failed", () =>
    Effect.gen(function* () {
      const { connection, other } = yield* two
      connection.commit([])
      expect(failureOf(() => connection.commit([add(1), add(2), add(1)]))).toMatchObject({
        code: expect.stringContaining("SQLITE_CONSTRAINT")
      })
      expect(numbers(other)).toEqual([])
      connection.commit([add(1), add(2)])
      expect(numbers(other)).toEqual([1, 2])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("fails while another holds the file, and works as soon as that lets go", () =>
    Effect.gen(function* () {
      const { connection, other } = yield* two
      connection.commit([add(1)])
      other.run("begin immediate")
      for (const step of [() => connection.commit([add(2)]), () => connection.run(...add(2).compile())]) {
        expect(isBusy(failureOf(step))).toBe(true)
      }
      expect(numbers(connection)).toEqual([1])
      // what is open is given up with the connection
      other.close()
      connection.commit([add(2)])
      expect(numbers(connection)).toEqual([1, 2])
      // as it was set up at first
      expect(connection.run("pragma synchronous")).toEqual([{ synchronous: 2 }])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is not opened again once it is closed", () =>
    Effect.gen(function* () {
      const { connection } = yield* two
      connection.close()
      expect(failureOf(() => connection.run("select 1"))).toMatchObject({
        message: "the connection is closed"
      })
      connection.close()
    }).pipe(Effect.provide(RealFiles))
  )
})
