import { describe, expect, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Either, Fiber, Layer, Option, TestClock } from "effect"
import { Timing } from "../../../src/domain/Timing.ts"
import { ChatbotMeter } from "../../../src/layers/chatbots/ChatbotMeter.ts"
import { Chatbots } from "../../../src/layers/chatbots/Chatbots.ts"
import * as MemoryJournal from "../../../src/layers/journal/MemoryJournal.ts"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import { broken, FakeHttp, json } from "../../support/http/FakeHttp.ts"
import { settingsOf } from "../../support/layers/files.ts"
import { withLog } from "../../support/layers/output.ts"
import { aside, question } from "../../support/layers/asking.ts"

const v2 = (code: number, text?: string) =>
  json({
    intent: { code },
    ...(text === undefined ? {} : { results: [{ resultType: "text", values: { text } }] })
  })

/** The chatbots of an environment, on a network that answers as told. */
const chatbots = (
  environment: Readonly<Record<string, string>>,
  http = new FakeHttp(() => v2(10_004, "hi"))
) =>
  Effect.flatMap(Timing, (timing) =>
    Effect.provide(
      Effect.map(Chatbots, ({ ask, ...others }) => ({
        ...others,
        ask: (one: typeof question) => Effect.map(ask(one, aside), ({ result }) => result)
      })),
      Chatbots.layer.pipe(
        Layer.provide(MemoryJournal.layer),
        // a second try at once, so that no test has to wait for it
        Layer.provide(Layer.succeed(Timing, { ...timing, chatbotRetry: Duration.zero })),
        Layer.provide(http.layer),
        Layer.provide(
          Layer.effect(
            Settings,
            Effect.map(settingsOf(environment), ({ settings }) => Either.getOrThrow(settings))
          )
        )
      )
    )
  )

const key = { TULING_API_KEY: "a key of any form" }

/** In Shanghai, where it is 8 in the morning when the clock of the tests begins. */
const NEXT_MIDNIGHT = 16 * 3_600_000

describe("who is asked", () => {
  it.effect.each([
    ["Tuling, when it has a key", key, ["tuling"]],
    ["nobody without a key", {}, []],
    ["nobody whom the owner left out", { ...key, ROBOT_CHATBOTS: "openai" }, []],
    ["those with a key, in the owner's order", { ...key, ROBOT_CHATBOTS: "openai,tuling" }, ["tuling"]]
  ] as const)("%s", ([, environment, names]) =>
    Effect.gen(function* () {
      expect((yield* chatbots(environment)).names).toEqual(names)
    })
  )

  it.effect.each([
    ["2", "http://openapi.turingapi.com/openapi/api/v2"],
    ["1", "http://www.tuling123.com/openapi/api"]
  ] as const)("version %s of Tuling at its own address", ([TULING_API_VERSION, address]) =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => v2(10_004, "hi"))
      const { ask } = yield* chatbots({ ...key, TULING_API_VERSION }, http)
      yield* ask(question)
      expect(http.last.url.href).toBe(address)
      expect(http.last.body).toContain("a key of any form")
    })
  )
})

describe("what is measured", () => {
  it.effect("is how long each question to a chatbot took, also a second try, and what came of it", () =>
    Effect.gen(function* () {
      const told: Array<unknown> = []
      const answers = [
        broken({ code: "ECONNREFUSED" }),
        v2(10_004, "hi"),
        v2(10_004),
        v2(4_001),
        v2(10_004, "not asked any more")
      ]
      const http = new FakeHttp(() => {
        const answer = answers.shift() ?? v2(10_004)
        return Effect.delay(Effect.isEffect(answer) ? answer : Effect.succeed(answer), "2 seconds")
      })
      const { ask } = yield* Effect.provideService(
        chatbots(key, http),
        ChatbotMeter,
        (...asked) => void told.push(asked)
      )
      const fiber = yield* Effect.fork(Effect.forEach([1, 2, 3, 4], () => ask(question)))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      expect(told).toEqual([
        ["tuling", "transient", 2],
        ["tuling", "words", 2],
        ["tuling", "no-words", 2],
        ["tuling", "configuration", 2]
      ])
    })
  )
})

describe("how many are asked at once", () => {
  it.effect.each([
    ["sixteen", key, 16],
    ["as many as the owner says", { ...key, TULING_AT_ONCE: "3" }, 3]
  ] as const)("%s; the others wait, and are asked in the order of coming", ([, environment, atOnce]) =>
    Effect.gen(function* () {
      const held = yield* Deferred.make<void>()
      const http = new FakeHttp(() => Effect.map(Deferred.await(held), () => v2(10_004, "hi")))
      const { ask } = yield* chatbots(environment, http)
      const texts = Array.from({ length: 20 }, (_, n) => `question ${n}`)
      const fiber = yield* Effect.fork(
        Effect.forEach(texts, (text) => ask({ ...question, text }), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("1 second")
      expect(http.asked).toHaveLength(atOnce)
      yield* Deferred.succeed(held, undefined)
      yield* Fiber.join(fiber)
      expect(http.asked.map(({ body }) => /question \d+/.exec(body)?.[0])).toEqual(texts)
    })
  )

  it.effect("those who waited are not asked when the chatbot rests by their turn", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => Effect.delay(broken({ code: "ECONNREFUSED" }), "1 second"))
      const { ask } = yield* chatbots({ ...key, TULING_AT_ONCE: "1" }, http)
      const fiber = yield* Effect.fork(
        Effect.all(
          Array.from({ length: 50 }, () => ask(question)),
          { concurrency: "unbounded" }
        )
      )
      yield* TestClock.adjust("1 minute")
      expect(yield* Fiber.join(fiber)).toHaveLength(50)
      // five failures, each of them asked once more
      expect(http.asked).toHaveLength(10)
    })
  )
})

