import { type Statement } from "@effect/sql"
import { Predicate } from "effect"
import Database from "libsql"

/** A statement as `sql` of `@effect/sql` makes it: a text, and the values for its places. */
export type Compilable = Pick<Statement.Statement<unknown>, "compile">

/** What SQLite calls that which went wrong; of a file that cannot be opened, the driver tells it in words. */
export const codeOf = (cause: unknown): string => {
  if (cause instanceof Database.SqliteError) return cause.code
  if (Predicate.hasProperty(cause, "cause")) return codeOf(cause.cause)
  return Predicate.hasProperty(cause, "message") ? `${cause.message}` : ""
}

/** Another program holds the file just then. */
export const isBusy = (cause: unknown) => /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(codeOf(cause))

interface Prepared {
  readonly statement: Database.Statement
  /** Whether it gives rows. */
  readonly reader: boolean
}

/**
 * A connection to a database by the driver's synchronous calls, with statements that are prepared once: the driver's
 * client prepares each of them anew and answers in promises, which costs more than the writing. For few texts, since they
 * are kept.
 */
export class Connection {
  readonly #open: () => Database.Database
  #database: Database.Database | undefined
  readonly #prepared = new Map<string, Prepared>()
  #closed = false

  /** `timeout` is how many milliseconds a step waits for another program, while all stands still. */
  constructor(path: string, { pragmas, timeout }: { readonly pragmas: string; readonly timeout: number }) {
    this.#open = () => {
      const database = new Database(path, { timeout })
      try {
        database.exec(pragmas)
      } catch (cause) {
        database.close()
        throw cause
      }
      return database
    }
  }

  /** Does one statement, and gives its rows. */
  run(text: string, values: ReadonlyArray<unknown> = []): ReadonlyArray<Record<string, unknown>> {
    return this.#step((database) => {
      const { reader, statement } = this.#prepare(database, text)
      if (reader) return statement.all(values).filter(Predicate.isReadonlyRecord)
      statement.run(values)
      return []
    })
  }

  /** Does all of them in one commit, or none. */
  commit(writes: ReadonlyArray<Compilable>): void {
    if (writes.length === 0) return
    this.#step((database) => database.exec("begin immediate"))
    this.#step((database) => {
      try {
        for (const write of writes) this.run(...write.compile())
        database.exec("commit")
      } catch (cause) {
        // some failures have ended it already
        if (database.inTransaction) database.exec("rollback")
        throw cause
      }
    })
  }

  close(): void {
    this.#closed = true
    // the driver closes a file once nothing prepared for it is left in memory, and would hold it as long
    if (this.#database?.inTransaction === true) this.#database.exec("rollback")
    this.#reset()
  }

  #step<A>(step: (database: Database.Database) => A): A {
    if (this.#closed) throw new Error("the connection is closed")
    const database = (this.#database ??= this.#open())
    try {
      return step(database)
    } catch (cause) {
      // after a statement that found the file taken, a commit may never work again (libsql-client-ts#352)
      if (isBusy(cause) && !database.inTransaction) this.#reset()
      throw cause
    }
  }

  /** The next step opens the file anew. */
  #reset() {
    this.#prepared.clear()
    this.#database?.close()
    this.#database = undefined
  }

  #prepare(database: Database.Database, text: string): Prepared {
    const there = this.#prepared.get(text)
    if (there !== undefined) return there
    const statement = database.prepare(text)
    const prepared = { statement, reader: statement.reader }
    this.#prepared.set(text, prepared)
    return prepared
  }
}
