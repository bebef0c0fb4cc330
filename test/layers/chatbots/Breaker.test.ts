import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Option, TestClock } from "effect"
import { ChatbotFailure } from "../../../src/domain/Chatbot.ts"
import { guarded } from "../../../src/layers/chatbots/Breaker.ts"

const question = { text: "hello", userId: "u1", groupId: Option.none() }

const NEXT_DAY = Date.UTC(2026, 10, 22, 16)

type Reply = Option.Option<string> | ChatbotFailure["kind"]

/** A chatbot that replies as scripted, then for ever as it did last; and how often it was asked. */
const scripted = Effect.fnUntraced(function* (...script: ReadonlyArray<Reply>) {
  const asked = { times: 0 }
  const ask = yield* guarded({
    name: "tuling",
    atOnce: 16,
    nextDay: () => NEXT_DAY,
    ask: () =>
      Effect.suspend(() => {
        const reply = script[Math.min(asked.times++, script.length - 1)] ?? Option.none()
        return typeof reply === "string"
          ? new ChatbotFailure({ chatbot: "tuling", kind: reply, code: "1" })
          : Effect.succeed(reply)
      })
  })
  /** Asks, and gives the time that a second try takes. */
  const next = Effect.gen(function* () {
    const fiber = yield* Effect.fork(ask(question))
    yield* TestClock.adjust("1 second")
    return yield* Fiber.join(fiber)
  })
  return { asked, next }
})

const words = Option.some("hi")

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
      expect(yield* next).toMatchObject({ _tag: "Failed", kind: "configuration" })
      yield* TestClock.adjust("365 days")
      expect(yield* next).toMatchObject({ _tag: "Failed", kind: "configuration" })
      expect(asked.times).toBe(1)
    })
  )

  it.effect("rests until its next day when the day's questions are used up", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(NEXT_DAY - 10_000)
      const { asked, next } = yield* scripted("quota", words)
      expect(yield* next).toEqual({ _tag: "Failed", kind: "quota" })
      yield* TestClock.setTime(NEXT_DAY - 1_001)
      expect(yield* next).toEqual({ _tag: "Failed", kind: "quota" })
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

  it.effect("rests a minute after five failures in a row, and again after one more", () =>
    Effect.gen(function* () {
      const { asked, next } = yield* scripted("transient")
      yield* Effect.replicateEffect(next, 5)
      expect(asked.times).toBe(10)
      expect(yield* next).toMatchObject({ _tag: "Failed", kind: "transient" })
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
})
