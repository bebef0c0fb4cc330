import { describe, expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, TestClock } from "effect"
import { FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import * as MemoryJournal from "../../../src/layers/journal/MemoryJournal.ts"
import { ClientMsgIds } from "../../../src/program/reply/ClientMsgIds.ts"
import { committing } from "../../support/program/commits.ts"
import { temporaryDirectory } from "../../support/layers/files.ts"
import { answered, decided, entry, live, note, receive, sending } from "../../support/layers/journalFile.ts"

/** So many ids in one life of the program. */
const life = (count: number) =>
  Effect.flatMap(ClientMsgIds, ({ next }) => Effect.replicateEffect(next, count)).pipe(
    Effect.provide(ClientMsgIds.Default)
  )

const YEAR_2026 = 1_780_000_000_123

describe("ClientMsgIds", () => {
  it.effect("are 17 digits, of which the first 13 tell the time and the last are of chance", () =>
    Effect.gen(function* () {
      expect((yield* life(1))[0]).toMatch(/^0{13}\d{4}$/)
      const ids: Array<string> = []
      for (let n = 0; n < 20; n++) {
        yield* TestClock.setTime(YEAR_2026 + n)
        const [id = ""] = yield* life(1)
        ids.push(id)
      }
      expect(ids[0]).toMatch(/^1780000000123\d{4}$/)
      expect(new Set(ids.map((id) => id.slice(13))).size).toBeGreaterThan(1)
    }).pipe(Effect.provide(MemoryJournal.layer))
  )

  it.effect("are written down ahead, not one by one", () =>
    Effect.gen(function* () {
      const { commits } = yield* committing(Effect.map(life(20_000), (ids) => ({ ids })))
      expect(commits).toEqual(["keep client-msg-ids"])
    }).pipe(Effect.provide(MemoryJournal.layer))
  )

  it.effect.prop(
    "never come twice, and grow, whatever the clock shows and however often the program starts",
    {
      lives: fc.array(
        fc.array(
          fc.record({
            // also long before: a clock may be set back
            at: fc.integer({ min: YEAR_2026 - 200_000, max: YEAR_2026 + 200_000 }),
            count: fc.integer({ min: 1, max: 300 })
          }),
          { maxLength: 5 }
        ),
        { maxLength: 6 }
      )
    },
    ({ lives }) =>
      Effect.gen(function* () {
        const ids: Array<string> = []
        for (const steps of lives) {
          yield* Effect.gen(function* () {
            const { next } = yield* ClientMsgIds
            for (const { at, count } of steps) {
              yield* TestClock.setTime(at)
              ids.push(...(yield* Effect.replicateEffect(next, count)))
            }
          }).pipe(Effect.provide(ClientMsgIds.Default))
        }
        for (const id of ids) expect(id).toMatch(/^\d{17}$/)
        expect(ids).toEqual([...new Set(ids)].toSorted())
      }).pipe(Effect.provide(MemoryJournal.layer))
  )

  it.scoped(
    "never come twice in the lives of a journal on disk, though the clock is set back at each start",
    () =>
      Effect.gen(function* () {
        const path = yield* temporaryDirectory
        const ids: Array<string> = []
        for (let start = 0; start < 10; start++) {
          yield* TestClock.setTime(YEAR_2026 - start * 3_600_000)
          ids.push(...(yield* live(path, life(500))))
        }
        expect(new Set(ids).size).toBe(5_000)
      }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.scoped("are not given again after a crash that comes with the claim of a send", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      const left = yield* temporaryDirectory
      yield* TestClock.setTime(YEAR_2026)
      const before = yield* live(
        path,
        Effect.gen(function* () {
          const { next } = yield* ClientMsgIds
          const one = entry("1")
          yield* receive(1, one)
          const ids = yield* Effect.replicateEffect(next, 100)
          yield* note("1", decided(one), answered(ids[0] ?? ""), sending)
          // what a crash would leave at this moment
          yield* Effect.orDie(fs.copy(path, left, { overwrite: true }))
          return ids
        }).pipe(Effect.provide(ClientMsgIds.Default))
      )
      yield* TestClock.setTime(YEAR_2026 - 3_600_000)
      const ids = [...before, ...(yield* live(left, life(100)))]
      expect(ids).toEqual([...new Set(ids)].toSorted())
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )
})
