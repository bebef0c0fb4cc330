import { expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { Activity } from "../../../src/layers/activity/Activity.ts"
import * as layers from "../../../src/layers/chatbots/Chatbots.ts"
import { Chatbots } from "../../../src/program/api/contract/Figures.ts"
import { asked, surroundings } from "../../support/program/served.ts"

const decode = Schema.decodeSync(Schema.parseJson(Chatbots))
const chatbots = Effect.map(asked("/api/chatbots"), decode)

it.scoped("the API tells of each chatbot how long it took, what came of it, and whether it is asked", () =>
  Effect.gen(function* () {
    const nothing = { bounds: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30], counts: [0, 0, 0, 0, 0, 0, 0, 0, 0] }
    expect(yield* chatbots).toEqual({
      since: 0,
      chatbots: [
        {
          name: "tuling",
          host: "tuling.example",
          model: null,
          secure: true,
          limits: [],
          trouble: null,
          asked: [],
          seconds: { ...nothing, count: 0, sum: 0 }
        }
      ]
    })
    const activity = yield* Activity
    activity.asked.add("tuling words", 2)
    activity.asked.add("tuling transient")
    activity.asked.add("of another words")
    for (const seconds of [0.3, 0.4, 60]) activity.answerTime.add("tuling", seconds)
    const now = yield* layers.Chatbots
    const spent = { ...now, troubles: Effect.succeed([{ name: "tuling", kind: "spent", until: 9 } as const]) }
    const { chatbots: after } = yield* Effect.provideService(chatbots, layers.Chatbots, spent)
    expect(after).toMatchObject([
      {
        trouble: { kind: "spent", until: 9, means: { zh: expect.stringContaining("用完") } },
        asked: [
          { result: "words", count: 2 },
          { result: "transient", count: 1 }
        ],
        seconds: { counts: [0, 0, 2, 0, 0, 0, 0, 0, 1], count: 3, sum: 60.7 }
      }
    ])
  }).pipe(Effect.provide(surroundings()))
)

it.scoped("the API tells whom the texts go to, over what, and how much of the owner's limits is used", () =>
  Effect.gen(function* () {
    const now = yield* layers.Chatbots
    const model = {
      ...now,
      places: [
        {
          name: "openai",
          host: "models.example:8080",
          model: "some-model",
          over: "http" as const,
          secure: false
        }
      ],
      limits: Effect.succeed({
        openai: [
          { of: "tokens-of-the-day", most: 5_000, used: 120 },
          { of: "questions-of-the-chat", most: 9, used: undefined }
        ] as const
      })
    }
    const { chatbots: told } = yield* Effect.provideService(chatbots, layers.Chatbots, model)
    expect(told).toMatchObject([
      {
        name: "openai",
        host: "models.example:8080",
        model: "some-model",
        secure: false,
        limits: [
          { of: "tokens-of-the-day", most: 5_000, used: 120, means: { en: "tokens a day" } },
          { of: "questions-of-the-chat", most: 9, used: null }
        ]
      }
    ])
  }).pipe(Effect.provide(surroundings()))
)
