import { describe, expect, it } from "@effect/vitest"
import { Array, Context, Effect, Layer } from "effect"
import { sendOnce } from "../../src/program/reply/Send.ts"
import { robot } from "../../src/program/Robot.ts"
import { login } from "../../src/program/session/Login.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, robotAt, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { forgetfulProxy } from "../support/http/forgetfulProxy.ts"

/** A robot's layers at a simulator that delivers what it is sent as often as it is sent, behind a forgetful proxy. */
const behindProxy = Effect.gen(function* () {
  const { control, origin } = yield* start()
  yield* control.sending({ acceptRepeats: true })
  const proxy = yield* forgetfulProxy(origin)
  const environment = { ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0", ROBOT_QUIET_PERIOD: "0" }
  const context = yield* Layer.build(robotAt(proxy.origin, environment, { requestsPerSecond: 1000 }))
  const cutOff = (endpoint: string) => proxy.cut.filter((path) => path.endsWith(endpoint)).length
  return { context, control, cutOff }
})

describe("connections that are closed when the next request is on its way", () => {
  it.scopedLive(
    "leave no send uncertain, and double none",
    () =>
      Effect.gen(function* () {
        const { context, control, cutOff } = yield* behindProxy
        const ids = Array.makeBy(200, (nth) => `${nth}`)
        const outcomes = yield* Effect.gen(function* () {
          const session = yield* login()
          const chat = session.me.UserName
          return yield* Effect.forEach(ids, (ClientMsgId) =>
            sendOnce(session, { chat, text: ClientMsgId, ClientMsgId, echo: Effect.succeedNone })
          )
        }).pipe(Effect.provide(context))
        expect(outcomes.filter(({ _tag }) => _tag !== "Sent")).toEqual([])
        expect((yield* control.sent()).map(({ ClientMsgId }) => ClientMsgId)).toEqual(ids)
        expect(cutOff("webwxsendmsg")).toBeGreaterThan(20)
      }),
    60_000
  )

  it.scopedLive(
    "cost a robot no message",
    () =>
      Effect.gen(function* () {
        const { context, control, cutOff } = yield* behindProxy
        yield* Effect.forkScoped(Effect.provide(robot, context))
        yield* untilSyncing(control)
        const endings = yield* Effect.forEach(Array.makeBy(60, String), (text) =>
          Effect.flatMap(control.messages([{ from: "me", text }]), ([MsgId = ""]) =>
            Context.get(context, Endings).of(MsgId)
          )
        )
        expect(endings.filter(({ _tag }) => _tag !== "sent")).toEqual([])
        const sent = yield* control.sent()
        expect(sent).toHaveLength(60)
        expect(new Set(sent.map(({ ClientMsgId }) => ClientMsgId)).size).toBe(60)
        expect(cutOff("webwxsync") + cutOff("synccheck")).toBeGreaterThan(10)
      }),
    60_000
  )
})
