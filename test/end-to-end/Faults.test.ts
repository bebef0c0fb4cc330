import { expect, it } from "@effect/vitest"
import { Console, Context, Duration, Effect, Layer } from "effect"
import { robot } from "../../src/program/Robot.ts"
import type { FaultInput } from "../../src/simulator/ControlInput.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, robotAt, untilSyncing } from "./inProcess.ts"

/** Met while the robot logs in: in force from its start. */
const loginEndpoints = [
  "jslogin",
  "qrcode",
  "login",
  "webwxnewloginpage",
  "webwxinit",
  "webwxstatusnotify",
  "webwxgetcontact"
] as const
/** Met while it works: in force from then on. */
const workEndpoints = [
  "synccheck",
  "webwxsync",
  "webwxbatchgetcontact",
  "webwxsendmsg",
  "openapi/api/v2"
] as const
type Endpoint = (typeof loginEndpoints)[number] | (typeof workEndpoints)[number]

const faults = {
  "502": (endpoint) => ({ kind: "status", status: 502, endpoint, times: 1 }),
  "502 after": (endpoint) => ({ kind: "status", status: 502, when: "after", endpoint, times: 1 }),
  "404": (endpoint) => ({ kind: "status", status: 404, endpoint, times: 1 }),
  reset: (endpoint) => ({ kind: "reset", endpoint, times: 1 }),
  "reset after": (endpoint) => ({ kind: "reset", when: "after", endpoint, times: 1 }),
  hang: (endpoint) => ({ kind: "hang", endpoint, times: 1 }),
  "hang after": (endpoint) => ({ kind: "hang", when: "after", endpoint, times: 1 }),
  truncated: (endpoint) => ({ kind: "truncated", endpoint, times: 1 }),
  garbage: (endpoint) => ({ kind: "garbage", endpoint, times: 1 }),
  empty: (endpoint) => ({ kind: "empty", endpoint, times: 1 }),
  html: (endpoint) => ({ kind: "html", endpoint, times: 1 })
} as const satisfies Record<string, (endpoint: Endpoint) => FaultInput>
type Fault = keyof typeof faults

/** Time-outs that a hang is measured by: the real ones, a hundred times as fast. */
const hasty = {
  call: Duration.millis(500),
  longPoll: Duration.seconds(2),
  heldPoll: Duration.zero,
  fruitless: Duration.millis(10),
  contactPatience: Duration.seconds(2),
  contactRetry: Duration.zero,
  chatbotRetry: Duration.millis(10)
}

/** Plays one fault and two messages: what became of both, "ok" when each was answered exactly once. */
const cell = (endpoint: Endpoint, fault: Fault) =>
  Effect.gen(function* () {
    const inLogin = loginEndpoints.some((one) => one === endpoint)
    const { control, origin } = yield* start({ pollHold: "1 second" })
    const input = faults[fault](endpoint)
    if (inLogin) yield* control.faults([input])
    const environment = { ROBOT_QUIET_PERIOD: "0", ROBOT_CHATBOT_TIMEOUT: "500 millis" }
    const context = yield* Layer.build(robotAt(origin, environment, hasty))
    const say = (text: string) =>
      Effect.flatMap(
        // this group is not in the address book: its members have to be asked for
        control.messages([{ from: "tom", group: "work", mention: true, text }]),
        ([MsgId = ""]) => Context.get(context, Endings).of(MsgId)
      )
    const life = robot.pipe(
      Effect.provide(context),
      Effect.match({ onFailure: ({ _tag }) => [`the robot ended with ${_tag}`], onSuccess: () => [] })
    )
    const play = Effect.gen(function* () {
      yield* untilSyncing(control)
      if (!inLogin) yield* control.faults([input])
      const endings = yield* Effect.forEach(["你好", "再见"], say)
      return endings.map(({ _tag }) => _tag)
    })
    const endings = yield* Effect.raceFirst(play, life)
    const met = (yield* control.state()).faults.some(({ hits }) => hits > 0)
    const replies = (yield* control.sent()).filter(({ delivered }) => delivered).length
    const fine = met && replies === 2 && endings.every((ending) => ending === "sent")
    return fine ? "ok" : `${endings.join(", ")}; ${replies} replies${met ? "" : "; not met"}`
  }).pipe(
    Effect.scoped,
    Effect.timeoutTo({ duration: "30 seconds", onSuccess: (end) => end, onTimeout: () => "waited in vain" })
  )

/** The cells that are not "ok", each for its reason. */
const expected: Readonly<Record<string, string>> = {
  // a page in place of the session is how WeChat turns an account away: exit code 69 says so
  "webwxnewloginpage: html": "the robot ended with AccountRefused; 0 replies"
}

/** A row for each endpoint, a column for each fault. */
const matrixOf = (outcomes: ReadonlyMap<string, string>) => {
  const row = (name: string, cells: ReadonlyArray<string>) =>
    name.padEnd(21) + cells.map((cell) => cell.slice(0, 12).padEnd(13)).join("")
  const names = Object.keys(faults)
  const rows = [...loginEndpoints, ...workEndpoints].map((endpoint) =>
    row(
      endpoint,
      names.map((fault) => outcomes.get(`${endpoint}: ${fault}`) ?? "")
    )
  )
  return [row("", names), ...rows].join("\n")
}

it.live(
  "whatever breaks once, the message that met it and the next are answered once",
  () =>
    Effect.gen(function* () {
      const cells = [...loginEndpoints, ...workEndpoints].flatMap((endpoint) =>
        (Object.keys(faults) as Array<Fault>).map((fault) => ({
          endpoint,
          fault,
          name: `${endpoint}: ${fault}`
        }))
      )
      const outcomes = yield* Effect.forEach(
        cells,
        ({ endpoint, fault, name }) =>
          Effect.map(cell(endpoint, fault), (outcome) => [name, outcome] as const),
        { concurrency: 12 }
      )
      yield* Console.log(matrixOf(new Map(outcomes)))
      const odd = outcomes.filter(([, outcome]) => outcome !== "ok")
      expect(Object.fromEntries(odd)).toEqual(expected)
    }),
  200_000
)
