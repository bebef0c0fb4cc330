import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/** From the sixth schema to the seventh: what came of each chatbot, and messages with their answers found by their chat. */
export const turns = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  Effect.all(
    [
      sql`alter table message add column asked text`,
      sql`alter table message add column own_lasting_name text`,
      sql`alter table message add column question text`,
      sql`alter table message add column speaker text`,
      // it holds all that is asked of it, with each message of a chat: the rows themselves are long
      sql`create index message_answered on message (account, chat, seq, received_at, source, state, speaker, question, answer)
        where answer is not null and source in ('tuling', 'openai') and state in ('sent', 'uncertain')`,
      sql`create index message_answered_of on message (account, own_lasting_name, seq) where own_lasting_name is not null`
    ],
    { discard: true }
  )
)
