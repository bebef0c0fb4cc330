import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { robot } from "../../src/program/Robot.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, robotAt, until, untilSyncing } from "../support/end-to-end/inProcess.ts"

describe("two robots at one simulator", () => {
  it.scopedLive(
    "work for an account each, and one goes on as if nothing were when the other's session ends",
    () =>
      Effect.gen(function* () {
        const { control, controlOf, origin } = yield* start()
        yield* control.addAccount({ name: "second", nickName: "小黑" })
        const second = yield* controlOf("second")
        const begin = Effect.gen(function* () {
          const context = yield* Layer.build(Layer.fresh(robotAt(origin)))
          yield* Effect.forkScoped(Effect.provide(robot, context))
          return Context.get(context, Endings)
        })
        const ofFirst = yield* begin
        yield* untilSyncing(control)
        yield* second.login({ autoScan: true })
        const ofSecond = yield* begin
        yield* untilSyncing(second)

        yield* second.session({ retcode: 1101 })
        yield* until(second, ({ holding, sessions }) => sessions.length === 2 && holding.synccheck > 0)
        const [one = ""] = yield* control.messages([{ from: "lili", text: "晚安" }])
        const [other = ""] = yield* second.messages([{ from: "tom", text: "晚安" }])
        expect(yield* ofFirst.of(one)).toMatchObject({ _tag: "sent" })
        expect(yield* ofSecond.of(other)).toMatchObject({ _tag: "sent" })
        expect((yield* control.sent()).map(({ to }) => to)).toEqual(["lili"])
        expect((yield* second.sent()).map(({ to }) => to)).toEqual(["tom"])
        expect((yield* control.state()).sessions).toMatchObject([{ ended: null }])
      })
  )
})
