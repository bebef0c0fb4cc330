import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { login } from "../../src/program/session/Login.ts"
import type { SimulatorOptions } from "../../src/simulator/world/Options.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { robotAt, until } from "../support/end-to-end/inProcess.ts"

/** A log-in under way, at a simulator whose phone only does what the test says. */
const loggingIn = (options: SimulatorOptions = {}) =>
  Effect.gen(function* () {
    const { control, origin } = yield* start({ autoScan: false, ...options })
    const fiber = yield* Effect.fork(Effect.provide(login(), robotAt(origin)))
    yield* until(control, ({ holding }) => holding.login > 0)
    /** Scans the code, and waits until the client was told so and polls on. */
    const scan = Effect.zipRight(
      control.login({ action: "scan" }),
      until(control, ({ holding, requests }) => requests["login"] === 1 && holding.login > 0)
    )
    const endpoints = Effect.map(control.requests(), (all) => all.map(({ endpoint }) => endpoint))
    return { control, endpoints, fiber, scan }
  })

describe("log-in over HTTP", () => {
  it.scopedLive("goes from the code to a session, endpoint by endpoint", () =>
    Effect.gen(function* () {
      const { control, endpoints, fiber, scan } = yield* loggingIn()
      yield* scan
      yield* control.login({ action: "confirm" })
      const session = yield* Fiber.join(fiber)
      const { people, sessions } = yield* control.state()
      expect(session.me.UserName).toBe(people.find(({ name }) => name === "me")?.UserName)
      expect(session.credentials.host).toBe("wx2.qq.com")
      expect(session.contacts.map(({ UserName }) => UserName)).toContain("filehelper")
      expect(sessions).toEqual([{ order: 1, inits: 1, ended: null }])
      // the picture comes beside the polls
      expect((yield* endpoints).filter((endpoint) => endpoint !== "qrcode")).toEqual([
        "jslogin",
        "login",
        "login",
        "webwxnewloginpage",
        "webwxinit",
        "webwxstatusnotify"
      ])
    })
  )

  it.scopedLive("stays with a code that the phone's safety pause makes look expired", () =>
    Effect.gen(function* () {
      const { control, fiber, scan } = yield* loggingIn()
      yield* scan
      yield* control.login({ action: "countdown" })
      yield* until(control, ({ requests }) => (requests["login"] ?? 0) > 3)
      yield* control.login({ action: "confirm" })
      yield* Fiber.join(fiber)
      expect((yield* control.state()).scans.map(({ stage }) => stage)).toEqual(["used"])
    })
  )

  it.scopedLive("shows a new code after the owner scanned the first and pressed cancel", () =>
    Effect.gen(function* () {
      const { control, fiber, scan } = yield* loggingIn()
      yield* scan
      yield* control.login({ action: "cancel" })
      yield* until(control, ({ holding, scans }) => scans.length === 2 && holding.login > 0)
      yield* control.login({ action: "confirm" })
      yield* Fiber.join(fiber)
      expect((yield* control.state()).scans.map(({ stage }) => stage)).toEqual(["cancelled", "used"])
    })
  )

  it.scopedLive.each(["expire", "fail"] as const)(
    "shows a new code for one that nobody scanned: %s",
    (action) =>
      Effect.gen(function* () {
        const { control, fiber } = yield* loggingIn()
        yield* control.login({ action })
        yield* until(control, ({ holding, scans }) => scans.length === 2 && holding.login > 0)
        yield* control.login({ action: "confirm" })
        yield* Fiber.join(fiber)
        expect((yield* control.state()).scans.at(-1)?.stage).toBe("used")
      })
  )

  it.scopedLive("goes on where pass_ticket comes as a cookie only", () =>
    Effect.gen(function* () {
      const { control, fiber } = yield* loggingIn()
      yield* control.login({ passTicket: "cookie" })
      yield* control.login({ action: "confirm" })
      yield* Fiber.join(fiber)
      expect((yield* control.state()).sessions).toEqual([{ order: 1, inits: 1, ended: null }])
    })
  )

  it.scopedLive("shows a new code when a ticket was spent by an answer that nobody can read", () =>
    Effect.gen(function* () {
      const { control, fiber } = yield* loggingIn()
      yield* control.faults([{ endpoint: "webwxnewloginpage", kind: "half", times: 1 }])
      yield* control.login({ action: "confirm" })
      yield* until(control, ({ holding, scans }) => scans.length === 2 && holding.login > 0)
      yield* control.login({ action: "confirm" })
      yield* Fiber.join(fiber)
      const { requests, scans } = yield* control.state()
      expect(scans.map(({ stage }) => stage)).toEqual(["used", "used"])
      expect(requests["webwxnewloginpage"]).toBe(3)
    })
  )

  it.scopedLive.each(["xml", "html"] as const)(
    "ends when the account is barred from the browser: %s",
    (refusal) =>
      Effect.gen(function* () {
        const { control, endpoints, fiber } = yield* loggingIn()
        yield* control.login({ action: "refuse", refusal })
        yield* control.login({ action: "confirm" })
        expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({ _tag: "AccountRefused" })
        expect(yield* endpoints).not.toContain("webwxinit")
      })
  )

  it.scopedLive("ends, without a request there, when it would lead to a foreign host", () =>
    Effect.gen(function* () {
      const { control, endpoints, fiber } = yield* loggingIn({ sessionHost: "wx.qq.com.example.net" })
      yield* control.login({ action: "confirm" })
      expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({
        _tag: "ForeignHost",
        host: "wx.qq.com.example.net"
      })
      expect(yield* endpoints).not.toContain("webwxnewloginpage")
    })
  )
})
