import { expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { AlertHistory } from "../../../src/domain/AlertHistory.ts"
import { Alerts } from "../../../src/program/api/contract/Figures.ts"
import { PastAlerts } from "../../../src/program/owner/PastAlerts.ts"
import { leave } from "../../support/program/kept.ts"
import { asked, surroundings } from "../../support/program/served.ts"

const decode = Schema.decodeSync(Schema.parseJson(Alerts))
const none: AlertHistory = []
const kept = { name: "alert-history", schema: AlertHistory, none } as const

const alerts = Effect.map(asked("/api/alerts"), decode)

it.scoped(
  "the alerts of the API come the newest first, in both languages, without those it has no words for",
  () =>
    Effect.gen(function* () {
      const state = { since: -5, until: null, count: 1, told: false }
      yield* leave(kept, [
        { ...state, alert: "scan", until: -2, told: true },
        { ...state, alert: "of a later version" },
        { ...state, alert: "uncertain-send", count: 3 }
      ])
      const { alerts: all, service } = yield* Effect.provide(alerts, PastAlerts.Default)
      expect(service).toBe(true)
      expect(all.map(({ count, id, since, told, until }) => ({ count, id, since, told, until }))).toEqual([
        { id: "uncertain-send", since: -5, until: null, count: 3, told: false },
        { id: "scan", since: -5, until: -2, count: 1, told: true }
      ])
      expect(all[1]).toMatchObject({
        title: { en: "Scan to log in", zh: "请扫码登录" },
        over: { zh: "已登录" }
      })
      for (const { means, over, title, todo } of all) {
        for (const { en, zh } of [means, over, title, todo]) expect([en, zh]).not.toContain("")
      }
    }).pipe(Effect.provide(surroundings({ ROBOT_ALERT_URL: "https://example.org/hook" })))
)
