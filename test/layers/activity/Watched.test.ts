import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Activity } from "../../../src/layers/activity/Activity.ts"
import * as Watched from "../../../src/layers/activity/Watched.ts"
import * as MemoryJournal from "../../../src/layers/journal/MemoryJournal.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { entry } from "../../support/layers/journalFile.ts"

const watched = Watched.journal.pipe(
  Layer.provideMerge(Layer.mergeAll(Activity.layer, MemoryJournal.layer)),
  Layer.orDie
)

/** What was counted of messages that ended, and how many have not. */
const counted = Effect.map(Activity, ({ ended, underWay }) => ({
  ...Object.fromEntries(ended.counts),
  underWay
}))

it.effect("a send that comes back is counted once: at once where it was uncertain, else at its end", () =>
  Effect.gen(function* () {
    const { echoed, note, receive } = yield* Messages
    yield* receive([entry("1"), entry("2")])
    yield* note("1", { _tag: "sending" })
    yield* echoed("1", "echo of 1")
    expect(yield* counted).toEqual({ underWay: 2 })
    yield* note("1", { _tag: "sent", MsgID: "echo of 1" })
    expect(yield* counted).toEqual({ sent: 1, underWay: 1 })
    yield* note("2", { _tag: "sending" })
    yield* note("2", { _tag: "uncertain", reason: "no-answer" })
    yield* echoed("2", "echo of 2")
    expect(yield* counted).toEqual({ sent: 2, uncertain: 1, underWay: 0 })
  }).pipe(Effect.provide(watched))
)