describe("what the owner should know", () => {
  const plainHttp = "what Tuling is asked travels over plain HTTP, readable on the way"

  it.effect.each([
    ["that Tuling is asked in clear", key, [plainHttp]],
    ["nothing where it is asked over HTTPS", { ...key, TULING_ORIGIN: "https://tuling.example" }, []],
    ["nothing where it is not asked", { ...key, ROBOT_CHATBOTS: "openai" }, []],
    [
      "that a model is asked in clear",
      { OPENAI_BASE_URL: "http://model.example/v1", OPENAI_MODEL: "m" },
      ["what the model is asked travels over plain HTTP, readable on the way"]
    ],
    [
      "nothing of a model on this machine",
      { OPENAI_BASE_URL: "http://127.0.0.1:11434/v1", OPENAI_MODEL: "m" },
      []
    ]
  ] as const)("%s", ([, environment, warnings]) =>
    Effect.gen(function* () {
      expect((yield* chatbots(environment)).warnings).toEqual(warnings)
    })
  )
})

describe("the next day", () => {
  it.effect.each([
    ["of Tuling begins at midnight in Shanghai", key, NEXT_MIDNIGHT],
    ["of nobody is in a day", {}, 24 * 3_600_000]
  ] as const)("%s", ([, environment, nextDay]) =>
    Effect.gen(function* () {
      expect((yield* chatbots(environment)).nextDay(0)).toBe(nextDay)
    })
  )
})

describe("what comes of asking", () => {
  it.effect.each([
    ["words", () => v2(10_004, "hi"), { _tag: "Words", text: "hi", chatbot: "tuling" }],
    ["no answer", () => v2(5000), { _tag: "NoWords" }],
    ["an empty answer", () => v2(10_004, " "), { _tag: "NoWords" }],
    ["trouble for the moment", () => v2(8008, "for the operator"), { _tag: "Unavailable" }],
    ["an answer in another shape", () => json({}), { _tag: "Unavailable" }],
    ["a status", () => new Response("", { status: 502 }), { _tag: "Unavailable" }],
    ["the day's questions used up", () => v2(4003, "for the operator"), { _tag: "Spent" }],
    ["a question they cannot read", () => v2(4000, "for the operator"), { _tag: "NoWords" }],
    ["a wrong key", () => v2(4007, "for the operator"), { _tag: "Barred" }]
  ] as const)("%s", ([, response, answer]) =>
    Effect.gen(function* () {
      const { ask } = yield* chatbots(key, new FakeHttp(response))
      expect(yield* ask(question)).toEqual(answer)
    })
  )

  it.effect("none is available when Tuling cannot be reached", () =>
    Effect.gen(function* () {
      const { ask } = yield* chatbots(key, new FakeHttp(() => broken({ code: "ECONNREFUSED" })))
      expect(yield* ask(question)).toEqual({ _tag: "Unavailable" })
    })
  )

  it.effect("the same while it rests after such failures", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => broken({ code: "ECONNREFUSED" }))
      const { ask } = yield* chatbots(key, http)
      yield* Effect.repeatN(ask(question), 4)
      const before = http.asked.length
      expect(yield* ask(question)).toEqual({ _tag: "Unavailable" })
      expect(http.asked.length).toBe(before)
    })
  )

  it.effect("a refused key is one error with its kind and code, and no word of theirs or ours", () =>
    Effect.gen(function* () {
      const { ask } = yield* chatbots(key, new FakeHttp(() => v2(4007, "for the operator")))
      const log = yield* withLog(ask(question))
      const errors = log.split("\n").filter((line) => line.startsWith("<3>"))
      expect(errors).toEqual([expect.stringContaining("chatbot=tuling")])
      expect(errors[0]).toContain("code=4007 kind=configuration")
      expect(log).not.toMatch(/for the operator|hello|a key/)
    })
  )
})

describe("the time limit", () => {
  /** What was answered to a question that takes for ever, after some time. */
  const answerAfter = Effect.fnUntraced(function* (
    limit: string,
    time: "15 seconds" | "16 seconds" | "1 day"
  ) {
    const { ask } = yield* chatbots(
      { ...key, ROBOT_CHATBOT_TIMEOUT: limit },
      new FakeHttp(() => Effect.never)
    )
    const fiber = yield* Effect.fork(ask(question))
    yield* TestClock.adjust(time)
    return yield* Option.match(yield* Fiber.poll(fiber), {
      onNone: () => Effect.succeed("still waiting"),
      onSome: (exit) => exit
    })
  })

  it.effect("is that of the setting, and no second try follows", () =>
    Effect.gen(function* () {
      expect(yield* answerAfter("16 seconds", "15 seconds")).toBe("still waiting")
      expect(yield* answerAfter("16 seconds", "16 seconds")).toEqual({ _tag: "Unavailable" })
    })
  )

  it.effect("is none for 0", () =>
    Effect.gen(function* () {
      expect(yield* answerAfter("0", "1 day")).toBe("still waiting")
    })
  )
})
