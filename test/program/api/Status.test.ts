import { expect, it } from "@effect/vitest"
import { Effect, Redacted, Schema, Option, TestClock } from "effect"
import { ShownCode } from "../../../src/layers/activity/ShownCode.ts"
import { Chatbots } from "../../../src/layers/chatbots/Chatbots.ts"
import { OtherSettings } from "../../../src/program/api/contract/Questions.ts"
import { SettingsView, Status } from "../../../src/program/api/contract/Views.ts"
import { Connection } from "../../../src/program/connection/Connection.ts"
import { asked, surroundings } from "../../support/program/served.ts"

const decodeStatus = Schema.decodeSync(Schema.parseJson(Status))
const decodeSettings = Schema.decodeSync(Schema.parseJson(SettingsView))

it.scoped("the status says in both languages what a person has to do, and when the code expires", () =>
  Effect.gen(function* () {
    yield* TestClock.adjust(5)
    yield* (yield* Connection).become("waiting-for-scan", "a log-in code is shown")
    yield* (yield* ShownCode).become(Option.some(Redacted.make("https://login.weixin.qq.com/l/a")))
    const status = Effect.map(asked("/api/status"), decodeStatus)
    expect(yield* status).toMatchObject({
      now: 5,
      timeZone: "Asia/Shanghai",
      todo: { en: "scan the code with WeChat on the phone", zh: "用手机微信扫码" },
      code: { shownAt: 5, expiresAt: 300_005 },
      chatbotTroubles: [],
      alertService: false
    })
    yield* (yield* Connection).become("syncing", "logged in")
    yield* (yield* ShownCode).become(Option.none())
    expect(yield* status).toMatchObject({ todo: null, code: null })
    const chatbots = yield* Chatbots
    const barred = Effect.succeed([{ name: "tuling", kind: "barred", until: null } as const])
    expect(yield* Effect.provideService(status, Chatbots, { ...chatbots, troubles: barred })).toMatchObject({
      todo: { zh: expect.stringContaining("密钥") },
      chatbotTroubles: [{ name: "tuling", kind: "barred", until: null }]
    })
  }).pipe(Effect.provide(surroundings({ ROBOT_TIME_ZONE: "Asia/Shanghai" })))
)

it.scoped("the settings say what each is for, and which a message can be tried with", () =>
  Effect.gen(function* () {
    const { settings } = yield* Effect.map(asked("/api/settings"), decodeSettings)
    const ofPolicy = settings.filter(({ ofPolicy }) => ofPolicy).map(({ name }) => name)
    expect(ofPolicy.toSorted()).toEqual(Object.keys(OtherSettings.fields).toSorted())
    expect(settings.filter(({ meaning: { en, zh } }) => en === "" || zh === "")).toEqual([])
  }).pipe(Effect.provide(surroundings()))
)
