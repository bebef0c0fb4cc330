import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Schema, TestClock } from "effect"
import { MessagePages } from "../../../src/layers/journal/pages/MessagePages.ts"
import { Counts } from "../../../src/program/api/contract/Figures.ts"
import { noMessages, request, running, sent, statusOf, surroundings } from "../../support/program/served.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR

const decode = Schema.decodeSync(Schema.parseJson(Counts))

/** A journal in which of each piece of time one message was answered, and three were not; and what was asked of it. */
const busy = (asked: Array<ReadonlyArray<number>>) =>
  Layer.succeed(MessagePages, {
    ...noMessages,
    counts: (from, to, each) =>
      Effect.sync(() => {
        asked.push([from, to, each])
        return [
          { from, state: "sent", reason: "R3", source: "tuling", count: 1 },
          { from, state: "skipped", reason: "stale", source: null, count: 1 },
          { from, state: "skipped", reason: "muted", source: null, count: 2 }
        ]
      })
  })

const counted = Effect.fnUntraced(function* (question: string) {
  const { port, token } = yield* running
  const answer = yield* sent(
    port,
    request(`GET /api/counts${question}`, { Authorization: `Bearer ${token}` })
  )
  return { status: statusOf(answer), body: answer.slice(answer.indexOf("\r\n\r\n") + 4) }
})

const countsOf = (question: string) => Effect.map(counted(question), ({ body }) => decode(body))

describe("the counts of the API", () => {
  it.scoped(
    "are of the last hours, the one that runs among them, and leave out those without a message",
    () =>
      Effect.gen(function* () {
        yield* TestClock.adjust(30 * DAY + 5)
        const asked: Array<ReadonlyArray<number>> = []
        const { days, from, hours, to } = yield* Effect.provide(countsOf("?hours=720"), busy(asked))
        expect(asked).toEqual([[HOUR, 30 * DAY + HOUR, HOUR]])
        expect({ days, from, to }).toEqual({ days: [], from: HOUR, to: 30 * DAY + 5 })
        const states = [
          { state: "sent", count: 1 },
          { state: "skipped", count: 3 }
        ]
        expect(hours).toEqual([{ from: HOUR, states }])
        const ofDay = yield* Effect.provide(countsOf(""), busy([]))
        expect(ofDay.from).toBe(29 * DAY + HOUR)
      }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("are of the days in the robot's time zone, each of them", () =>
    Effect.gen(function* () {
      // in New York it is noon of the day after the clocks went forward
      yield* TestClock.setTime(Date.UTC(2026, 2, 9, 16))
      const asked: Array<ReadonlyArray<number>> = []
      const { days, hours, reasons, sources } = yield* Effect.provide(countsOf("?days=2"), busy(asked))
      const sunday = Date.UTC(2026, 2, 8, 5)
      const monday = Date.UTC(2026, 2, 9, 4)
      expect(asked).toEqual([
        [sunday, monday, 23 * HOUR],
        [monday, monday + DAY, DAY]
      ])
      expect(hours).toEqual([])
      expect(days.map(({ from }) => from)).toEqual([sunday, monday])
      expect(reasons).toEqual([
        { state: "sent", reason: "R3", count: 2 },
        { state: "skipped", reason: "stale", count: 2 },
        { state: "skipped", reason: "muted", count: 4 }
      ])
      expect(sources).toEqual([{ source: "tuling", count: 2 }])
    }).pipe(Effect.provide(surroundings({ ROBOT_TIME_ZONE: "America/New_York" })))
  )

  it.scoped("tell of days without a message, and of at most thirty", () =>
    Effect.gen(function* () {
      const { days, reasons, sources } = yield* countsOf("?days=30")
      expect(days).toHaveLength(30)
      expect(days.flatMap(({ states }) => states)).toEqual([])
      expect({ reasons, sources }).toEqual({ reasons: [], sources: [] })
      for (const question of ["?days=31", "?days=0", "?hours=721"]) {
        expect((yield* counted(question)).status).toBe(400)
      }
    }).pipe(Effect.provide(surroundings()))
  )
})
