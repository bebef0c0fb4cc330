import { describe, expect, it } from "@effect/vitest"
import { Chunk, Clock, Effect, Supervisor, TestClock } from "effect"
import { type Progress } from "../../src/domain/Progress.ts"
import { Census } from "../support/program/census.ts"
import { living, surroundings } from "../support/program/day.ts"
import { leftFor, linesTold } from "../support/program/kept.ts"

const HOUR = 3_600_000

/** Messages for as long as they may come back, and every MsgId, for 24 hours: so they grow for a day. */
const journal = "layers/journal/MemoryMessages.ts"
const msgIds = "layers/journal/MemoryJournal.ts"

const inWords = (progress: Progress) =>
  "reason" in progress ? `${progress._tag}: ${progress.reason}` : progress._tag

/** A robot that lives on hour by hour, and what there is of it at the end of one. */
const counted = Effect.gen(function* () {
  const census = yield* Census
  const supervisor = yield* Supervisor.track
  const { notes, toTheEndOf } = yield* Effect.supervised(living, supervisor)

  const after = Effect.fnUntraced(function* (hour: number) {
    yield* toTheEndOf(hour - 1)
    const before = notes.length
    yield* toTheEndOf(hour)
    const now = yield* Clock.currentTimeMillis
    const { [journal]: messages = 0, [msgIds]: ids = 0, ...entries } = yield* census.entries
    return {
      standing: {
        // daemons count too, and whatever they started
        fibers: (yield* supervisor.value).length,
        timers: Chunk.size(yield* TestClock.sleeps()),
        entries
      },
      /** Until when lines that come once per chat are not said again, each from now on. */
      told: Object.values(yield* leftFor(linesTold))
        .flatMap((kind) => Object.values(kind))
        .map((until) => until - now),
      remembered: messages + ids,
      /** What became of the hour's messages. */
      lived: notes
        .slice(before)
        .map(({ progress }) => inWords(progress))
        .toSorted()
    }
  })
  return { after }
})

describe("a robot that lives through all that can happen, every hour anew", () => {
  it.scoped(
    "has as many fibers, timers and entries after 24 hours as after the first, and lives on the same",
    () =>
      Effect.gen(function* () {
        const { after } = yield* counted
        const first = yield* after(1)
        expect(new Set(first.lived)).toEqual(
          new Set([
            "answered",
            "decided",
            "failed: chat-unknown-after-log-in",
            "failed: refused",
            "sending",
            "sent",
            "skipped: app-message",
            "skipped: control-message",
            "skipped: denied",
            "skipped: phone-active",
            "skipped: sent-by-self",
            "skipped: special-account",
            "skipped: stale",
            "skipped: taken-over",
            "skipped: unknown-sender",
            "uncertain: no-answer",
            "uncertain: unreadable-answer"
          ])
        )
        const last = yield* after(24)
        expect(last.standing).toEqual(first.standing)
        expect(last.lived).toEqual(first.lived)
        // from here on the journal forgets an hour whenever it learns one
        const full = yield* after(25)
        expect((yield* after(26)).remembered).toBe(full.remembered)
        // the fallback line of this hour's outage: who is told next takes away what is over
        expect(full.told).toEqual(first.told)
        expect(full.told.length).toBeGreaterThan(10)
        expect(Math.min(...full.told)).toBeGreaterThan(-HOUR)
      }).pipe(Effect.provide(surroundings(["tuling"]))),
    180_000
  )

  it.scoped(
    "forgets to which chats it said that the owner is away",
    () =>
      Effect.gen(function* () {
        const { after } = yield* counted
        const second = yield* after(2)
        expect(second.lived).toContain("skipped: away-line-told")
        const eighth = yield* after(8)
        expect(eighth.standing).toEqual(second.standing)
        // each was said for an hour; who is told next takes away what is over
        expect(eighth.told.length).toBeGreaterThan(10)
        expect(Math.min(...eighth.told)).toBeGreaterThan(-HOUR)
      }).pipe(Effect.provide(surroundings([]))),
    180_000
  )
})
