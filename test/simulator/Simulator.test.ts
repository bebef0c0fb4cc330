import { HttpClient, HttpServerError } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Scope } from "effect"
import { layer, Simulator, start } from "../../src/simulator/Simulator.ts"
import { open, openBrowser, untilHeld } from "../support/simulator/Browser.ts"
import { portToClose } from "../support/simulator/port.ts"

describe("the simulator", () => {
  it.scoped("listens on a free port of the loopback, as a layer too", () =>
    Effect.gen(function* () {
      const { origin } = yield* Simulator
      expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect((yield* HttpClient.get(`${origin}/control/state`)).status).toBe(200)
    }).pipe(Effect.provide([layer(), NodeHttpClient.layer]))
  )

  it.scoped("fails when its port is taken", () =>
    Effect.gen(function* () {
      const { origin } = yield* start()
      const error = yield* Effect.flip(start({ port: Number(new URL(origin).port) }))
      expect(error).toBeInstanceOf(HttpServerError.ServeError)
    })
  )

  it.scoped("closes although a poll is held, and cuts the poll off", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { control, origin } = yield* Scope.extend(
        start({ autoScan: false, port: yield* portToClose }),
        scope
      )
      const browser = yield* openBrowser(origin)
      const uuid = yield* browser.newCode
      const poll = yield* Effect.fork(Effect.exit(browser.poll(uuid)))
      yield* untilHeld(control.state)
      yield* Scope.close(scope, Exit.void)
      expect(Exit.isFailure(yield* Fiber.join(poll))).toBe(true)
      expect(Exit.isFailure(yield* Effect.exit(browser.newCode))).toBe(true)
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )

  it.scoped("makes the same ids from the same seed, and others without", () =>
    Effect.gen(function* () {
      const uuid = (seed?: string) =>
        Effect.flatMap(open(seed === undefined ? {} : { seed }), ({ browser }) => browser.newCode)
      expect(yield* uuid("a")).toBe(yield* uuid("a"))
      expect(yield* uuid("a")).not.toBe(yield* uuid("b"))
      expect(yield* uuid()).not.toBe(yield* uuid())
    })
  )
})
