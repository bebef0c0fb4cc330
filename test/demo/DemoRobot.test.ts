import { expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { type Life, robotOf } from "../../src/demo/DemoRobot.ts"

/** A life that tells its number in all that it does. */
const life = (number: number): Life => {
  const told = { message: "sent", MsgId: String(number), MsgID: "" } as const
  return {
    next: Effect.succeed(told),
    stop: Effect.succeed({ exitCode: Option.some(number), events: [] }),
    kill: Effect.succeed([told])
  }
}

it.effect("a robot lives its first life until it is started again", () =>
  Effect.gen(function* () {
    let lives = 0
    const robot = yield* robotOf(Effect.sync(() => life(++lives)))
    const numbers = Effect.all([
      Effect.map(robot.next, (event) => (event.message === "sent" ? event.MsgId : "")),
      Effect.map(robot.stop, ({ exitCode }) => String(Option.getOrThrow(exitCode))),
      Effect.map(robot.kill, (events) =>
        events.map((event) => (event.message === "sent" ? event.MsgId : "")).join()
      )
    ])
    expect(yield* numbers).toEqual(["1", "1", "1"])
    yield* robot.startAgain
    expect(yield* numbers).toEqual(["2", "2", "2"])
  })
)
