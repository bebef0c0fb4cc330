import { type SqlClient } from "@effect/sql"
import { Schema } from "effect"
import { type TurnsOf } from "../../Messages.ts"
import { type Compilable } from "../Connection.ts"

const Turn = Schema.Struct({
  chat: Schema.String,
  speaker: Schema.NullOr(Schema.String),
  question: Schema.NullOr(Schema.String),
  answer: Schema.String
})

/** They come in one row: each row more costs as much as finding it. */
export const decodeTurns = Schema.decodeUnknown(
  Schema.Tuple(Schema.Struct({ turns: Schema.parseJson(Schema.Array(Turn)) }))
)

/**
 * What a chatbot answered in a chat, the newest first. What only an owner's line answered is no conversation. The text of
 * the statement is made once, for it is asked with each message.
 */
export const turnRows = (sql: SqlClient.SqlClient, account: string) => {
  const rows = sql.literal("seq, chat, speaker, question, answer")
  // as the index has it
  const isTurn = sql.literal(
    "answer is not null and source in ('tuling', 'openai') and state in ('sent', 'uncertain')"
  )
  const counts = sql`${isTurn} and received_at >= ${0} order by seq desc limit ${0}`
  // log-ins follow each other: what an earlier one brought lies before this one's first, where the walk begins
  const [text] = sql`
    select json_group_array(json_object(
      'chat', chat, 'speaker', speaker, 'question', question, 'answer', answer
    ) order by seq desc) as turns from (
      select * from (
        select ${rows} from message indexed by message_answered
        where account = ${""} and chat = ${""} and ${counts}
      ) union all select * from (
        select ${rows} from message indexed by message_answered_of
        where account = ${""} and own_lasting_name = ${""} and me <> ${""}
        and seq < ifnull((
          select min(seq) from message indexed by message_answered
          where account = ${""} and chat = ${""} and ${isTurn}
        ), 9223372036854775807) and ${counts}
      ) order by seq desc limit ${0}
    )`.compile()
  return ({ atMost, lastingName, me, since, userName }: TurnsOf): Compilable => {
    const ofChat = [account, userName]
    const counted = [since, atMost]
    const values = [...ofChat, ...counted, account, lastingName ?? null, me, ...ofChat, ...counted, atMost]
    return { compile: () => [text, values] }
  }
}
