import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { hold } from "../support/layers/foreignLock.ts"
import { untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"

const waiting = (stdout: string) => stdout.includes("another program holds the journal: waiting for it")
const free = (stdout: string) => stdout.includes("the journal is free again")

/** A simulator, and robots on one directory. */
const home = Effect.gen(function* () {
  const { control, origin } = yield* start()
  const path = yield* directory
  const say = (from: number, to: number) =>
    control.messages(
      Array.from({ length: to - from + 1 }, (_, n) => ({
        from: ["lili", "tom", "sun"][n % 3] ?? "",
        text: `第${from + n}句`
      }))
    )
  return { control, path, say, life: run([], tireless(origin, path)) }
})

describe("another program that holds the journal for seconds", () => {
  it.scopedLive.each([
    ["writes", false],
    ["wants it alone", true]
  ] as const)("and %s is waited for at the start", ([, alone]) =>
    Effect.gen(function* () {
      const { control, life, path, say } = yield* home
      const first = yield* life
      yield* untilSyncing(control)
      yield* first.stop("SIGTERM")
      const { letGo } = yield* hold(`${path}/journal.db`, alone)
      const { stop, until } = yield* life
      yield* until(waiting)
      yield* letGo
      yield* until(free)
      yield* say(1, 1)
      expect(yield* control.sent({ wait: 20_000 })).toHaveLength(1)
      expect(yield* stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: "" })
      expect((yield* control.state()).sessions).toHaveLength(1)
    })
  )

  it.scopedLive("in a burst is waited for, again and again: nothing is lost, nothing said twice", () =>
    Effect.gen(function* () {
      const { control, life, path, say } = yield* home
      const { stop, until } = yield* life
      yield* untilSyncing(control)
      yield* say(1, 30)
      for (const round of [1, 2, 3]) {
        const { letGo } = yield* hold(`${path}/journal.db`)
        yield* say(30 * round + 1, 30 * round + 30)
        const told = (what: string) => (stdout: string) => stdout.split(what).length > round
        yield* until(told("waiting for it"))
        yield* letGo
        // who holds it again before the robot has noticed prolongs the same wait, of which it tells no more
        yield* until(told("the journal is free again"))
      }
      yield* control.sent({ wait: 20_000, after: 119 })
      const sent = yield* control.sent()
      const numbers = sent.map(({ text }) => Number(/第(\d+)句/.exec(text)?.[1]))
      expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, n) => n + 1))
      expect(yield* stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: "" })
      expect((yield* control.state()).repeats).toBe(0)
    })
  )

  it.scopedLive("does not hold up a stop, and the next start goes on", () =>
    Effect.gen(function* () {
      const { control, life, path, say } = yield* home
      const first = yield* life
      yield* untilSyncing(control)
      const { letGo } = yield* hold(`${path}/journal.db`)
      yield* say(1, 5)
      yield* first.until(waiting)
      expect(yield* first.stop("SIGTERM")).toMatchObject({ exitCode: 0, stderr: "" })
      yield* letGo
      yield* life
      yield* control.sent({ wait: 20_000, after: 4 })
      expect(yield* control.sent()).toHaveLength(5)
      expect((yield* control.state()).sessions).toHaveLength(1)
    })
  )
})
