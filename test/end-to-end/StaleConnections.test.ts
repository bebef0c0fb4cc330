import { expect, it } from "@effect/vitest"
import { Array, Context, Effect, Layer } from "effect"
import { robot } from "../../src/program/Robot.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, robotAt, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { forgetfulProxy } from "../support/http/forgetfulProxy.ts"

it.scopedLive("connections closed under its hands cost a robot no message and no double", () =>
  Effect.gen(function* () {
    const simulator = yield* start()
    const { control } = simulator
    yield* control.sending({ acceptRepeats: true })
    const { cut, origin } = yield* forgetfulProxy(simulator.origin)
    const environment = { ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0", ROBOT_QUIET_PERIOD: "0" }
    const context = yield* Layer.build(robotAt(origin, environment, { requestsPerSecond: 1000 }))
    yield* Effect.forkScoped(Effect.provide(robot, context))
    yield* untilSyncing(control)
    const texts = Array.makeBy(200, (nth) => `Nr. ${nth}.`)
    const endings = yield* Effect.forEach(Array.chunksOf(texts, 10), (some) =>
      Effect.flatMap(control.messages(some.map((text) => ({ from: "me", text }))), (MsgIds) =>
        Effect.forEach(MsgIds, (MsgId) => Context.get(context, Endings).of(MsgId))
      )
    )
    expect(endings.flat()).toHaveLength(200)
    expect(endings.flat().filter(({ _tag }) => _tag !== "sent")).toEqual([])
    const sent = yield* control.sent()
    expect(sent).toHaveLength(200)
    expect(sent.filter(({ delivered, repeated }) => !delivered || repeated)).toEqual([])
    const cutOff = (endpoint: string) => cut.filter((path) => path.endsWith(endpoint)).length
    expect(cutOff("webwxsendmsg")).toBeGreaterThan(20)
    expect(cutOff("synccheck") + cutOff("webwxsync")).toBeGreaterThan(5)
  })
)
