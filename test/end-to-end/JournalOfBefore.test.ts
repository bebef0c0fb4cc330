import { fileURLToPath, pathToFileURL } from "node:url"
import { FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { expect, it } from "@effect/vitest"
import { createClient } from "@libsql/client"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"

/** What a robot left that was killed with schema 4, when rows had no account: made by that version of the program. */
const left = fileURLToPath(new URL("../support/end-to-end/journalOfSchema4.sql", import.meta.url))

const journalAt = (path: string) =>
  Effect.acquireRelease(
    Effect.sync(() => createClient({ url: pathToFileURL(`${path}/journal.db`).href })),
    (client) => Effect.sync(() => client.close())
  )

/** What is in a journal, past the robot. */
const rowsOf = (path: string, query: string) =>
  Effect.scoped(
    Effect.flatMap(journalAt(path), (client) => Effect.promise(() => client.execute(query)))
  ).pipe(Effect.map(({ rows }) => rows.map((row) => Object.values(row))))

/** How its messages end. */
const ended: ReadonlyArray<readonly [state: string, reason: string, detail?: string]> = [
  ["skipped", "control-message"],
  ["skipped", "control-message"],
  ["sent", "R3"],
  ["sent", "R2"],
  ["skipped", "official-account"],
  ["skipped", "sent-by-self"],
  ["sent", "R3"],
  ["skipped", "control-message"],
  ["failed", "refused", "webwxsendmsg: refused with 1201 (unknown code)"],
  ["uncertain", "R3"],
  ["skipped", "control-message"],
  ["uncertain", "killed"],
  ["sent", "R3"],
  ["sent", "R3"]
]

it.scopedLive("a journal of schema 4 opens, and the robot goes on in the middle of its work", () =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const { control, origin } = yield* start()
    const path = yield* directory
    const script = yield* fs.readFileString(left)
    yield* Effect.scoped(
      Effect.flatMap(journalAt(path), (client) => Effect.promise(() => client.executeMultiple(script)))
    )
    const robot = yield* run(["run"], tireless(origin, path))
    yield* untilSyncing(control)
    yield* control.sent({ wait: 20_000, after: 1 })
    yield* control.messages([{ from: "lili", text: "五" }])
    yield* control.sent({ wait: 20_000, after: 2 })
    expect(yield* robot.stop("SIGTERM")).toMatchObject({ exitCode: 0 })

    // what the last run had the words for is sent, what it had decided is asked; what it was sending is left alone
    expect((yield* control.asked()).map(({ text }) => text)).toEqual(["二", "五"])
    const sent = yield* control.sent()
    expect(sent.map(({ to }) => to).toSorted()).toEqual(["lili", "star", "sun"])
    expect(
      yield* rowsOf(path, "select seq, account, state, reason, detail from message where seq <= 14")
    ).toEqual(
      ended.map(([state, reason, detail = null], index) => [index + 1, "default", state, reason, detail])
    )
    expect(yield* rowsOf(path, "select seq from message where revoked = 1")).toEqual([[7]])
  }).pipe(Effect.provide(NodeFileSystem.layer))
)
