import { expect, it } from "@effect/vitest"
import { Array as Arr, Console, Effect, Random } from "effect"
import type { Control } from "../../src/simulator/control/Control.ts"
import type { MessageInput } from "../../src/simulator/control/ControlInput.ts"
import * as Simulator from "../../src/simulator/Simulator.ts"
import { directory, tireless } from "../support/end-to-end/program.ts"
import { complaints, say, untilAllEnded, untilReady } from "../support/crash/burst.ts"
import { until } from "../support/end-to-end/inProcess.ts"
import { rowsIn, sendingIn, summary } from "../support/crash/journal.ts"
import { deadlyProgram, start } from "../support/crash/lives.ts"

const KILLS_PER_BURST = 10
const MESSAGES = 600

/** How often the robot is killed, in bursts one after the other: `npm run test:long` asks for more. */
const kills = Number(process.env["KILLS"] ?? KILLS_PER_BURST)

const friends = Arr.makeBy(16, (n) => `friend-${n}`)
const groups = Arr.makeBy(8, (n) => `group-${n}`)

/** A third of the messages are for the owner; the others only have to be decided. */
const places: ReadonlyArray<MessageInput> = [
  ...friends.map((from) => ({ from })),
  ...groups.map((group, n) => ({ group, from: `friend-${n}`, mention: true })),
  ...groups.flatMap((group) => friends.slice(0, 5).map((from) => ({ group, from }))),
  ...Arr.replicate({ from: "daily" }, 8)
]

const people = ({ group, person }: Control) =>
  Effect.zipRight(
    Effect.forEach(friends, (name) => person({ name })),
    Effect.forEach(groups, (name) => group({ name, members: ["me", ...friends].map((name) => ({ name })) }))
  )

/**
 * Waits for any instant of the life that begins now. It is told by what the simulator meets: so many more requests,
 * sends or questions. A life in which nothing more happens is long enough, too.
 */
const anyInstant = Effect.fnUntraced(function* ({ asked, requests, sent }: Control) {
  const { atMost, log } = yield* Random.choice([
    { log: requests, atMost: 120 },
    { log: sent, atMost: 50 },
    { log: asked, atMost: 50 }
  ] as const)
  const before = (yield* log()).length
  yield* log({ after: before + (yield* Random.nextIntBetween(0, atMost)), wait: 5_000 })
})

/** A burst in which the robot is killed again and again, and what became of it. */
const play = Effect.fnUntraced(
  function* (program: string, seed: string) {
    const home = yield* directory
    const { control, origin } = yield* Simulator.start({ pollHold: "1 second", seed })
    yield* people(control)
    const live = start(program, [], tireless(origin, home))
    const where = yield* Effect.replicateEffect(Random.nextIntBetween(0, places.length), MESSAGES)

    let life = yield* live
    yield* untilReady(control)
    const said = yield* say(
      control,
      where.flatMap((n) => places.slice(n, n + 1)),
      1
    )
    const starts = Effect.map(control.state(), ({ requests }) => requests["webwxgetcontact"] ?? 0)
    let before = 0
    const sending = new Set<string>()
    for (let kill = 0; kill < KILLS_PER_BURST; kill++) {
      yield* anyInstant(control)
      yield* life.signal("SIGKILL")
      expect(yield* life.end).toBe("SIGKILL")
      const left = sendingIn(yield* rowsIn(home))
      // without a pace there are sixteen senders, so that a kill leaves as many sends without an end
      expect(left.length).toBeLessThanOrEqual(16)
      left.forEach((MsgId) => sending.add(MsgId))
      before = yield* starts
      life = yield* live
    }
    yield* untilAllEnded(control, home, said)
    // all may have ended before the last kill, and a process that only just starts dies of a signal
    yield* until(control, ({ holding, requests }) => {
      return holding.synccheck > 0 && (requests["webwxgetcontact"] ?? 0) > before
    })
    yield* life.signal("SIGTERM")
    expect(yield* life.end).toBe(0)

    const ofBurst = new Set(said.map(({ MsgId }) => MsgId))
    const rows = (yield* rowsIn(home)).filter(({ MsgId }) => ofBurst.has(MsgId))
    const sends = yield* control.sent()
    const { requests } = yield* control.state()
    yield* Console.log(
      `${seed}: ${KILLS_PER_BURST} kills, ${sending.size} of them in a send; ${said.length} messages: ${summary(rows)}; ` +
        `${sends.length} replies, ${requests["jslogin"]} scan`
    )
    return {
      wrong: complaints(said, rows, sends, sending),
      scans: requests["jslogin"]
    }
  },
  (effect, _, seed) => effect.pipe(Effect.withRandom(Random.make(seed)), Effect.scoped)
)

it.scopedLive(
  `killed ${kills} times at random in bursts of ${MESSAGES} messages, the robot loses nothing and says nothing twice`,
  () =>
    Effect.gen(function* () {
      const program = yield* deadlyProgram
      for (let burst = 1; burst * KILLS_PER_BURST <= kills; burst++) {
        const outcome = yield* play(program, `burst ${burst}`)
        expect(outcome).toEqual({ wrong: [], scans: 1 })
      }
    }),
  kills * 15_000
)
