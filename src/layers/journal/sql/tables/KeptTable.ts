import { type SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import { Cursor, Session } from "../../../../domain/Session.ts"
import { StoredCookie } from "../../../../domain/StoredCookie.ts"
import { type SavedSession } from "../../SavedSessions.ts"

/** What makes up the saved session, each under its name. */
const columns = {
  session: Schema.parseJson(Session),
  cursor: Schema.parseJson(Cursor),
  cookies: Schema.parseJson(Schema.Array(StoredCookie)),
  endedBy: Schema.parseJson(Schema.Number)
} as const

const encode = {
  session: Schema.encodeSync(columns.session),
  cursor: Schema.encodeSync(columns.cursor),
  cookies: Schema.encodeSync(columns.cookies),
  endedBy: Schema.encodeSync(columns.endedBy)
}

/** What is written of an account's single values. */
export const keptWrites = (sql: SqlClient.SqlClient, account: string) => {
  const keep = (name: string, value: string) =>
    sql`
      insert into kept ${sql.insert({ account, name, value })}
      on conflict (account, name) do update set value = excluded.value`
  const lose = (name: keyof typeof columns) =>
    sql`delete from kept where account = ${account} and name = ${name}`
  const keepCookies = (cookies: ReadonlyArray<StoredCookie>) => keep("cookies", encode.cookies(cookies))
  return {
    keep,
    keepCookies,
    begin: (session: Session, cookies: ReadonlyArray<StoredCookie>) =>
      Effect.all(
        [
          // who is known has a table of its own
          keep("session", encode.session({ ...session, contacts: [] })),
          lose("cursor"),
          keepCookies(cookies),
          lose("endedBy")
        ],
        { discard: true }
      ),
    moveTo: (cursor: Cursor) => keep("cursor", encode.cursor(cursor)),
    end: (code: number) => keep("endedBy", encode.endedBy(code)),
    forgetAll: sql`delete from kept where account = ${account}`
  }
}

const decodeRows = Schema.decodeUnknown(
  Schema.Array(Schema.Struct({ name: Schema.String, value: Schema.String }))
)

/** All single values of an account by their names, as they are written. */
export const readKept = (sql: SqlClient.SqlClient, account: string) =>
  Effect.map(
    Effect.flatMap(sql`select name, value from kept where account = ${account}`, decodeRows),
    (rows) => new Map(rows.map(({ name, value }) => [name, value]))
  )

/** The saved session among them. */
export const savedSessionOf = Effect.fnUntraced(function* (values: ReadonlyMap<string, string>) {
  const read = <A, I>(name: keyof typeof columns, column: Schema.Schema<A, I>) =>
    Effect.transposeMapOption(Option.fromNullable(values.get(name)), Schema.decodeUnknown(column))
  const session = yield* read("session", columns.session)
  const cursor = yield* read("cursor", columns.cursor)
  const cookies = yield* read("cookies", columns.cookies)
  const endedBy = yield* read("endedBy", columns.endedBy)
  return Option.map(session, (before): SavedSession => ({
    session: Option.match(cursor, { onNone: () => before, onSome: (cursor) => ({ ...before, ...cursor }) }),
    cookies: Option.getOrElse(cookies, () => []),
    endedBy: Option.getOrUndefined(endedBy)
  }))
})
