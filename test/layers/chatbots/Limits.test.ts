import { describe, expect, it } from "@effect/vitest"
import { DateTime, Effect, Either, Option, TestClock } from "effect"
import { calendarDays } from "../../../src/domain/CalendarDays.ts"
import { nextMidnightInShanghai } from "../../../src/http/chatbot/TulingDay.ts"
import { type Limits, limiting } from "../../../src/layers/chatbots/Limits.ts"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import * as MemoryJournal from "../../../src/layers/journal/MemoryJournal.ts"

const noLimits: Limits = { daily: Option.none(), dailyTokens: Option.none(), chatHourly: Option.none() }

/** A question of a chat that may cost so many tokens: what stands in its way, if something does. */
const questions = (limits: Partial<Limits>, nextDay = nextMidnightInShanghai) =>
  Effect.map(limiting("tuling", { ...noLimits, ...limits }, nextDay), ({ count }) => {
    const ask = (chat: string | ReadonlyArray<string> = "friend:Li", tokens = 0, cost?: number) =>
      Effect.flatMap(count({ chatKeys: [chat].flat(), tokens }), (settle) => settle(cost)).pipe(
        Effect.either,
        Effect.map(Either.match({ onLeft: ({ of }) => of, onRight: () => "asked" }))
      )
    return ask
  })

const DAY = "questions-of-the-day"
const TOKENS = "tokens-of-the-day"
const QUESTION = "tokens-of-the-question"
const CHAT = "questions-of-the-chat"

/** 22 November 2026, half an hour before midnight in Shanghai. */
const LATE = Date.UTC(2026, 10, 22, 15, 30)

const withJournal = Effect.provide(MemoryJournal.layer)

describe("a chatbot's limit", () => {
  it.effect("is none where the owner sets none", () =>
    Effect.gen(function* () {
      const ask = yield* questions({})
      expect(new Set(yield* Effect.replicateEffect(ask(), 1_000))).toEqual(new Set(["asked"]))
    }).pipe(withJournal)
  )

  it.effect("of nothing lets nothing through", () =>
    Effect.gen(function* () {
      const ask = yield* questions({ daily: Option.some(0) })
      expect(yield* ask()).toBe(DAY)
    }).pipe(withJournal)
  )

  it.effect.each([
    ["Shanghai", "30 minutes", nextMidnightInShanghai],
    [
      "New York",
      "13 hours and 30 minutes",
      (now: number) => calendarDays(now, DateTime.zoneUnsafeMakeNamed("America/New_York"), 1).at(-1)?.to ?? 0
    ]
  ] as const)("of a day lasts until midnight in %s", ([, , nextDay]) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(LATE)
      const ask = yield* questions({ daily: Option.some(2) }, nextDay)
      expect([yield* ask(), yield* ask("group:family"), yield* ask()]).toEqual(["asked", "asked", DAY])
      const midnight = nextDay(LATE)
      yield* TestClock.setTime(midnight - 1)
      expect(yield* ask()).toBe(DAY)
      yield* TestClock.setTime(midnight)
      expect(yield* ask()).toBe("asked")
    }).pipe(withJournal)
  )

  it.effect("of a day is not that of a clock which was set back", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(LATE)
      const ask = yield* questions({ daily: Option.some(1) })
      expect(yield* ask()).toBe("asked")
      yield* TestClock.setTime(LATE - 86_400_000)
      expect(yield* ask()).toBe(DAY)
    }).pipe(withJournal)
  )

  it.effect("of a chat counts its questions of the last hour, whichever hour that is", () =>
    Effect.gen(function* () {
      const ask = yield* questions({ chatHourly: Option.some(2) })
      expect(yield* ask()).toBe("asked")
      yield* TestClock.adjust("50 minutes")
      expect([yield* ask(), yield* ask(), yield* ask("group:family")]).toEqual(["asked", CHAT, "asked"])
      yield* TestClock.adjust("10 minutes")
      expect([yield* ask(), yield* ask()]).toEqual(["asked", CHAT])
    }).pipe(withJournal)
  )

  it.effect("of a chat counts what was asked before anybody knew its name", () =>
    Effect.gen(function* () {
      const ask = yield* questions({ chatHourly: Option.some(2) })
      expect([yield* ask(["@li", "@li"]), yield* ask(["@li", "friend:Li"])]).toEqual(["asked", "asked"])
      expect([yield* ask(["@li", "friend:Li"]), yield* ask("friend:Li")]).toEqual([CHAT, "asked"])
    }).pipe(withJournal)
  )

  it.effect("of tokens counts what may come before it is asked, and what came when it is told", () =>
    Effect.gen(function* () {
      const ask = yield* questions({ dailyTokens: Option.some(100) })
      expect(yield* ask("friend:Li", 60, 10)).toBe("asked")
      expect(yield* ask("friend:Li", 60)).toBe("asked")
      expect(yield* ask("friend:Li", 31)).toBe(QUESTION)
      expect(yield* ask("friend:Li", 30)).toBe("asked")
      expect(yield* ask("friend:Li", 1)).toBe(TOKENS)
    }).pipe(withJournal)
  )

  it.effect("lets one of two through that come at once for the last question", () =>
    Effect.gen(function* () {
      const ask = yield* questions({ daily: Option.some(5) })
      const all = yield* Effect.all(
        Array.from({ length: 50 }, (_, n) => Effect.zipRight(Effect.yieldNow(), ask(`friend:${n}`))),
        { concurrency: "unbounded" }
      )
      expect(all.filter((came) => came === "asked")).toHaveLength(5)
    }).pipe(withJournal)
  )

  it.effect("is told with what of it is used today", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(LATE)
      const limits = { daily: Option.some(9), dailyTokens: Option.some(500), chatHourly: Option.some(3) }
      const { count, inForce } = yield* limiting("tuling", limits, nextMidnightInShanghai)
      const settle = yield* count({ chatKeys: ["friend:Li"], tokens: 100 })
      yield* settle(40)
      yield* count({ chatKeys: ["friend:Sun"], tokens: 100 })
      const perChat = { of: CHAT, most: 3, used: undefined }
      expect(yield* inForce).toEqual([
        { of: DAY, most: 9, used: 2 },
        { of: TOKENS, most: 500, used: 140 },
        perChat
      ])
      yield* TestClock.adjust("30 minutes")
      expect(yield* inForce).toEqual([
        { of: DAY, most: 9, used: 0 },
        { of: TOKENS, most: 500, used: 0 },
        perChat
      ])
      const { inForce: ofNone } = yield* limiting("openai", noLimits, nextMidnightInShanghai)
      expect(yield* ofNone).toEqual([])
    }).pipe(withJournal)
  )

  it.effect("goes on after a restart, and that of a day when another account logs in", () =>
    Effect.gen(function* () {
      const limits = { daily: Option.some(3), chatHourly: Option.some(1) }
      const before = yield* questions(limits)
      expect(yield* before()).toBe("asked")
      const ask = yield* questions(limits)
      expect([yield* ask(), yield* ask("friend:Sun")]).toEqual([CHAT, "asked"])
      yield* Effect.flatMap(KeptValues, ({ forgetAll }) => forgetAll)
      // its chats are others, though they may be called the same
      expect([yield* ask(), yield* ask("friend:Sun")]).toEqual(["asked", DAY])
      const later = yield* questions(limits)
      expect(yield* later("friend:Wang")).toBe(DAY)
    }).pipe(withJournal)
  )
})
