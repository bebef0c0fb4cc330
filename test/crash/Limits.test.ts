import { expect, it } from "@effect/vitest"
import { Array as Arr, Effect, Fiber, Option, type Scope } from "effect"
import type { Milestone } from "../../src/layers/Checkpoint.ts"
import type { Control } from "../../src/simulator/control/Control.ts"
import type { MessageInput } from "../../src/simulator/control/ControlInput.ts"
import * as Simulator from "../../src/simulator/Simulator.ts"
import { type Said, say, untilAllEnded, untilReady } from "../support/crash/burst.ts"
import { deadlyProgram, start } from "../support/crash/lives.ts"
import { directory, tireless } from "../support/end-to-end/program.ts"
import { playsAll } from "../support/playsAll.ts"
import { modelAt, until } from "../support/end-to-end/inProcess.ts"

const FALLBACK = "fallback"

/** A simulator, and a robot that lives as often as a test wants, with these limits. */
const begun = Effect.fnUntraced(function* (program: string, limits: Readonly<Record<string, string>>) {
  const home = yield* directory
  const { control, origin } = yield* Simulator.start({ pollHold: "1 second" })
  const environment = {
    ...tireless(origin, home),
    ...modelAt(origin),
    ROBOT_CHATBOT_TIMEOUT: "0",
    OPENAI_TIMEOUT: "0",
    ROBOT_FALLBACK_REPLY: FALLBACK,
    ROBOT_TIME_ZONE: "Asia/Shanghai",
    ...limits
  }
  return { control, home, live: (...args: ReadonlyArray<string>) => start(program, args, environment) }
})

/** The first of them, unless all are to be played. */
const inShort = <A>(atMost: number, cells: ReadonlyArray<A>): ReadonlyArray<A> =>
  playsAll ? cells : cells.slice(0, atMost)

/** Plays the same with each of several, a few at once. */
const each = <A, B, E>(
  cells: ReadonlyArray<A>,
  play: (program: string, cell: A) => Effect.Effect<B, E, Scope.Scope>
) =>
  Effect.flatMap(deadlyProgram, (program) =>
    Effect.forEach(
      cells,
      (cell) => play(program, cell).pipe(Effect.scoped, Effect.timeoutOption("60 seconds")),
      { concurrency: 3 }
    )
  )

/** The numbers of the messages that each chatbot was asked about, in the simulator's books. */
const questions = Effect.fnUntraced(function* ({ asked, prompted }: Control) {
  const numberIn = (text = "") => Number(/第(\d+)句/.exec(text)?.[1])
  return {
    tuling: (yield* asked()).map(({ text }) => numberIn(text)),
    openai: (yield* prompted()).map(({ messages }) => numberIn(messages.at(-1)?.content))
  }
})

/** What came twice: an answer to a message, or the fallback line in a chat. */
const saidTwice = Effect.fnUntraced(function* ({ sent }: Control) {
  const keys = (yield* sent()).map(({ text, to }) => (text === FALLBACK ? `${text} to ${to}` : text))
  return keys.filter((key, at) => keys.indexOf(key) !== at)
})

const timesOf = (all: ReadonlyArray<string | undefined>) =>
  Object.values(Arr.groupBy(all, String)).map(({ length }) => length)

/** The most that one chat asked. */
const mostOfOneChat = (numbers: ReadonlyArray<number>, said: ReadonlyArray<Said>) =>
  Math.max(0, ...timesOf(numbers.map((number) => said.find((one) => one.number === number)?.chat)))

const killedWhileAsking = [
  [
    { TULING_DAILY_LIMIT: "2", ROBOT_CHATBOTS: "tuling" },
    { tuling: 2, openai: 0 }
  ],
  [
    { OPENAI_DAILY_LIMIT: "2", ROBOT_CHATBOTS: "openai" },
    { tuling: 0, openai: 2 }
  ],
  [
    { TULING_CHAT_HOURLY_LIMIT: "2", ROBOT_CHATBOTS: "tuling" },
    { tuling: 2, openai: 0 }
  ],
  [
    { OPENAI_CHAT_HOURLY_LIMIT: "2", ROBOT_CHATBOTS: "openai" },
    { tuling: 0, openai: 2 }
  ],
  [
    { TULING_DAILY_LIMIT: "1", OPENAI_DAILY_LIMIT: "1" },
    { tuling: 1, openai: 1 }
  ]
] as const

