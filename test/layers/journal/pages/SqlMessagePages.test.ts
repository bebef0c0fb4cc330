import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { DataDirectory } from "../../../../src/layers/disk/DataDirectory.ts"
import { Messages } from "../../../../src/layers/journal/Messages.ts"
import { MessagePages } from "../../../../src/layers/journal/pages/MessagePages.ts"
import * as SqlMessagePages from "../../../../src/layers/journal/pages/SqlMessagePages.ts"
import { RealFiles, temporaryDirectory } from "../../../support/layers/files.ts"
import { text } from "../../../support/domain/facts.ts"
import { entry, receive } from "../../../support/layers/journalFile.ts"
import { journalIn } from "../../../support/layers/journals.ts"

const HOUR = 3_600_000

const journal = Layer.unwrapScoped(
  Effect.map(temporaryDirectory, (path) => Layer.mergeAll(journalIn(path), pagesIn(path)))
).pipe(Layer.provide(RealFiles))

/** The pages of a directory, and the journal that may come to be there. */
const pagesIn = (path: string) =>
  Layer.provide(SqlMessagePages.layer, Layer.merge(Layer.succeed(DataDirectory, { path }), RealFiles))

/** The MsgIds on each page, from the newest on. */
const pages = Effect.fnUntraced(function* (
  filter: { readonly text?: string; readonly state?: "skipped" },
  limit: number
) {
  const { page } = yield* MessagePages
  const all: Array<ReadonlyArray<string>> = []
  for (let before: number | undefined, first = true; first || before !== undefined; first = false) {
    const { messages, next } = yield* page(filter, before, limit)
    all.push(messages.map(({ msgId }) => msgId))
    before = next
  }
  return all
})

describe("messages page by page", () => {
  it.scoped("are there once the journal is, though it could not be opened before", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const { page } = yield* Effect.provide(MessagePages, yield* Layer.build(pagesIn(path)))
      expect(yield* Effect.flip(page({}, undefined, 2))).toMatchObject({ _tag: "JournalFailed" })
      yield* Effect.provide(receive(1, entry("1")), journalIn(path))
      expect((yield* page({}, undefined, 2)).messages.map(({ msgId }) => msgId)).toEqual(["1"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("come the newest first, each once", () =>
    Effect.gen(function* () {
      expect(yield* pages({}, 2)).toEqual([[]])
      yield* receive(1, ...["1", "2", "3", "4", "5"].map((MsgId) => entry(MsgId)))
      expect(yield* pages({}, 2)).toEqual([["5", "4"], ["3", "2"], ["1"]])
      expect(yield* pages({}, 5)).toEqual([["5", "4", "3", "2", "1"]])
    }).pipe(Effect.provide(journal))
  )

  it.scoped("are found by what is asked for, signs of patterns too, however far they are", () =>
    Effect.gen(function* () {
      yield* receive(1, entry("needle", text("100% Sure_ly")))
      yield* receive(2, ...Array.from({ length: 2_500 }, (_, at) => entry(`${at}`)))
      expect((yield* pages({ text: "0% sure_" }, 10)).flat()).toEqual(["needle"])
      expect((yield* pages({ text: "1_0" }, 10)).flat()).toEqual([])
      yield* (yield* Messages).note("7", { _tag: "skipped", reason: "stale" })
      yield* receive(3, entry("last"))
      expect((yield* pages({ state: "skipped" }, 10)).flat()).toEqual(["7"])
    }).pipe(Effect.provide(journal))
  )

  it.scoped("are counted hour by hour", () =>
    Effect.gen(function* () {
      yield* receive(
        1,
        entry("1", undefined, 0),
        entry("2", undefined, HOUR),
        entry("3", undefined, HOUR + 1)
      )
      const { counts } = yield* MessagePages
      expect(yield* counts(0, 2)).toEqual([
        { from: 0, state: "received", reason: null, count: 1 },
        { from: HOUR, state: "received", reason: null, count: 2 }
      ])
    }).pipe(Effect.provide(journal))
  )
})
