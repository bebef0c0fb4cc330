import { pathToFileURL } from "node:url"
import { createClient } from "@libsql/client"
import { Effect } from "effect"
import { JournalReader } from "../src/layers/journal/JournalReader.ts"
import * as SqlJournalReader from "../src/layers/journal/SqlJournalReader.ts"

const DAY = 86_400_000

/**
 * Makes one message of a journal, an answered one if there is one, so many, spread over 29 days up to now. The statement is that of the bench alone: a
 * robot takes hours for as many.
 */
export const multiply = (directory: string, messages: number) =>
  Effect.gen(function* () {
    const now = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
    const gap = (29 * DAY) / messages
    const at = `cast(${now} - (${messages} - n) * ${gap} as integer)`
    yield* Effect.promise(async () => {
      const client = createClient({ url: pathToFileURL(`${directory}/journal.db`).href })
      await client.execute("pragma synchronous = off")
      await client.execute(`
        insert into message (account, msg_id, chat, lasting_name, me, from_me, own_reply, created_at, received_at, message,
          dice, state, reason, decision, facts, decided_at, answer, source, client_msg_id, attempts, sending_at,
          sent_msg_id, ended_at, revoked)
        with recursive number (n) as (select 1 union all select n + 1 from number where n < ${messages})
        select account, 'filled ' || n, chat, lasting_name, me, from_me, own_reply, ${at}, ${at},
          json_set(message, '$.MsgId', 'filled ' || n), dice, state, reason, decision, facts, ${at}, answer, source,
          client_msg_id || n, attempts, ${at}, 'sent ' || n, ${at}, revoked
        from number, (select * from message where ended_at is not null order by answer is null limit 1)`)
      await client.execute("pragma wal_checkpoint(truncate)")
      client.close()
    })
  })

/** What `why --last 20` waits for. */
export const last20 = Effect.flatMap(JournalReader, ({ last }) => last(20)).pipe(
  Effect.provide(SqlJournalReader.layer)
)
