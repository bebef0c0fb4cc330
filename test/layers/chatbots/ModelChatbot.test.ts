import { describe, expect, it } from "@effect/vitest"
import { Effect, Either, Layer, Option } from "effect"
import { type Background } from "../../../src/domain/Chatbot.ts"
import { Chatbots } from "../../../src/layers/chatbots/Chatbots.ts"
import * as MemoryJournal from "../../../src/layers/journal/MemoryJournal.ts"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import { FakeHttp, json } from "../../support/http/FakeHttp.ts"
import { settingsOf } from "../../support/layers/files.ts"

const model = { OPENAI_BASE_URL: "https://model.example/v1", OPENAI_MODEL: "m" }

const question = {
  text: "and you?",
  userId: "u1",
  groupId: Option.none(),
  speaker: Option.none(),
  quoted: Option.none()
}

const turn = { text: "hello", speaker: Option.none(), quoted: Option.none(), answer: "hi" }
const told: Background = { instructions: "be kind", turns: [turn] }

const says = (content: string, total_tokens?: number, finish_reason = "stop") =>
  json({
    choices: [{ message: { content }, finish_reason }],
    ...(total_tokens === undefined ? {} : { usage: { total_tokens } })
  })

const refuses = (status: number) => new Response(JSON.stringify({ error: { message: "no" } }), { status })

/** Asks the chatbots of these settings so often, on a network that answers as told. */
const asked = (
  environment: Readonly<Record<string, string>>,
  http: FakeHttp,
  times = 1,
  background: Background = told,
  text = question.text
) =>
  Effect.flatMap(Chatbots, ({ ask }) =>
    Effect.replicateEffect(
      ask(
        { ...question, text },
        {
          chatKeys: ["friend:Li"],
          background: Effect.succeed(background),
          isRevoked: Effect.succeed(false)
        }
      ),
      times
    )
  ).pipe(
    Effect.provide(
      Chatbots.layer.pipe(
        Layer.provide(http.layer),
        Layer.provide(MemoryJournal.layer),
        Layer.provide(
          Layer.effect(
            Settings,
            Effect.map(settingsOf(environment), ({ settings }) => Either.getOrThrow(settings))
          )
        )
      )
    ),
    Effect.map((all) => all.map(({ asked, result }) => [result, asked.map(({ came }) => came)]))
  )

const words = (text: string) => ({ _tag: "Words", text, chatbot: "openai" })

describe("the model", () => {
  it.effect("is set up by an address and a name, and is told what was said before", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => says("fine"))
      expect(yield* asked(model, http)).toEqual([[words("fine"), ["words"]]])
      expect(http.last.url.href).toBe("https://model.example/v1/chat/completions")
      expect(JSON.parse(http.last.body).messages.map(({ content }: { content: string }) => content)).toEqual([
        "be kind",
        "hello",
        "hi",
        "and you?"
      ])
    })
  )

  it.effect("is asked once more without what was said before, when it does not take that", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(({ body }) => (body.includes("hello") ? refuses(400) : says("fine")))
      expect(yield* asked(model, http)).toEqual([[words("fine"), ["words"]]])
      expect(http.asked).toHaveLength(2)
    })
  )

  it.effect("is not asked again when nothing was said before", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => refuses(400))
      expect(yield* asked(model, http, 1, { ...told, turns: [] })).toEqual([
        [{ _tag: "NoWords" }, ["our-bug"]]
      ])
      expect(http.asked).toHaveLength(1)
    })
  )

  it.effect("has its answer made fit for a chat: no Markdown, and no more than the owner wants", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => says("**Well**, I am fine. And how are you today?"))
      expect(yield* asked({ ...model, ROBOT_ANSWER_LENGTH: "20" }, http)).toEqual([
        [words("Well, I am fine."), ["words"]]
      ])
    })
  )

  it.effect("has its answer end with a sentence where the model could say no more", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => says("I am fine, thank you. And how a", undefined, "length"))
      expect(yield* asked(model, http)).toEqual([[words("I am fine, thank you."), ["words"]]])
    })
  )

  it.effect.each([
    ["nothing that can be seen", "<think>so</think> \n"],
    ["the question itself", " and you?\n"],
    ["the question dressed up", "**and** you?"],
    ["a question that is dressed up itself", "**and** you?", "**and** you?"]
  ] as const)("has no words when it says %s", ([, content, text]) =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => says(content))
      expect(yield* asked(model, http, 1, told, text)).toEqual([[{ _tag: "NoWords" }, ["no-words"]]])
    })
  )

  it.effect("costs the tokens that it tells, and is passed over when those of the day are used up", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => says("fine", 400))
      const limits = { ...model, OPENAI_DAILY_TOKENS: "1000", OPENAI_MAX_TOKENS: "100" }
      expect(yield* asked(limits, http, 4)).toEqual([
        [words("fine"), ["words"]],
        [words("fine"), ["words"]],
        [words("fine"), ["words"]],
        [{ _tag: "Spent" }, ["spent"]]
      ])
      expect(http.asked).toHaveLength(3)
    })
  )

  it.effect(
    "costs nothing where it refuses, and is asked on where one question is too long for what is left",
    () =>
      Effect.gen(function* () {
        const http = new FakeHttp(() => refuses(400))
        const limits = { ...model, OPENAI_DAILY_TOKENS: "200", OPENAI_MAX_TOKENS: "100" }
        const none = { ...told, turns: [] }
        expect(yield* asked(limits, http, 5, none)).toEqual(
          Array.from({ length: 5 }, () => [{ _tag: "NoWords" }, ["our-bug"]])
        )
        const long = { ...none, instructions: "x".repeat(200) }
        expect(yield* asked(limits, new FakeHttp(() => says("fine")), 1, long)).toEqual([
          [{ _tag: "Spent" }, ["spent"]]
        ])
      })
  )

  it.effect("is passed over by a chat that had its questions of the hour", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(() => says("fine"))
      expect(yield* asked({ ...model, OPENAI_CHAT_HOURLY_LIMIT: "1" }, http, 2)).toEqual([
        [words("fine"), ["words"]],
        [{ _tag: "Unavailable" }, ["chat-limit"]]
      ])
    })
  )

  it.effect("stands behind Tuling, or before it, as the owner wishes", () =>
    Effect.gen(function* () {
      const http = new FakeHttp(({ url }) =>
        url.host === "model.example" ? says("fine") : json({ intent: { code: 4003 } })
      )
      const both = { ...model, TULING_API_KEY: "k" }
      expect(yield* asked(both, http, 2)).toEqual([
        [words("fine"), ["quota", "words"]],
        [words("fine"), ["spent", "words"]]
      ])
      expect(yield* asked({ ...both, ROBOT_CHATBOTS: "openai,tuling" }, http)).toEqual([
        [words("fine"), ["words"]]
      ])
    })
  )
})
