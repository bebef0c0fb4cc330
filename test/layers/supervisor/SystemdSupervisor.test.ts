import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Option, TestClock } from "effect"
import { Supervisor } from "../../../src/layers/supervisor/Supervisor.ts"
import * as SystemdSupervisor from "../../../src/layers/supervisor/SystemdSupervisor.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import { receiver } from "../../support/layers/notifications.ts"

const PID = 4242

/** The supervisor of a process with these variables. */
const under = (environment: Readonly<Record<string, string>>) =>
  Layer.build(SystemdSupervisor.layer({ environment, pid: PID })).pipe(
    Effect.flatMap((context) => Effect.provide(Supervisor, context))
  )

const socketPath = Effect.map(Effect.provide(temporaryDirectory, RealFiles), (path) => `${path}/notify`)

/** A name nobody else uses. */
const abstractName = Effect.map(socketPath, (path) => `@${path}`)

describe("word to systemd", () => {
  it.scoped.each([
    ["a path", socketPath],
    ["an abstract name", abstractName]
  ] as const)("arrives at %s, one datagram each", ([, address]) =>
    Effect.gen(function* () {
      const NOTIFY_SOCKET = yield* address
      const { next } = yield* receiver(NOTIFY_SOCKET)
      const supervisor = yield* under({ NOTIFY_SOCKET })
      yield* supervisor.ready
      yield* supervisor.status("syncing: 你好")
      yield* supervisor.alive
      yield* supervisor.stopping
      expect(yield* Effect.all([next, next, next, next, next])).toEqual([
        "READY=1",
        "STATUS=syncing: 你好",
        "WATCHDOG=1",
        // no status with it: the last one may say what to do
        "STOPPING=1",
        undefined
      ])
    })
  )

  it.scoped("is one line, whatever a status says: no order can be smuggled in", () =>
    Effect.gen(function* () {
      const NOTIFY_SOCKET = yield* socketPath
      const { next } = yield* receiver(NOTIFY_SOCKET)
      const { status } = yield* under({ NOTIFY_SOCKET })
      yield* status(`a\nSTOPPING=1${"x".repeat(10_000)}`)
      const text = yield* next
      expect(text).toMatch(/^STATUS=a\\nSTOPPING=1x+…$/)
      expect(text?.length).toBeLessThan(400)
    })
  )

  it.scoped("is nothing where nobody waits for it", () =>
    Effect.gen(function* () {
      const supervisor = yield* under({ WATCHDOG_USEC: "60000000" })
      yield* supervisor.ready
      expect(supervisor.aliveEvery).toEqual(Option.none())
    })
  )
})

describe("a supervisor that cannot be reached", () => {
  it.scoped("is given some time to read, then is an error", () =>
    Effect.gen(function* () {
      const { ready } = yield* under({ NOTIFY_SOCKET: yield* socketPath })
      const trying = yield* Effect.fork(Effect.flip(ready))
      yield* TestClock.adjust("4 seconds")
      expect(trying.unsafePoll()).toBe(null)
      yield* TestClock.adjust("2 seconds")
      expect((yield* Fiber.join(trying)).message).toMatch(/NOTIFY_SOCKET.*errno 2\b/)
    })
  )

  it.scoped("is forgiven where it is only slow", () =>
    Effect.gen(function* () {
      const NOTIFY_SOCKET = yield* socketPath
      const { ready } = yield* under({ NOTIFY_SOCKET })
      const trying = yield* Effect.fork(ready)
      yield* TestClock.adjust("1 second")
      const { next } = yield* receiver(NOTIFY_SOCKET)
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(trying)
      expect(yield* next).toBe("READY=1")
    })
  )

  it.scoped("stops nobody once the start is over", () =>
    Effect.gen(function* () {
      const { alive, status, stopping } = yield* under({ NOTIFY_SOCKET: yield* socketPath })
      expect(yield* Effect.all([alive, status("syncing"), stopping], { discard: true })).toBe(undefined)
    })
  )

  it.scoped.each(["vsock:2:1234", "relative/path", `/${"x".repeat(200)}`])(
    "is an error where the address is none: %s",
    (NOTIFY_SOCKET) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(under({ NOTIFY_SOCKET }))
        expect(error).toMatchObject({ _tag: "SupervisorUnreachable" })
        expect(error.message).toContain("abstract name")
      })
  )
})

describe("the sign of life", () => {
  const every = (environment: Readonly<Record<string, string>>) =>
    Effect.gen(function* () {
      const NOTIFY_SOCKET = yield* socketPath
      const { aliveEvery } = yield* under({ NOTIFY_SOCKET, ...environment })
      return Option.getOrUndefined(Option.map(aliveEvery, Duration.toMillis))
    })

  it.scoped.each([
    ["a quarter of the time that systemd waits", { WATCHDOG_USEC: "60000000" }, 15_000],
    ["the same where this process is meant", { WATCHDOG_USEC: "2000000", WATCHDOG_PID: `${PID}` }, 500],
    ["never where another is meant", { WATCHDOG_USEC: "2000000", WATCHDOG_PID: "1" }, undefined],
    ["never where none is wanted", {}, undefined],
    ["never where the time is none", { WATCHDOG_USEC: "soon" }, undefined],
    ["never for a time of nothing", { WATCHDOG_USEC: "0" }, undefined]
  ] as const)("is given %s", ([, environment, milliseconds]) =>
    Effect.map(every(environment), (every) => {
      expect(every).toBe(milliseconds)
    })
  )
})
