import { expect, it } from "@effect/vitest"
import { Effect, Layer, TestClock } from "effect"
import { openOf } from "../../../src/domain/AlertStates.ts"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { AlertBook } from "../../../src/program/owner/AlertBook.ts"
import { fakes } from "../../support/program/fakes.ts"

/** A journal whose first write takes longer than the next. */
const slowAtFirst = Layer.effect(
  KeptValues,
  Effect.map(KeptValues, (journal) => {
    let writes = 0
    return KeptValues.of({
      ...journal,
      value: (kept) =>
        Effect.map(journal.value(kept), (value) => ({
          ...value,
          update: (change) =>
            Effect.suspend(() =>
              Effect.delay(value.update(change), writes++ === 0 ? "2 seconds" : "1 second")
            )
        }))
    })
  })
)

it.effect("of what comes at the same time, all is in the journal in the end", () =>
  Effect.gen(function* () {
    const { raise } = yield* AlertBook
    yield* Effect.fork(raise("uncertain-send", "1"))
    yield* Effect.fork(raise("uncertain-send", "2"))
    yield* TestClock.adjust("3 seconds")
    // as the next start finds it
    const { now } = yield* Effect.provide(AlertBook, Layer.fresh(AlertBook.Default))
    expect(openOf(yield* now, "uncertain-send")).toEqual(["1", "2"])
  }).pipe(
    Effect.provide(AlertBook.Default.pipe(Layer.provideMerge(slowAtFirst), Layer.provideMerge(fakes())))
  )
)
