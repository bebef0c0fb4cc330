import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { front } from "../../support/demo/front.ts"
import { RealFiles } from "../../support/layers/files.ts"
import { statusOf } from "../../support/program/served.ts"

const said = { as: "lili", chat: "lili", kind: "text", text: "在吗？", quotes: null, mention: false }

const msgIdIn = (answer: string) => /"msgId":"(\d+)"/.exec(answer)?.[1] ?? "none"

describe("what people do on the demo's chat page", () => {
  it.scopedLive("says what anybody says, where they say it", () =>
    Effect.gen(function* () {
      const { post, viewWhere } = yield* front()
      const first = msgIdIn(yield* post("messages", said))
      yield* post("messages", { ...said, chat: "family", text: "@ 你", mention: true })
      yield* post("messages", { ...said, as: "me", kind: "picture", text: "" })
      yield* post("messages", { ...said, text: "就这句", quotes: first })
      yield* post("messages", { ...said, as: "me", chat: "filehelper" })
      const { lines } = yield* viewWhere(({ lines }) => lines.length === 5)
      expect(lines.map(({ chat, kind, quote, speaker, text }) => [speaker, chat, kind, text, quote])).toEqual(
        [
          ["lili", "lili", "text", "在吗？", null],
          ["lili", "family", "text", "@小白同学 @ 你", null],
          ["me", "lili", "picture", "", null],
          ["lili", "lili", "text", "就这句", { name: "李莉（同事）", text: "在吗？" }],
          ["me", "filehelper", "text", "在吗？", null]
        ]
      )
      expect(lines[0]).toMatchObject({ msgId: first, byRobot: false, revoked: false })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("takes back a message once, and none that nobody said", () =>
    Effect.gen(function* () {
      const { post, viewWhere } = yield* front()
      const msgId = msgIdIn(yield* post("messages", said))
      expect(statusOf(yield* post("take-back", { msgId }))).toBe(204)
      expect((yield* viewWhere(({ lines }) => lines[0]?.revoked === true)).lines).toHaveLength(1)
      expect(statusOf(yield* post("take-back", { msgId }))).toBe(409)
      expect(statusOf(yield* post("take-back", { msgId: "7" }))).toBe(409)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("breaks and mends the network", () =>
    Effect.gen(function* () {
      const { control, post, viewWhere } = yield* front()
      yield* post("network", { broken: true })
      yield* post("network", { broken: true })
      yield* viewWhere(({ networkBroken }) => networkBroken)
      expect(yield* control.state()).toMatchObject({ listening: false, faults: [{}] })
      yield* post("network", { broken: false })
      yield* viewWhere(({ networkBroken }) => !networkBroken)
      expect(yield* control.state()).toMatchObject({ listening: true, faults: [] })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("uses Tuling's day up; a new one needs a new start of the robot", () =>
    Effect.gen(function* () {
      const { control, post, restarts, viewWhere } = yield* front()
      yield* post("day", { spent: false })
      yield* post("day", { spent: true })
      yield* viewWhere(({ daySpent }) => daySpent)
      expect((yield* control.state()).faults.map(({ fault }) => fault)).toEqual([
        { kind: "ret", endpoint: "tuling", ret: 4003 }
      ])
      expect(restarts()).toBe(0)
      yield* post("day", { spent: false })
      yield* viewWhere(({ daySpent }) => !daySpent)
      expect(restarts()).toBe(1)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("stops the model, and starts it again", () =>
    Effect.gen(function* () {
      const { control, post, restarts, viewWhere } = yield* front()
      yield* post("model", { out: false })
      yield* post("model", { out: true })
      yield* post("model", { out: true })
      yield* viewWhere(({ modelOut }) => modelOut)
      expect((yield* control.state()).faults.map(({ fault }) => fault)).toEqual([
        { kind: "status", endpoint: "openai", status: 503 }
      ])
      yield* post("model", { out: false })
      yield* viewWhere(({ modelOut }) => !modelOut)
      expect((yield* control.state()).faults).toEqual([])
      expect(restarts()).toBe(0)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("refuses what is not there, and what makes no sense", () =>
    Effect.gen(function* () {
      const { post } = yield* front()
      expect(statusOf(yield* post("log-in", { action: "end" }))).toBe(409)
      expect(statusOf(yield* post("log-in", { action: "scan" }))).toBe(409)
      expect(statusOf(yield* post("messages", { ...said, as: "nobody", chat: "nobody" }))).toBe(404)
      expect(statusOf(yield* post("phone", { chat: "nobody" }))).toBe(404)
      expect(statusOf(yield* post("network", {}))).toBe(400)
      expect(statusOf(yield* post("phone", { chat: "lili" }))).toBe(204)
    }).pipe(Effect.provide(RealFiles))
  )
})
