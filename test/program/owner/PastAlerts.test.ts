import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, TestClock } from "effect"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { Connection } from "../../../src/program/connection/Connection.ts"
import { AlertBook } from "../../../src/program/owner/AlertBook.ts"
import * as AlertsOfReplies from "../../../src/program/owner/AlertsOfReplies.ts"
import { PastAlerts } from "../../../src/program/owner/PastAlerts.ts"
import * as WatchAlerts from "../../../src/program/owner/WatchAlerts.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"

const watched = Layer.provideMerge(WatchAlerts.layer, AlertsOfReplies.layer).pipe(
  Layer.provideMerge(Layer.merge(AlertBook.Default, PastAlerts.Default))
)

/** Runs a test beside what watches, as after a start of a program whose owner gave no address for alerts. */
const beside = <A, E, R>(test: Effect.Effect<A, E, R>) =>
  Effect.provide(Effect.zipRight(TestClock.adjust(0), test), Layer.orDie(Layer.fresh(watched)))

const become = (state: Parameters<Connection["become"]>[0]) =>
  Effect.zipRight(
    Effect.flatMap(Connection, (connection) => connection.become(state, "why")),
    TestClock.adjust("1 second")
  )

const past = Effect.flatMap(PastAlerts, ({ now }) => now)

describe("alerts that no service tells", () => {
  it.effect("can be looked up, over a restart too", () =>
    Effect.gen(function* () {
      yield* beside(become("waiting-for-scan"))
      yield* beside(
        Effect.gen(function* () {
          expect(yield* past).toEqual([{ alert: "scan", since: 0, until: null, count: 1, told: false }])
          yield* become("syncing")
          expect(yield* past).toEqual([{ alert: "scan", since: 0, until: 1000, count: 1, told: false }])
        })
      )
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("are over after a day where nobody will learn more of them", () =>
    Effect.gen(function* () {
      yield* (yield* Messages).note("1", { _tag: "uncertain", reason: "no-answer" })
      yield* TestClock.adjust("24 hours")
      expect(yield* past).toMatchObject([{ alert: "uncertain-send", until: null }])
      yield* TestClock.adjust("2 hours")
      expect(yield* past).toMatchObject([{ alert: "uncertain-send", until: 25 * 3_600_000 }])
    }).pipe(beside, Effect.provide(fakes()))
  )

  it.effect("hold up no end of the program, and warn of nothing", () =>
    Effect.gen(function* () {
      const { become: turn } = yield* Connection
      const ending = yield* Effect.fork(beside(turn("refused", "why")))
      yield* TestClock.adjust(0)
      yield* TestClock.adjust(0)
      expect(ending.unsafePoll()).not.toBeNull()
      expect((yield* Surroundings).warnings()).toEqual([])
      yield* beside(
        Effect.gen(function* () {
          expect(yield* past).toMatchObject([{ alert: "refused", until: null, told: false }])
        })
      )
    }).pipe(Effect.provide(fakes()))
  )
})
