import { NodeContext } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Chunk, Deferred, Effect, Fiber, Option, TestClock } from "effect"
import type { Life } from "../../src/demo/DemoRobot.ts"
import { start, type WatchState } from "../../src/demo/RobotProcess.ts"

const watched = (synccheck: number) => ({ revision: 0, holding: { login: 0, synccheck } })

/** Nobody polls at first, then the robot does. */
const listens = (): WatchState => {
  const answers = [watched(0), watched(1)]
  return () => Effect.sync(() => answers.shift() ?? watched(1))
}

/** Nobody ever polls. */
const nobodyListens = (): WatchState => {
  const answers = [watched(0)]
  return () =>
    Effect.suspend(() => Effect.fromNullable(answers.shift())).pipe(Effect.catchAll(() => Effect.never))
}

/** A script in the robot's place. */
const robot = (script: string, state = listens(), environment: Readonly<Record<string, string>> = {}) =>
  start({ command: [process.execPath, "-e", script], directory: "/", environment, state })

const events = ["7", "8"].map((MsgId) => ({ message: "sent", MsgId, MsgID: "9" }) as const)
const tell = (index: number) => `console.log('${JSON.stringify(events[index])}');`
/** What a robot says when it is logged in. */
const listening = `console.log('${JSON.stringify({ message: "connection", state: "syncing", why: "logged in" })}');`
const forEver = "setInterval(() => {}, 1e9);"

describe("the robot's process", () => {
  it.scoped("tells the events of its log, and ends at SIGTERM with its exit code and what was not read", () =>
    Effect.gen(function* () {
      const child = yield* robot(
        `process.on("SIGTERM", () => { ${tell(1)} process.exit(5) }); ${listening} console.log("much else"); ${tell(0)} ${forEver}`
      )
      expect(yield* child.next).toEqual(events[0])
      expect(yield* child.stop).toEqual({ exitCode: Option.some(5), events: [events[1]] })
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scoped("has the environment and the directory that it is given, nothing else", () =>
    Effect.gen(function* () {
      const script = "console.error(process.cwd(), JSON.stringify(process.env)); process.exit(1)"
      const failure = yield* Effect.flip(robot(script, nobodyListens(), { ROBOT_DRY_RUN: "true" }))
      expect(failure.lastLines).toEqual([`/ {"ROBOT_DRY_RUN":"true"}`])
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scoped("tells its last words when it ends before it listens", () =>
    Effect.gen(function* () {
      // the words come from a child of its own, and only when the robot itself is gone
      const script =
        "(while kill -0 $$; do :; done; for n in 1 2 3 4 5 6 7 8 9; do echo $n a; echo $n b; done) 2>&- & exit 78"
      const command = ["/bin/sh", "-c", script] as const
      const failure = yield* Effect.flip(
        start({ command, directory: "/", environment: {}, state: nobodyListens() })
      )
      expect(failure.message).toBe("the robot ended by itself with exit code 78")
      expect(failure.lastLines).toHaveLength(12)
      expect(failure.lastLines.at(-1)).toBe("9 b")
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scoped("does not take the poll of the robot before it for its own", () =>
    Effect.gen(function* () {
      const answers = [watched(1), watched(0), watched(0), watched(1)]
      const next = () => Effect.sync(() => answers.shift() ?? watched(1))
      yield* robot(`${listening} ${forEver}`, next)
      expect(answers).toEqual([])
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scoped("fails whoever waits for its log when it dies", () =>
    Effect.gen(function* () {
      const child = yield* robot(`${listening} ${tell(0)} process.kill(process.pid, "SIGKILL")`)
      yield* child.next
      expect(yield* Effect.flip(child.next)).toMatchObject({ message: "the robot was killed" })
    }).pipe(Effect.provide(NodeContext.layer))
  )

  /** Time passes, as often as it takes: the process begins on a clock of its own. */
  const untilGivenUp = (starting: Fiber.RuntimeFiber<unknown, unknown>) =>
    TestClock.adjust("20 seconds").pipe(Effect.repeat({ until: () => starting.unsafePoll() !== null }))

  it.scoped("fails when it never listens", () =>
    Effect.gen(function* () {
      const starting = yield* Effect.fork(Effect.flip(robot(`${listening} ${forEver}`, nobodyListens())))
      yield* untilGivenUp(starting)
      expect(yield* Fiber.join(starting)).toMatchObject({ message: "the robot did not log in" })
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scoped("fails when it does not say that it is logged in, whoever polls", () =>
    Effect.gen(function* () {
      const script = `${listening.replace("syncing", "logging-in")} ${tell(0)} ${forEver}`
      const starting = yield* Effect.fork(Effect.flip(robot(script)))
      yield* untilGivenUp(starting)
      expect(yield* Fiber.join(starting)).toMatchObject({ message: "the robot did not log in" })
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scoped("fails when there is no such program", () =>
    Effect.gen(function* () {
      const command = ["/no/such/program"] as const
      const failure = yield* Effect.flip(
        start({ command, directory: "/", environment: {}, state: listens() })
      )
      expect(failure.message).toContain("/no/such/program")
    }).pipe(Effect.provide(NodeContext.layer))
  )

  /** The 8 seconds of a farewell pass once they are waited for: the signal is on its way before. */
  const farewell = TestClock.adjust("0 millis").pipe(
    Effect.zipRight(TestClock.sleeps()),
    Effect.repeat({ until: Chunk.contains(8_000) }),
    Effect.zipRight(TestClock.adjust("8 seconds"))
  )

  it.scoped("is killed when it does not mind SIGTERM", () =>
    Effect.gen(function* () {
      const child = yield* robot(`process.on("SIGTERM", () => {}); ${listening} ${tell(0)} ${forEver}`)
      yield* child.next
      const stopping = yield* Effect.fork(child.stop)
      yield* farewell
      expect(yield* Fiber.join(stopping)).toEqual({ exitCode: Option.none(), events: [] })
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.scoped("is killed whatever it minds, and what it told until then is not lost", () =>
    Effect.gen(function* () {
      // in one write: the kill comes as soon as the first is read
      const told = JSON.stringify(events.map((event) => JSON.stringify(event)).join("\n"))
      const script = `process.on("SIGTERM", () => {}); ${listening} console.log(${told}); ${forEver}`
      const child = yield* robot(script)
      yield* child.next
      expect(yield* child.kill).toEqual([events[1]])
    }).pipe(Effect.provide(NodeContext.layer))
  )

  it.effect("does not outlive its scope, even when it does not mind SIGTERM", () =>
    Effect.gen(function* () {
      const script = `process.on("SIGTERM", () => {}); ${listening} ${tell(0)} ${forEver}`
      const ready = yield* Deferred.make<Life>()
      const life = yield* Effect.fork(
        Effect.scoped(
          Effect.flatMap(robot(script), (child) =>
            child.next.pipe(Effect.zipRight(Deferred.succeed(ready, child)))
          )
        )
      )
      const child = yield* Deferred.await(ready)
      yield* farewell
      yield* Fiber.join(life)
      // it had ended before: nothing is left to stop
      expect(yield* child.stop).toEqual({ exitCode: Option.none(), events: [] })
    }).pipe(Effect.provide(NodeContext.layer))
  )
})
