import { pathToFileURL } from "node:url"
import { FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { createClient } from "@libsql/client"
import { Array, Effect } from "effect"
import { directory } from "../end-to-end/program.ts"

/** How far a message has come, as the journal's file says. */
export interface Row {
  readonly MsgId: string
  readonly state: string
}

const open = (home: string) =>
  Effect.acquireRelease(
    // whoever closes the file last has it for itself for a moment
    Effect.sync(() => createClient({ url: pathToFileURL(`${home}/journal.db`).href, timeout: 1_000 })),
    (client) => Effect.sync(() => client.close())
  )

/** Every message of a journal that nobody uses. Of a copy, so that the next start finds all as the last run left it. */
export const rowsIn = (home: string): Effect.Effect<ReadonlyArray<Row>> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const copy = yield* directory
    yield* fs.copy(home, copy, { overwrite: true })
    const client = yield* open(copy)
    const { rows } = yield* Effect.promise(() =>
      client.execute("select msg_id, state from message order by seq")
    )
    return rows.map((row) => ({ MsgId: String(row["msg_id"]), state: String(row["state"]) }))
  }).pipe(Effect.orDie, Effect.scoped, Effect.provide(NodeFileSystem.layer))

/** Tells again and again, of a robot that lives, whether this message is in its journal and all in there have an end. */
export const isThrough = (home: string, last: string) => {
  const question = {
    sql: `select exists (select 1 from message where msg_id = ?)
            and not exists (select 1 from message where ended_at is null)`,
    args: [last]
  }
  return Effect.map(open(home), (client) =>
    Effect.map(
      Effect.promise(() => client.execute(question)),
      ({ rows: [first] }) => first?.[0] === 1
    )
  )
}

/** The MsgIds of those that were being sent. */
export const sendingIn = (rows: ReadonlyArray<Row>): ReadonlyArray<string> =>
  rows.filter(({ state }) => state === "sending").map(({ MsgId }) => MsgId)

/** How many messages are in each state: `2 sent, 1 skipped`. */
export const summary = (rows: ReadonlyArray<Row>): string => {
  const byState = Array.groupBy(rows, ({ state }) => state)
  return Object.entries(byState)
    .map(([state, { length }]) => `${length} ${state}`)
    .join(", ")
}
