import { expect, it } from "@effect/vitest"
import { type Array, Console, Effect, Fiber, Option } from "effect"
import type { Milestone } from "../../src/layers/Checkpoint.ts"
import type { MessageInput } from "../../src/simulator/control/ControlInput.ts"
import * as Simulator from "../../src/simulator/Simulator.ts"
import { directory, tireless } from "../support/end-to-end/program.ts"
import { until } from "../support/end-to-end/inProcess.ts"
import { playsAll } from "../support/playsAll.ts"
import { complaints, say, untilAllEnded, untilReady } from "../support/crash/burst.ts"
import { rowsIn, sendingIn, summary } from "../support/crash/journal.ts"
import { deadlyProgram, start } from "../support/crash/lives.ts"

/** Where a life of the robot ends: when it comes to that step for the n-th time in it. */
type Death = readonly [step: Milestone, nth: number]

/** A robot that dies so, life after life, and then lives on. */
interface Cell {
  readonly deaths: Array.NonEmptyReadonlyArray<Death>
  /** Log-ins that are right. */
  readonly scans: number
}

const cell = (...deaths: Array.NonEmptyReadonlyArray<Death>): Cell => ({ deaths, scans: 1 })

/** Where the log-in and what came before it are lost. */
const ofLogins: ReadonlyArray<Cell> = [
  // nothing is kept yet of a log-in that just succeeded: the next one needs a scan, too
  { ...cell(["logged-in", 1]), scans: 2 },
  cell(["session-kept", 1]),
  cell(["claimed", 2], ["logged-in", 1]),
  cell(["claimed", 2], ["session-kept", 1])
]

/** Each step of a message kills a life, some early and some later. */
const eachOnce: ReadonlyArray<Cell> = [
  // the log-in brings two notices of its own, in a fetch before all others
  cell(["fetched", 2], ["received", 1]),
  cell(["deciding", 3], ["decided", 8]),
  cell(["asking", 1], ["worded", 6]),
  cell(["answered", 1], ["waited", 6]),
  cell(["in-turn", 1], ["claimed", 6]),
  cell(["sent", 1], ["ended", 6])
]

const ofAnswers = [
  "asking",
  "worded",
  "answered",
  "waited",
  "in-turn",
  "claimed",
  "sent",
  "ended"
] as const satisfies ReadonlyArray<Milestone>

/** Each step kills the first life early and the second one later. */
const eachTwice: ReadonlyArray<Cell> = [
  cell(["fetched", 2], ["fetched", 1]),
  cell(["received", 2], ["received", 1]),
  cell(["deciding", 3], ["deciding", 8]),
  cell(["decided", 3], ["decided", 8]),
  ...ofAnswers.map((step) => cell([step, 1], [step, 6]))
]

const cells = [...ofLogins, ...(playsAll ? eachTwice : eachOnce)]

/** Between the claim and the end of a send. */
const isInSend = (step: Milestone) => step === "claimed" || step === "sent"

const nameOf = ({ deaths }: Cell) => deaths.map(([step, nth]) => `${step} ${nth}`).join(", ")

/** Friends, a group of the address book and one that is not, oneself, and one who is never answered. */
const volley: ReadonlyArray<MessageInput> = [
  { from: "lili" },
  { from: "lili" },
  { from: "tom", group: "work", mention: true },
  { from: "lili" },
  { from: "daily" },
  { from: "me" },
  { from: "lili", group: "family", mention: true },
  { from: "sun" }
]

/** Plays a cell: what was on disk at the last death, how all ended, and what must not have happened. */
const play = Effect.fnUntraced(function* (program: string, { deaths, scans }: Cell) {
  const home = yield* directory
  const { control, origin } = yield* Simulator.start({ pollHold: "1 second" })
  // with a pace, if only of a name, there is one sender
  const environment = { ...tireless(origin, home), ROBOT_SENDS_PER_MINUTE: "1000" }
  const live = (...args: ReadonlyArray<string>) => start(program, args, environment)

  const conversation = Effect.gen(function* () {
    yield* untilReady(control)
    const first = yield* say(control, volley, 1)
    // else both would come with one fetch
    yield* until(control, ({ pending }) => pending === 0)
    return [...first, ...(yield* say(control, volley, 1 + volley.length))]
  })
  const talking = yield* Effect.fork(conversation)
  const left = yield* Effect.forEach(deaths, ([step, nth]) =>
    Effect.gen(function* () {
      const { end } = yield* live(step, String(nth))
      expect(yield* end).toBe("SIGKILL")
      return yield* rowsIn(home)
    })
  )
  const survivor = yield* live()
  const said = yield* Fiber.join(talking)
  yield* untilAllEnded(control, home, said)
  yield* survivor.signal("SIGTERM")
  expect(yield* survivor.end).toBe(0)

  const rows = yield* rowsIn(home)
  const sending = left.map(sendingIn)
  const claims = deaths.map(([step], life) => [step, sending[life]?.length ?? 0] as const)
  const { requests, sessions } = yield* control.state()
  return {
    atDeaths: left.map(summary),
    atTheEnd: summary(rows),
    wrong: [
      ...complaints(said, rows, yield* control.sent(), new Set(sending.flat())),
      // there is one sender, and what it sends is claimed on disk before
      ...claims.flatMap(([step, count]) =>
        count > 1 || (count === 0 && isInSend(step)) ? [`${count} being sent at ${step}`] : []
      ),
      ...(requests["jslogin"] === scans ? [] : [`${requests["jslogin"]} scans`]),
      ...(sessions.length === scans ? [] : [`${sessions.length} sessions`])
    ]
  }
})

it.scopedLive(
  "wherever the robot is killed, the next start goes on there: nothing is lost, nothing is said twice",
  () =>
    Effect.gen(function* () {
      const program = yield* deadlyProgram
      const played = yield* Effect.forEach(
        cells,
        (cell) =>
          play(program, cell).pipe(
            Effect.scoped,
            Effect.timeoutOption("60 seconds"),
            Effect.map(Option.getOrElse(() => ({ atDeaths: [], atTheEnd: "", wrong: ["waited in vain"] }))),
            Effect.map((outcome) => ({ name: nameOf(cell), ...outcome }))
          ),
        { concurrency: 3 }
      )
      const table = played.map(
        ({ atDeaths, atTheEnd, name, wrong }) =>
          `${name.padEnd(26)} ${(wrong.join("; ") || "ok").padEnd(4)} ${[...atDeaths, atTheEnd].join(" -> ")}`
      )
      yield* Console.log(["killed at the n-th", ...table].join("\n"))
      expect(played.filter(({ wrong }) => wrong.length > 0)).toEqual([])
    }),
  200_000
)
