import { expect, it } from "@effect/vitest"
import { Console, Effect, Option } from "effect"
import type { Milestone } from "../../src/layers/Checkpoint.ts"
import type { MessageInput } from "../../src/simulator/control/ControlInput.ts"
import * as Simulator from "../../src/simulator/Simulator.ts"
import { isThrough, rowsIn } from "../support/crash/journal.ts"
import { untilReady } from "../support/crash/burst.ts"
import { deadlyProgram, start } from "../support/crash/lives.ts"
import { until } from "../support/end-to-end/inProcess.ts"
import { directory, tireless } from "../support/end-to-end/program.ts"

/** Where a life ends, the n-th time that it comes there: the log-in brings two notices of its own before the command. */
const deaths: ReadonlyArray<readonly [step: Milestone, nth: number]> = [
  ["fetched", 2],
  ["received", 2],
  ["deciding", 3],
  ["decided", 3],
  ["asking", 1],
  ["worded", 1],
  ["answered", 1],
  ["waited", 1],
  ["in-turn", 1],
  ["claimed", 1],
  ["sent", 1],
  ["ended", 1]
]

const tell = (text: string): MessageInput => ({ from: "me", to: "filehelper", text })

/** A robot is paused, killed at a step of that, and lives on; then it is resumed. What each message came to. */
const play = Effect.fnUntraced(function* (program: string, [step, nth]: (typeof deaths)[number]) {
  const home = yield* directory
  const { control, origin } = yield* Simulator.start({ pollHold: "1 second" })
  const live = (...args: ReadonlyArray<string>) => start(program, args, tireless(origin, home))
  const say = Effect.fnUntraced(function* (message: MessageInput) {
    const [MsgId = ""] = yield* control.messages([message])
    const through = yield* isThrough(home, MsgId)
    yield* Effect.repeat(Effect.delay(through, "20 millis"), { until: (isSo) => isSo })
    return MsgId
  })
  const first = yield* live(step, String(nth))
  yield* untilReady(control)
  const [paused = ""] = yield* control.messages([tell("/pause")])
  expect(yield* first.end).toBe("SIGKILL")
  const survivor = yield* live()
  yield* until(control, ({ holding, pending }) => holding.synccheck > 0 && pending === 0)
  const silent = yield* say({ from: "lili", text: "在吗？" })
  const resumed = yield* say(tell("/resume"))
  const answered = yield* say({ from: "lili", text: "你好" })
  yield* survivor.signal("SIGTERM")
  expect(yield* survivor.end).toBe(0)
  const states = new Map((yield* rowsIn(home)).map(({ MsgId, state }) => [MsgId, state]))
  const sends = yield* control.sent()
  return {
    step,
    states: [silent, resumed, answered].map((MsgId) => states.get(MsgId)),
    paused: states.get(paused),
    told: sends.filter(({ text }) => text.startsWith("Paused")).length
  }
})

it.scopedLive(
  "wherever the robot is killed, a command is carried out, and answered at most once",
  () =>
    Effect.gen(function* () {
      const program = yield* deadlyProgram
      const played = yield* Effect.forEach(
        deaths,
        (death) =>
          play(program, death).pipe(
            Effect.scoped,
            Effect.timeoutOption("60 seconds"),
            Effect.map(
              Option.getOrElse(() => ({ step: death[0], states: [], paused: "waited in vain", told: 0 }))
            )
          ),
        { concurrency: 3 }
      )
      yield* Console.log(
        played.map(({ paused, step, told }) => `${step}: ${paused}, told ${told}`).join("\n")
      )
      for (const { paused, states, step, told } of played) {
        expect([step, ...states]).toEqual([step, "skipped", "sent", "sent"])
        // what came of the send is on disk with the next write only
        const isUnsure = step === "claimed" || step === "sent" || step === "ended"
        expect([step, paused, told]).toEqual([step, isUnsure ? paused : "sent", step === "claimed" ? 0 : 1])
        if (isUnsure) expect(["uncertain", "sent"]).toContain(paused)
      }
    }),
  200_000
)
