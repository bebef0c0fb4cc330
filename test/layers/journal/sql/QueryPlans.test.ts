import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { DataDirectory } from "../../../../src/layers/disk/DataDirectory.ts"
import { type Compilable } from "../../../../src/layers/journal/sql/Connection.ts"
import { pageQuestions } from "../../../../src/layers/journal/pages/PageQuestions.ts"
import { JournalFile } from "../../../../src/layers/journal/sql/JournalFile.ts"
import {
  messageQuestions,
  messageReads,
  messageWrites
} from "../../../../src/layers/journal/sql/tables/MessageTable.ts"
import { turnRows } from "../../../../src/layers/journal/sql/tables/TurnRows.ts"
import { RealFiles, temporaryDirectory } from "../../../support/layers/files.ts"

const journal = Layer.unwrapScoped(
  Effect.map(temporaryDirectory, (path) =>
    Layer.provide(JournalFile.layer, Layer.succeed(DataDirectory, { path }))
  )
).pipe(Layer.provide(RealFiles))

/** How SQLite goes about a statement: with a million messages a wrong way is felt. */
const planOf = Effect.fnUntraced(function* (statement: Compilable) {
  const { sql } = yield* JournalFile
  const [text, values] = statement.compile()
  const steps = yield* sql.unsafe<{ readonly detail: string }>(`explain query plan ${text}`, values)
  return steps.map(({ detail }) => detail)
})

const KEY = "SEARCH message USING INDEX sqlite_autoindex_message_1 (account=? AND msg_id=?)"
const ON_ITS_WAY = /^(SEARCH|SCAN) message USING (COVERING )?INDEX message_on_its_way/

describe("an account's messages are found", () => {
  it.scoped("by an index that leads to few of them", () =>
    Effect.gen(function* () {
      const { sql } = yield* JournalFile
      const read = messageReads(sql, "one")
      const write = messageWrites(sql, "one")
      const ask = messageQuestions(sql, "one")
      expect(yield* planOf(ask.find("1"))).toEqual([KEY])
      expect(yield* planOf(write.note("1", { _tag: "sending" }, 0, false))).toEqual([KEY])
      expect(yield* planOf(write.echoed("1", "2", 0))).toEqual([KEY])
      expect(yield* planOf(write.revoke({ MsgId: "1", chat: "@li" }))).toEqual([KEY])
      expect(yield* planOf(read.known(["1", "2"]))).toEqual([
        "SEARCH message USING COVERING INDEX sqlite_autoindex_message_1 (account=? AND msg_id=?)",
        "LIST SUBQUERY 1",
        "SCAN json_each VIRTUAL TABLE INDEX 1:"
      ])
      expect(yield* planOf(read.isOwnSend("1"))).toEqual([
        expect.stringContaining("message_sent (account=? AND sent_msg_id=?)")
      ])
      expect(yield* planOf(read.lastDecision)).toEqual([
        expect.stringContaining("message_decided (account=?)")
      ])
      expect(yield* planOf(read.before(1))).toEqual([
        expect.stringContaining("message_by_age (account=? AND received_at<?)")
      ])
      expect(yield* planOf(write.revokeAnswer("1"))).toEqual([
        expect.stringContaining("message_sent (account=? AND sent_msg_id=?)")
      ])
      const own = yield* planOf(write.revoke({ MsgId: "0", chat: "@li" }))
      expect(own.at(-1)).toContain("message_own (account=? AND chat=?)")
    }).pipe(Effect.provide(journal))
  )

  it.scoped("what a model is told of a chat, by two walks backwards that stop at the limit", () =>
    Effect.gen(function* () {
      const { sql } = yield* JournalFile
      const of = { userName: "@li", me: "@me", lastingName: "friend:Li", since: 0, atMost: 10 }
      const plan = yield* planOf(turnRows(sql, "one")(of))
      const searches = plan.filter((step) => step.includes("message"))
      expect(searches).toEqual([
        "SEARCH message USING COVERING INDEX message_answered (account=? AND chat=?)",
        "SEARCH message USING INDEX message_answered_of (account=? AND own_lasting_name=? AND seq<?)",
        "SEARCH message USING COVERING INDEX message_answered (account=? AND chat=?)"
      ])
    }).pipe(Effect.provide(journal))
  )

  it.scoped("by those that are on their way, at a start and at its end", () =>
    Effect.gen(function* () {
      const { sql } = yield* JournalFile
      const read = messageReads(sql, "one")
      const write = messageWrites(sql, "one")
      expect(yield* planOf(read.unfinished)).toEqual([expect.stringMatching(ON_ITS_WAY)])
      for (const ending of [write.giveUpSends(0), write.endAll(0)]) {
        const [first, ...inner] = yield* planOf(ending)
        expect(first).toBe("SEARCH message USING INTEGER PRIMARY KEY (rowid=?)")
        expect(inner.at(-1)).toMatch(ON_ITS_WAY)
      }
      const recent = (yield* planOf(read.recent(0))).join("\n")
      expect(recent).toContain("message_decided (account=? AND decided_at>?)")
      expect(recent).toContain("message_on_its_way")
      expect(recent).not.toContain("SCAN message\n")
    }).pipe(Effect.provide(journal))
  )

  it.scoped("in their order by people, and never sorted", () =>
    Effect.gen(function* () {
      const { sql } = yield* JournalFile
      const ask = messageQuestions(sql, "one")
      for (const question of [ask.last(20), ask.search("a", 20), ask.after(7), ask.wordsBefore(7)]) {
        expect(yield* planOf(question)).toEqual([
          expect.stringMatching(/^(SCAN|SEARCH) message( USING INTEGER PRIMARY KEY \(rowid[<>]\?\))?$/)
        ])
      }
    }).pipe(Effect.provide(journal))
  )

  it.scoped("the newest of a chat, among the last of them", () =>
    Effect.gen(function* () {
      const { sql } = yield* JournalFile
      const { latestOf } = messageReads(sql, "one")
      for (const chat of [undefined, { userName: "@li", lastingName: "friend:Li" }]) {
        // backwards in their order, no further than the last ones; nothing is sorted
        expect(yield* planOf(latestOf(chat))).toEqual([
          "SEARCH message USING INTEGER PRIMARY KEY (rowid>?)",
          "SCALAR SUBQUERY 1",
          "SEARCH message"
        ])
      }
    }).pipe(Effect.provide(journal))
  )

  it.scoped("a limited number of them, for pages and counts", () =>
    Effect.gen(function* () {
      const { sql } = yield* JournalFile
      const ask = pageQuestions(sql, "one")
      const filter = { chat: "Li", decision: "Skip", reason: "stale", state: "skipped", text: "a" } as const
      for (const question of [ask.between({}, 1, 9, 20), ask.between(filter, 1, 9, 20)]) {
        expect(yield* planOf(question)).toEqual([
          "SEARCH message USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
        ])
      }
      const [first] = yield* planOf(ask.counts(0, 1, 0, 1))
      expect(first).toContain("message_by_age (account=? AND received_at>? AND received_at<?)")
      expect((yield* planOf(ask.ends)).filter((step) => step.startsWith("SCAN message "))).toEqual([])
    }).pipe(Effect.provide(journal))
  )
})
