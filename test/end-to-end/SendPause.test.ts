import { describe, expect, it } from "@effect/vitest"
import { Context, Duration, Effect, Layer } from "effect"
import { type Timing } from "../../src/domain/Timing.ts"
import { robot } from "../../src/program/Robot.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, robotAt, untilSyncing } from "../support/end-to-end/inProcess.ts"

/** A robot at a simulator that finds its first send too frequent, with pauses that nobody notices, or the real ones. */
const working = Effect.fnUntraced(function* (pauses: Partial<Context.Tag.Service<Timing>>) {
  const { control, origin } = yield* start()
  const context = yield* Layer.build(robotAt(origin, {}, pauses))
  yield* Effect.forkScoped(Effect.provide(robot, context))
  yield* untilSyncing(control)
  yield* control.faults([{ kind: "ret", endpoint: "webwxsendmsg", ret: 1205, times: 1 }])
  const say = (text: string) =>
    Effect.flatMap(control.messages([{ from: "me", text }]), ([MsgId = ""]) =>
      Context.get(context, Endings).of(MsgId)
    )
  const sends = Effect.map(
    control.requests(),
    (all) => all.filter(({ endpoint }) => endpoint === "webwxsendmsg").length
  )
  return { control, say, sends }
})

describe("sends that WeChat finds too frequent, over HTTP", () => {
  it.scopedLive("go out after the pause", () =>
    Effect.gen(function* () {
      const { control, say, sends } = yield* working({ firstSendPause: Duration.millis(20) })
      expect(yield* say("你好")).toMatchObject({ _tag: "sent" })
      expect(yield* sends).toBe(2)
      expect(yield* control.sent()).toHaveLength(1)
    })
  )

  it.scopedLive("end, and no other is tried, while the pause outlasts the messages", () =>
    Effect.gen(function* () {
      const { say, sends } = yield* working({})
      expect(yield* say("你好")).toEqual({ _tag: "skipped", reason: "stale" })
      expect(yield* say("晚安")).toEqual({ _tag: "skipped", reason: "stale" })
      expect(yield* sends).toBe(1)
    })
  )
})
