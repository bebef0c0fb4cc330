import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Option, TestClock } from "effect"
import { ChatbotFailure } from "../../../src/domain/Chatbot.ts"
import { guarded } from "../../../src/layers/chatbots/Breaker.ts"
import { LimitReached } from "../../../src/layers/chatbots/Limits.ts"
import { aside, question } from "../../support/layers/asking.ts"

const NEXT_DAY = Date.UTC(2026, 10, 22, 16)

type Reply = Option.Option<string> | ChatbotFailure["kind"] | LimitReached

/** A chatbot that replies as scripted, then for ever as it did last; and how often it was asked. */
const scripted = Effect.fnUntraced(function* (...script: ReadonlyArray<Reply>) {
  const asked = { times: 0 }
  const { ask, trouble } = yield* guarded({
    name: "tuling",
    atOnce: 16,
    nextDay: () => NEXT_DAY,
    ask: () =>
      Effect.suspend((): Effect.Effect<Option.Option<string>, ChatbotFailure | LimitReached> => {
        const reply = script[Math.min(asked.times++, script.length - 1)] ?? Option.none()
        if (typeof reply === "string") {
          return new ChatbotFailure({ chatbot: "tuling", kind: reply, code: "1" })
        }
        return reply instanceof LimitReached ? reply : Effect.succeed(reply)
      })
  })
  /** Asks, and gives the time that a second try takes. */
  const next = Effect.gen(function* () {
    const fiber = yield* Effect.fork(ask(question, aside))
    yield* TestClock.adjust("1 second")
    return yield* Fiber.join(fiber)
  })
  return { asked, next, trouble }
})

const words = Option.some("hi")
const refusal = new ChatbotFailure({ chatbot: "tuling", kind: "configuration", code: "401" })

describe("a guarded chatbot", () => {
  it.effect("gives its words, or that it has none", () =>
    Effect.gen(function* () {
      const { next } = yield* scripted(words, Option.none())
      expect(yield* next).toEqual({ _tag: "Words", text: "hi" })
      expect(yield* next).toEqual({ _tag: "Nothing" })
    })
  )

  it.effect("has no words when it only repeats the question", () =>
    Effect.gen(function* () {
      const { next } = yield* scripted(Option.some(" hello\n"))
      expect(yield* next).toEqual({ _tag: "Nothing" })
    })
  )

  it.effect("is not asked again with a key that was refused", () =>
    Effect.gen(function* () {
      const { asked, next } = yield* scripted("configuration", words)
      expect(yield* next).toEqual({ _tag: "Failed", kind: "configuration", code: "1" })
      yield* TestClock.adjust("365 days")
      expect(yield* next).toEqual({ _tag: "PassedOver", kind: "configuration", why: "barred" })
      expect(asked.times).toBe(1)
    })
  )

  it.effect("rests until its next day when the day's questions are used up", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(NEXT_DAY - 10_000)
      const { asked, next } = yield* scripted("quota", words)
      expect(yield* next).toEqual({ _tag: "Failed", kind: "quota", code: "1" })
      yield* TestClock.setTime(NEXT_DAY - 1_001)
      expect(yield* next).toEqual({ _tag: "PassedOver", kind: "quota", why: "spent" })
      expect(asked.times).toBe(1)
      yield* TestClock.setTime(NEXT_DAY)
      expect(yield* next).toEqual({ _tag: "Words", text: "hi" })
    })
  )

  it.effect("is asked once more after a failure for the moment", () =>
    Effect.gen(function* () {
      const { asked, next } = yield* scripted("transient", words)
      expect(yield* next).toEqual({ _tag: "Words", text: "hi" })
      expect(asked.times).toBe(2)
    })
  )

  it.effect("is not asked once more beyond the owner's limit, and counts as failed, not as passed over", () =>
    Effect.gen(function* () {
      const limit = new LimitReached({ of: "questions-of-the-day" })
      const { next } = yield* scripted("transient", limit)
      expect(yield* next).toEqual({ _tag: "Failed", kind: "transient", code: "1" })
      expect(yield* next).toEqual({ _tag: "PassedOver", kind: "quota", why: "spent" })
    })
  )

  it.effect("rests a minute after five failures in a row, and again after one more", () =>
    Effect.gen(function* () {
      const { asked, next } = yield* scripted("transient")
      yield* Effect.replicateEffect(next, 5)
      expect(asked.times).toBe(10)
      expect(yield* next).toEqual({ _tag: "PassedOver", kind: "transient", why: "resting" })
      expect(asked.times).toBe(10)
      yield* TestClock.adjust("1 minute")
      yield* next
      expect(asked.times).toBe(12)
      yield* next
      expect(asked.times).toBe(12)
    })
  )

  it.effect("counts failures in a row only", () =>
    Effect.gen(function* () {
      const failure = ["transient", "transient"] as const
      const four = [...failure, ...failure, ...failure, ...failure]
      const { asked, next } = yield* scripted(...four, words, ...four, words)
      yield* Effect.replicateEffect(next, 10)
      expect(asked.times).toBe(18)
    })
  )

  it.effect("is asked on after a question it could not read", () =>
    Effect.gen(function* () {
      const { asked, next } = yield* scripted("our-bug")
      yield* Effect.replicateEffect(next, 7)
      expect(asked.times).toBe(7)
    })
  )

  it.effect.each([
    ["a refused key", ["configuration"], { kind: "barred", until: null }],
    ["a day's questions that are used up", ["quota"], { kind: "spent", until: NEXT_DAY }],
    ["five failures in a row", ["transient"], { kind: "resting", until: 65_000 }],
    ["what it could not read", ["our-bug"], undefined],
    ["words after a failure", ["transient", words], undefined]
  ] as const)("tells why it is not asked after %s", ([, script, told]) =>
    Effect.gen(function* () {
      const { next, trouble } = yield* scripted(...script)
      expect(yield* trouble).toBe(undefined)
      yield* Effect.replicateEffect(next, 5)
      expect(yield* trouble).toEqual(told)
      if (told === undefined || told.until === null) return
      yield* TestClock.setTime(told.until)
      expect(yield* trouble).toBe(undefined)
    })
  )

  it.effect("does not forget a refused key when an earlier question is answered later", () =>
    Effect.gen(function* () {
      const answers = [
        Effect.delay(Effect.succeed(words), "2 seconds"),
        Effect.fail(refusal),
        Effect.succeed(words)
      ]
      const { ask } = yield* guarded({
        name: "tuling",
        atOnce: 16,
        nextDay: () => NEXT_DAY,
        ask: () => Effect.suspend(() => answers.shift() ?? Effect.die("asked again"))
      })
      const fiber = yield* Effect.fork(
        Effect.all([ask(question, aside), ask(question, aside)], { concurrency: 2 })
      )
      yield* TestClock.adjust("2 seconds")
      expect((yield* Fiber.join(fiber)).map(({ _tag }) => _tag)).toEqual(["Words", "Failed"])
      expect(yield* ask(question, aside)).toEqual({
        _tag: "PassedOver",
        kind: "configuration",
        why: "barred"
      })
    })
  )

  it.effect("is not asked what was taken back meanwhile", () =>
    Effect.gen(function* () {
      const { ask } = yield* guarded({
        name: "tuling",
        atOnce: 16,
        nextDay: () => NEXT_DAY,
        ask: () => Effect.die("asked")
      })
      expect(yield* ask(question, { ...aside, isRevoked: Effect.succeed(true) })).toEqual({ _tag: "Nothing" })
    })
  )
})
