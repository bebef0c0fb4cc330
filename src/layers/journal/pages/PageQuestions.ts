import { type SqlClient } from "@effect/sql"
import { type MessageFilter } from "./MessagePages.ts"
import { containing } from "../sql/tables/MessageTable.ts"

/** What people ask of an account's messages while the robot runs: each statement looks at a limited number of them. */
export const pageQuestions = (sql: SqlClient.SqlClient, account: string) => {
  const conditions = ({ chat, decision, reason, state, text, without }: MessageFilter) => [
    ...(chat === undefined
      ? []
      : [sql`(chat = ${chat} or lasting_name like ${containing(chat)} escape '\\')`]),
    ...(decision === undefined ? [] : [sql`json_extract(decision, '$._tag') = ${decision}`]),
    ...(reason === undefined ? [] : [sql`reason = ${reason}`]),
    ...(state === undefined ? [] : [sql`state = ${state}`]),
    ...(text === undefined
      ? []
      : [sql`json_extract(message, '$.body.text') like ${containing(text)} escape '\\'`]),
    ...(without === undefined ? [] : [sql`json_extract(message, '$.body._tag') <> ${without}`])
  ]
  return {
    ends: sql<{ readonly oldest: number | null; readonly newest: number | null }>`
      select (select min(seq) from message) as oldest, (select max(seq) from message) as newest`,
    /** Those from `from` on, before `to`. */
    between: (filter: MessageFilter, from: number, to: number, limit: number) => sql`
      select * from message not indexed
      where ${sql.and([sql`account = ${account}`, sql`seq >= ${from}`, sql`seq < ${to}`, ...conditions(filter)])}
      order by seq desc limit ${limit}`,
    /** Those from `from` on, before `to`, by the piece of time that they are in; the first one begins with `first`. */
    counts: (first: number, each: number, from: number, to: number) => sql`
      select cast((received_at - ${first}) / ${each} as integer) as piece, state, reason, source, count(*) as count
      from message indexed by message_by_age
      where account = ${account} and received_at >= ${from} and received_at < ${to}
      group by piece, state, reason, source`
  }
}
