import { type SqlClient } from "@effect/sql"
import { Effect, Schema } from "effect"

/** What is written of an account's single values. */
export const keptWrites = (sql: SqlClient.SqlClient, account: string) => ({
  keep: (name: string, value: string) =>
    sql`
      insert into kept ${sql.insert({ account, name, value })}
      on conflict (account, name) do update set value = excluded.value`,
  forgetAll: sql`delete from kept where account = ${account}`
})

const decode = Schema.decodeUnknown(
  Schema.Array(Schema.Struct({ name: Schema.String, value: Schema.String }))
)

/** All single values of an account by their names, as they are written. */
export const readKept = (sql: SqlClient.SqlClient, account: string) =>
  Effect.map(
    Effect.flatMap(sql`select name, value from kept where account = ${account}`, decode),
    (rows) => new Map(rows.map(({ name, value }) => [name, value]))
  )