it.scopedLive(
  "killed between a question and its answer, the robot asks again, and no more than is left",
  () =>
    Effect.gen(function* () {
      const played = yield* each(killedWhileAsking, (program, [limits]) =>
        Effect.gen(function* () {
          const { control, home, live } = yield* begun(program, limits)
          const talking = yield* Effect.fork(
            Effect.zipRight(untilReady(control), say(control, [{ from: "lili" }], 1))
          )
          for (let life = 0; life < 2; life++) {
            yield* control.faults(
              (["tuling", "openai"] as const).map((endpoint) => ({ kind: "hang", endpoint, when: "after" }))
            )
            const { end, signal } = yield* live()
            yield* until(control, ({ faults }) => faults.some(({ hits }) => hits > 0))
            yield* signal("SIGKILL")
            yield* end
            yield* control.clearFaults()
          }
          yield* live()
          yield* untilAllEnded(control, home, yield* Fiber.join(talking))
          const { openai, tuling } = yield* questions(control)
          const said = (yield* control.sent()).map(({ text }) => text)
          return { tuling: tuling.length, openai: openai.length, said }
        })
      )
      expect(played).toEqual(
        killedWhileAsking.map(([, counts]) => Option.some({ ...counts, said: [FALLBACK] }))
      )
    }),
  200_000
)

it.scopedLive(
  "of two chats that ask at once, one gets the last question that is left",
  () =>
    Effect.gen(function* () {
      const played = yield* each(["tuling", "openai"] as const, (program, ROBOT_CHATBOTS) =>
        Effect.gen(function* () {
          const { control, home, live } = yield* begun(program, {
            ROBOT_CHATBOTS,
            TULING_DAILY_LIMIT: "2",
            OPENAI_DAILY_LIMIT: "2"
          })
          const first = yield* live()
          yield* untilReady(control)
          yield* untilAllEnded(control, home, yield* say(control, [{ from: "wang" }], 1))
          yield* first.signal("SIGTERM")
          yield* first.end
          // both come with one fetch
          const both = yield* say(control, [{ from: "lili" }, { from: "sun" }], 2)
          yield* live()
          yield* untilAllEnded(control, home, both)
          const fallbacks = (yield* control.sent()).filter(({ text }) => text === FALLBACK)
          return [(yield* questions(control))[ROBOT_CHATBOTS].length, fallbacks.length]
        })
      )
      expect(played).toEqual([Option.some([2, 1]), Option.some([2, 1])])
    }),
  200_000
)

/** Two lives end where an answer is found, early and later; in a third all comes to its end. */
const deaths = inShort<readonly [step: Milestone, nth: number, nthAgain: number]>(2, [
  ["asking", 1, 4],
  ["claimed", 1, 2],
  ["worded", 1, 3],
  ["answered", 2, 2]
])

/** Six of each of three chats, a friend's first. */
const volley: ReadonlyArray<MessageInput> = Arr.makeBy(6, (): ReadonlyArray<MessageInput> => [
  { from: "lili" },
  { from: "sun" },
  { from: "tom", group: "work", mention: true }
]).flat()

it.scopedLive(
  "wherever the robot is killed around a question, it asks no more than it may and says nothing twice",
  () =>
    Effect.gen(function* () {
      const played = yield* each(deaths, (program, [step, ...nths]) =>
        Effect.gen(function* () {
          const { control, home, live } = yield* begun(program, {
            TULING_DAILY_LIMIT: "5",
            TULING_CHAT_HOURLY_LIMIT: "2",
            OPENAI_DAILY_LIMIT: "7",
            OPENAI_CHAT_HOURLY_LIMIT: "3"
          })
          const talking = yield* Effect.fork(Effect.zipRight(untilReady(control), say(control, volley, 1)))
          const ends = yield* Effect.forEach(nths, (nth) =>
            Effect.flatMap(live(step, String(nth)), ({ end }) => end)
          )
          yield* live()
          const said = yield* Fiber.join(talking)
          yield* untilAllEnded(control, home, said)
          const { openai, tuling } = yield* questions(control)
          return {
            ends,
            // counts are lost with the lives that did not come to ask, but not all
            asked: tuling.length + openai.length > 0,
            tooMuch: [
              tuling.length > 5,
              openai.length > 7,
              mostOfOneChat(tuling, said) > 2,
              mostOfOneChat(openai, said) > 3
            ],
            twice: yield* saidTwice(control)
          }
        })
      )
      expect(played).toEqual(
        deaths.map(() =>
          Option.some({
            ends: ["SIGKILL", "SIGKILL"],
            asked: true,
            tooMuch: [false, false, false, false],
            twice: []
          })
        )
      )
    }),
  200_000
)
