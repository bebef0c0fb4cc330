import { type SqlClient } from "@effect/sql"
import { Effect, Schema } from "effect"
import { Contact } from "../../../../domain/Contact.ts"
import { oneOf, onTheirWay } from "./MessageTable.ts"

const Column = Schema.parseJson(Contact)
const encode = Schema.encodeSync(Column)

/** What the program itself wrote needs no leniency, which takes three times as long: a start waits for all of a book. */
const Written = Schema.parseJson(Schema.typeSchema(Contact))
const decode = Schema.decodeUnknown(Schema.Array(Schema.Struct({ contact: Written })), {
  // JSON has no undefined: what is not known is not there
  exact: false
})

/** What is written of whom an account knows. */
export const contactWrites = (sql: SqlClient.SqlClient, account: string) => {
  /** Those of a session before are needed only while messages of it are on their way. */
  const neededNoMore = (me: string) => sql`
    account = ${account} and me <> ${me}
    and me not in (select me from ${onTheirWay(sql, account)})`
  return {
    learn: (me: string, contact: Contact) =>
      sql`
        insert into contact ${sql.insert({ account, me, userName: contact.UserName, contact: encode(contact) })}
        on conflict (account, me, user_name) do update set contact = excluded.contact`,
    unlearn: (me: string, userNames: ReadonlyArray<string>) =>
      sql`
        delete from contact
        where account = ${account} and me = ${me} and user_name in ${oneOf(sql, userNames)}`,
    learntAll: (me: string) =>
      sql`insert into whole_book ${sql.insert({ account, me })} on conflict do nothing`,
    forgetOthers: (me: string) => [
      sql`delete from contact where ${neededNoMore(me)}`,
      sql`delete from whole_book where ${neededNoMore(me)}`
    ],
    forgetAll: [
      sql`delete from contact where account = ${account}`,
      sql`delete from whole_book where account = ${account}`
    ]
  }
}

/** Who is known of a session, by the owner's UserName in it. */
export const readContacts = Effect.fn("ContactTable.readContacts")(function* (
  sql: SqlClient.SqlClient,
  account: string,
  me: string
) {
  const rows = yield* Effect.flatMap(
    sql`select contact from contact where account = ${account} and me = ${me}`,
    decode
  )
  const whole = yield* sql`select 1 from whole_book where account = ${account} and me = ${me}`
  return { contacts: rows.map(({ contact }) => contact), complete: whole.length > 0 }
})
