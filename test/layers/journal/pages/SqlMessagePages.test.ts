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
  filter: { readonly text?: string; readonly state?: "skipped"; readonly without?: string },
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

  it.scoped("come without those of a kind", () =>
    Effect.gen(function* () {
      const onPhone = { _tag: "StatusNotify", code: 5, userNames: [] } as const
      yield* receive(
        1,
        entry("1"),
        entry("phone", onPhone),
        entry("2"),
        entry("picture", { _tag: "Picture" })
      )
      expect(yield* pages({ without: "StatusNotify" }, 2)).toEqual([["picture", "2"], ["1"]])
      expect((yield* pages({}, 10)).flat()).toContain("phone")
    }).pipe(Effect.provide(journal))
  )

  it.scoped("are counted piece by piece of a time", () =>
    Effect.gen(function* () {
      const at = [0, HOUR, HOUR + 1, 3 * HOUR - 1, 3 * HOUR]
      yield* receive(1, ...at.map((receivedAt) => entry(`${receivedAt}`, undefined, receivedAt)))
      const received = { state: "received", reason: null, source: null } as const
      const { counts } = yield* MessagePages
      expect(yield* counts(0, 3 * HOUR, HOUR)).toEqual([
        { ...received, from: 0, count: 1 },
        { ...received, from: HOUR, count: 2 },
        { ...received, from: 2 * HOUR, count: 1 }
      ])
      expect(yield* counts(HOUR, 4 * HOUR, 3 * HOUR)).toEqual([{ ...received, from: HOUR, count: 4 }])
    }).pipe(Effect.provide(journal))
  )

  it.scoped("are counted over many days, by what became of them and where the answers are from", () =>
    Effect.gen(function* () {
      const every = 5 * HOUR
      yield* receive(1, ...Array.from({ length: 144 }, (_, at) => entry(`${at}`, undefined, at * every)))
      const { note } = yield* Messages
      yield* note("0", { _tag: "answered", text: "hi", source: "tuling", ClientMsgId: "1" })
      yield* note("0", { _tag: "sending" })
      yield* note("0", { _tag: "sent", MsgID: "s" })
      yield* note("1", { _tag: "skipped", reason: "stale" })
      yield* receive(2, entry("last", undefined, 30 * 24 * HOUR))
      const { counts } = yield* MessagePages
      const days = yield* counts(0, 30 * 24 * HOUR, 24 * HOUR)
      const of = (from: number) => days.filter((one) => one.from === from)
      expect(of(0).filter(({ state }) => state !== "received")).toEqual([
        { from: 0, state: "sent", reason: null, source: "tuling", count: 1 },
        { from: 0, state: "skipped", reason: "stale", source: null, count: 1 }
      ])
      expect(new Set(days.map(({ from }) => from)).size).toBe(30)
      expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(144)
    }).pipe(Effect.provide(journal))
  )
})
