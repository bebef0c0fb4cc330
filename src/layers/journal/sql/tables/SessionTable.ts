import { type SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import { Cursor, Session } from "../../../../domain/Session.ts"
import { StoredCookie } from "../../../../domain/StoredCookie.ts"
import { type SavedSession } from "../../SavedSessions.ts"
import { Int } from "../../StoredMessage.ts"

/** Each column of the table but the account: at most one row is an account's. */
const StoredSession = Schema.Struct({
  /** Without contacts, which have a table of their own. */
  session: Schema.parseJson(Session),
  cookies: Schema.parseJson(Schema.Array(StoredCookie)),
  /** Where the next fetch goes on, once there was one. */
  cursor: Schema.NullOr(Schema.parseJson(Cursor)),
  endedBy: Schema.NullOr(Int)
})

const encode = Schema.encodeSync(StoredSession)
const encodeChanges = Schema.encodeSync(Schema.partialWith(StoredSession, { exact: true }))
const decode = Schema.decodeUnknown(Schema.Array(StoredSession))

/** What is written of an account's last session. */
export const sessionWrites = (sql: SqlClient.SqlClient, account: string) => {
  const change = (changes: Partial<typeof StoredSession.Type>) =>
    sql`update session set ${sql.update(encodeChanges(changes))} where account = ${account}`
  return {
    begin: (session: Session, cookies: ReadonlyArray<StoredCookie>) => {
      const row = encode({ session: { ...session, contacts: [] }, cookies, cursor: null, endedBy: null })
      return sql`insert or replace into session ${sql.insert({ account, ...row })}`
    },
    moveTo: (cursor: Cursor) => change({ cursor }),
    keepCookies: (cookies: ReadonlyArray<StoredCookie>) => change({ cookies }),
    end: (endedBy: number) => change({ endedBy }),
    forget: sql`delete from session where account = ${account}`
  }
}

/** The last session of an account, if there was one. */
export const readSession = Effect.fn("SessionTable.readSession")(function* (
  sql: SqlClient.SqlClient,
  account: string
) {
  const [stored] = yield* Effect.flatMap(sql`select * from session where account = ${account}`, decode)
  return Option.map(Option.fromNullable(stored), ({ cookies, cursor, endedBy, session }): SavedSession => ({
    session: { ...session, ...cursor },
    cookies,
    endedBy: endedBy ?? undefined
  }))
})
