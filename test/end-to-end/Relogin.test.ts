import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { robot } from "../../src/program/Robot.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, robotAt, until, untilSyncing } from "../support/end-to-end/inProcess.ts"

/** A robot at work; `lose` ends its session and waits until it polls in the next. */
const working = Effect.gen(function* () {
  const { control, origin } = yield* start()
  const context = yield* Layer.build(robotAt(origin))
  yield* Effect.forkScoped(Effect.provide(robot, context))
  yield* untilSyncing(control)
  const lose = (retcode: 1100 | 1101 | 1102) =>
    Effect.gen(function* () {
      const { sessions } = yield* control.state()
      yield* control.session({ retcode })
      return yield* until(
        control,
        ({ holding, sessions: now }) => now.length > sessions.length && holding.synccheck > 0
      )
    })
  return { control, endings: Context.get(context, Endings), lose }
})

describe("the log-in after a session over HTTP", () => {
  it.scopedLive.each([1101, 1102] as const)(
    "takes a tap on the phone and no second code after %i, and the robot answers on",
    (retcode) =>
      Effect.gen(function* () {
        const { control, endings, lose } = yield* working
        const { holding, requests, sessions } = yield* lose(retcode)
        expect(requests).toMatchObject({ jslogin: 1, webwxpushloginurl: 1 })
        expect(sessions.map(({ ended }) => ended)).toEqual([retcode, null])
        expect(holding.synccheck).toBe(1)
        const [MsgId = ""] = yield* control.messages([{ from: "lili", text: "晚安" }])
        expect(yield* endings.of(MsgId)).toMatchObject({ _tag: "sent" })
        expect((yield* control.sent()).map(({ text, to }) => ({ to, text }))).toEqual([
          { to: "lili", text: "晚安，做个好梦" }
        ])
      })
  )

  it.scopedLive("takes a code after 1100, and when the next session ends too soon", () =>
    Effect.gen(function* () {
      const { lose } = yield* working
      const loggedOut = yield* lose(1100)
      expect(loggedOut.requests["webwxpushloginurl"]).toBe(undefined)
      expect(loggedOut.requests["jslogin"]).toBe(2)
      expect((yield* lose(1101)).requests).toMatchObject({ jslogin: 2, webwxpushloginurl: 1 })
      expect((yield* lose(1101)).requests).toMatchObject({ jslogin: 3, webwxpushloginurl: 1 })
    })
  )

  it.scopedLive("takes a session for dead whose polls never live, although webwxinit is answered", () =>
    Effect.gen(function* () {
      const { control, endings } = yield* working
      // the first end comes after a poll that lived, and five without one follow
      yield* control.faults([{ kind: "ret", ret: 1101, endpoint: "synccheck", times: 6 }])
      const [MsgId = ""] = yield* control.messages([{ from: "lili", text: "晚安" }])
      const { requests, sessions } = yield* until(
        control,
        ({ holding, sessions }) => sessions.length === 2 && holding.synccheck > 0
      )
      expect(sessions).toMatchObject([{ inits: 6 }, { inits: 1, ended: null }])
      expect(requests).toMatchObject({ jslogin: 1, webwxpushloginurl: 1 })
      expect(yield* endings.of(MsgId)).toMatchObject({ _tag: "sent" })
    })
  )

  it.scopedLive("takes a code when the phone takes no log-in without one", () =>
    Effect.gen(function* () {
      const { control, lose } = yield* working
      yield* control.login({ pushLogin: false })
      expect((yield* lose(1101)).requests).toMatchObject({ jslogin: 2, webwxpushloginurl: 1 })
    })
  )

  it.scopedLive("takes a code when the owner cancels on the phone", () =>
    Effect.gen(function* () {
      const { control, lose } = yield* working
      yield* control.login({ autoScan: false })
      yield* control.session({ retcode: 1101 })
      yield* until(control, ({ holding, scans }) => scans.length === 2 && holding.login > 0)
      yield* control.login({ action: "cancel" })
      yield* until(control, ({ holding, scans }) => scans.length === 3 && holding.login > 0)
      yield* control.login({ autoScan: true })
      const { scans, requests } = yield* untilSyncing(control)
      expect(scans.map(({ stage }) => stage)).toEqual(["used", "cancelled", "used"])
      expect(requests).toMatchObject({ jslogin: 2, webwxpushloginurl: 1 })
      expect((yield* lose(1101)).requests).toMatchObject({ jslogin: 3, webwxpushloginurl: 1 })
    })
  )
})
