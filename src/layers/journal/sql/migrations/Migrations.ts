import { SqlClient } from "@effect/sql"
import * as Migrator from "@effect/sql/Migrator"
import { Effect, Option } from "effect"
import { accounts, messagesMoved, moveMessages } from "./AccountsMigration.ts"
import { turns } from "./TurnsMigration.ts"

/*
 * The schema, step by step. A step that was released is never changed: the next one mends it. Times are epoch
 * milliseconds, yes and no are 1 and 0, structures are JSON.
 */

/** Everything that was ever received, with all that became of it. `seq` is the order in which it came. */
const messages = Effect.flatMap(
  SqlClient.SqlClient,
  (sql) => sql`
    create table message (
      seq integer primary key,
      msg_id text not null unique,
      chat text not null,
      lasting_name text,
      me text not null,
      from_me integer not null,
      own_reply integer not null,
      created_at bigint not null,
      received_at bigint not null,
      message text not null,
      dice text not null,
      state text not null,
      reason text,
      decision text,
      facts text,
      decided_at bigint,
      answer text,
      source text,
      client_msg_id text,
      attempts integer not null default 0,
      sending_at bigint,
      sent_msg_id text,
      ended_at bigint,
      revoked integer not null default 0
    )`
)

/** Few messages are on their way at a time, so that looking for them at a start is quick however many there are. */
const indexes = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  Effect.all(
    [
      sql`create index message_on_its_way on message (seq) where ended_at is null`,
      sql`create index message_by_age on message (received_at)`,
      sql`create index message_decided on message (decided_at)`,
      sql`create index message_sent on message (sent_msg_id) where sent_msg_id is not null`
    ],
    { discard: true }
  )
)

/** Single values, each under its name, and the people of the session. */
const kept = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  Effect.all(
    [
      sql`create table kept (name text primary key, value text not null)`,
      sql`create table contact (me text not null, user_name text not null, contact text not null, primary key (me, user_name))`
    ],
    { discard: true }
  )
)

/** For one's own last message in a chat, which is what "taken back" means without a MsgId. */
const ownMessages = Effect.flatMap(
  SqlClient.SqlClient,
  (sql) => sql`create index if not exists message_own on message (chat) where from_me = 1`
)

const steps = {
  "0001_messages": messages,
  "0002_indexes": indexes,
  "0003_kept": kept,
  "0004_own_messages": ownMessages,
  "0005_accounts": accounts,
  "0006_messages_moved": messagesMoved,
  "0007_turns": turns
}

/** The number of the newest step: a database with a higher one is of a newer version of the program. */
export const NEWEST = Object.keys(steps).length

export const TABLE = "migration"

/** The steps up to the one after which messages have to move from one table to the other. */
const { "0006_messages_moved": _, "0007_turns": __, ...beforeTheMove } = steps

/** The number of the last of them: a database with it is in the middle of the move. */
export const MOVING = Object.keys(beforeTheMove).length

/** What a step fails with, which the migrator makes a defect. */
const failingSteps = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, unknown, R> =>
  Effect.catchSomeDefect(self, (defect) =>
    defect instanceof Migrator.MigrationError && defect.cause !== undefined
      ? Option.some(Effect.fail(defect.cause))
      : Option.none()
  )

/** Brings the schema up to date. A kill in the middle of it does no harm: the next start goes on there. */
export const migrate = Effect.gen(function* () {
  yield* Migrator.make({})({ table: TABLE, loader: Migrator.fromRecord(beforeTheMove) })
  yield* moveMessages
  yield* Migrator.make({})({ table: TABLE, loader: Migrator.fromRecord(steps) })
}).pipe(failingSteps)
