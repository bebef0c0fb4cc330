import { expect, it } from "@effect/vitest"
import { Console, Effect, Option } from "effect"
import type { Milestone } from "../../src/layers/Checkpoint.ts"
import * as Simulator from "../../src/simulator/Simulator.ts"
import { untilReady } from "../support/crash/burst.ts"
import { deadlyProgram, shippedProgram, start } from "../support/crash/lives.ts"
import { MUTED_NAME, sayAndWait, statesWith, told } from "../support/crash/switches.ts"
import { clientIn, online } from "../support/end-to-end/apiClient.ts"
import { playsAll } from "../support/playsAll.ts"
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

/** Those between which a switch is moved, and answered; in short, those around both writes. */
const ofSwitching: ReadonlySet<Milestone> = new Set(
  playsAll
    ? ["decided", "asking", "worded", "answered", "claimed", "sent"]
    : ["worded", "answered", "claimed"]
)

interface Case {
  readonly told: string
  /** What is told before, in peace. */
  readonly before: ReadonlyArray<string>
  readonly steps: typeof deaths
  readonly answer: string
  /** What comes of a message in the chat that is, or was, muted, and of one in another. */
  readonly becomes: readonly [muted: string, other: string]
}

const some = deaths.filter(([step]) => ofSwitching.has(step))

const cases: ReadonlyArray<Case> = [
  { told: "/pause", before: [], steps: deaths, answer: "Paused until", becomes: ["skipped", "skipped"] },
  {
    told: "/resume",
    before: ["/pause"],
    steps: some,
    answer: "Not paused any more.",
    becomes: ["sent", "sent"]
  },
  {
    told: `/mute ${MUTED_NAME}`,
    before: [],
    steps: some,
    answer: "Muted until",
    becomes: ["skipped", "sent"]
  },
  {
    told: `/unmute ${MUTED_NAME}`,
    before: [`/mute ${MUTED_NAME}`],
    steps: some,
    answer: "Not muted:",
    becomes: ["sent", "sent"]
  }
]

const plays = cases.flatMap((one) =>
  one.steps.map(([step, nth]) => ({ ...one, step, nth: nth + one.before.length }))
)

/** A robot is told something, killed at a step of that, and lives on. What it does then, and what it answered. */
const play = Effect.fnUntraced(function* (
  program: string,
  { answer, before, nth, step, told: text }: (typeof plays)[number]
) {
  const home = yield* directory
  const { control, origin } = yield* Simulator.start({ pollHold: "1 second" })
  const live = (...args: ReadonlyArray<string>) => start(program, args, tireless(origin, home))
  const first = yield* live(step, String(nth))
  yield* untilReady(control)
  yield* Effect.forEach(before, (one) => sayAndWait(control, home, told(one)))
  const [MsgId = ""] = yield* control.messages([told(text)])
  expect(yield* first.end).toBe("SIGKILL")
  const [muted, other, ended] = yield* statesWith(control, home, yield* live(), [MsgId])
  const answers = (yield* control.sent()).filter(({ text }) => text.startsWith(answer))
  return { becomes: [muted, other], ended, answers: answers.length }
}, Effect.scoped)

it.scopedLive(
  "wherever the robot is killed, a command is carried out, and answered at most once",
  () =>
    Effect.gen(function* () {
      const program = yield* deadlyProgram
      const played = yield* Effect.forEach(
        plays,
        (one) =>
          play(program, one).pipe(
            Effect.timeoutOption("60 seconds"),
            Effect.map(Option.getOrElse(() => ({ becomes: [], ended: "waited in vain", answers: 0 }))),
            Effect.map((came) => ({ one, came }))
          ),
        { concurrency: 3 }
      )
      for (const { came, one } of played) {
        const what = `${one.told}, killed at ${one.step}`
        yield* Console.log(`${what}: ${came.ended}, answered ${came.answers}`)
        expect([what, ...came.becomes]).toEqual([what, ...one.becomes])
        // what came of the send is on disk with the next write only
        const isUnsure = one.step === "claimed" || one.step === "sent" || one.step === "ended"
        expect([what, came.answers]).toEqual([what, one.step === "claimed" ? 0 : 1])
        expect([what, isUnsure ? ["uncertain", "sent"] : ["sent"]]).toEqual([
          what,
          expect.arrayContaining([came.ended])
        ])
      }
    }),
  300_000
)

it.scopedLive(
  "what the API acknowledged holds, though the robot is killed at once",
  () =>
    Effect.gen(function* () {
      const home = yield* directory
      const { control, origin } = yield* Simulator.start({ pollHold: "1 second" })
      const live = start(shippedProgram, [], tireless(origin, home))
      for (const [name, state] of [
        ["pause", "skipped"],
        ["resume", "sent"]
      ] as const) {
        const first = yield* live
        yield* untilReady(control)
        const { api } = yield* clientIn(home)
        yield* api[name]({ payload: {} })
        yield* first.signal("SIGKILL")
        expect(yield* first.end).toBe("SIGKILL")
        expect([name, ...(yield* statesWith(control, home, yield* live, []))]).toEqual([name, state, state])
      }
    }).pipe(Effect.provide(online)),
  60_000
)
