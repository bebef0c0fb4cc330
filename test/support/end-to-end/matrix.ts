import { Context, Effect, Layer } from "effect"
import { endOfExit } from "../../../src/commands/EndOfProgram.ts"
import { exitCodes } from "../../../src/commands/ExitCodes.ts"
import { robot } from "../../../src/program/Robot.ts"
import type { FaultInput, SendingInput } from "../../../src/simulator/control/ControlInput.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import type { Progress } from "../../../src/domain/Progress.ts"
import { playsAll } from "../playsAll.ts"
import { Endings, hasty, modelAt, robotAt, until, untilSyncing } from "./inProcess.ts"

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
export const workEndpoints = [
  "synccheck",
  "webwxsync",
  "webwxbatchgetcontact",
  "webwxsendmsg",
  "openapi/api",
  "openapi/api/v2",
  "chat/completions"
] as const
/** Met when a session was lost: in force when that happens. */
const AGAIN = "webwxpushloginurl"

/** Every endpoint that the robot calls. */
export const endpoints = [...loginEndpoints, AGAIN, ...workEndpoints] as const
export type Endpoint = (typeof endpoints)[number]

export const isOneOf =
  <A extends string>(some: ReadonlyArray<A>) =>
  (name: string): name is A =>
    some.some((one) => one === name)
const isMetInLogin = isOneOf(loginEndpoints)

/** A life of a log-in and two messages takes 20 requests, another log-in 10 more; who needs twice as many floods. */
const FLOOD = 60

/** What the robot is played. */
export interface Cell {
  readonly endpoint: Endpoint
  /** A column of the table. */
  readonly fault: string
  readonly inputs: ReadonlyArray<FaultInput>
  /** How the simulator takes sends; with `echo`, an uncertain one ends as sent. */
  readonly sending?: SendingInput
  /** Nobody is asked for another log-in. */
  readonly oneLogin?: boolean
}

/** Whose calls cannot be repeated at will, so that each fault has consequences of its own. */
const hasConsequences = isOneOf(["webwxnewloginpage", "webwxsendmsg", "chat/completions"])

/** A table in its short form: a third of its cells along the diagonals, so in every row and every column. */
export const sampled = (cells: ReadonlyArray<Cell>): ReadonlyArray<Cell> => {
  const faults = [...new Set(cells.map(({ fault }) => fault))]
  return cells.filter(
    ({ endpoint, fault }) =>
      playsAll || hasConsequences(endpoint) || (endpoints.indexOf(endpoint) + faults.indexOf(fault)) % 3 === 0
  )
}

const nameOf = ({ endpoint, fault }: Pick<Cell, "endpoint" | "fault">) => `${endpoint}: ${fault}`

/** How a message ended, in words. */
const wordsFor = (ending: Progress | undefined) => {
  if (ending === undefined) return "lost"
  return ending._tag === "skipped" ? `skipped (${ending.reason})` : ending._tag
}

/**
 * Plays faults and two messages, the first of which meets them: what became of both, "ok" when each was answered
 * exactly once and the robot works on.
 */
const play = Effect.fnUntraced(function* ({ endpoint, inputs, oneLogin = false, sending = {} }: Cell) {
  const { control, origin } = yield* start({ pollHold: "1 second" })
  yield* control.sending(sending)
  if (isMetInLogin(endpoint)) yield* control.faults(inputs)
  const environment = {
    ROBOT_QUIET_PERIOD: "0",
    ROBOT_CHATBOT_TIMEOUT: "2 seconds",
    TULING_API_VERSION: endpoint === "openapi/api" ? "1" : "2",
    ...modelAt(origin),
    ROBOT_CHATBOTS: endpoint === "chat/completions" ? "openai" : "tuling"
  }
  const context = yield* Layer.build(robotAt(origin, environment, hasty))
  const endings = Context.get(context, Endings)
  const untilNextSession = (before: number) =>
    until(control, ({ holding, sessions }) => sessions.length > before && holding.synccheck > 0)

  /** Says something to the robot; waits until that has its end, or its session is over, and the robot polls again. */
  const say = Effect.fnUntraced(function* (text: string) {
    const before = (yield* control.state()).sessions.length
    // this group is not in the address book: its members have to be asked for. A reply to it that has to wait for a new
    // log-in is given up, and here it may have to: the poll that ends the session comes beside the first reply
    const where = endpoint === "synccheck" ? { from: "lili" } : { from: "tom", group: "work", mention: true }
    const [MsgId = ""] = yield* control.messages([{ ...where, text }])
    yield* Effect.raceFirst(endings.of(MsgId), untilNextSession(before))
    yield* untilSyncing(control)
    return MsgId
  })

  /** How a message ended; undefined when the robot never got it, though it polls. */
  const endingOf = Effect.fnUntraced(function* (MsgId: string) {
    const fetched = (yield* control.fetched()).some((one) => one.MsgId === MsgId)
    if (!fetched) return undefined
    return yield* sending.echo ? endings.sent(MsgId) : endings.of(MsgId)
  })

  const conversation = Effect.gen(function* () {
    yield* untilSyncing(control)
    if (!isMetInLogin(endpoint)) yield* control.faults(inputs)
    if (endpoint === AGAIN) {
      yield* control.session({ retcode: 1101 })
      yield* untilNextSession(1)
    }
    const MsgIds = yield* Effect.forEach(["你好", "再见"], say)
    return yield* Effect.forEach(MsgIds, endingOf)
  })
  const life = Effect.map(Effect.exit(Effect.provide(robot, context)), (exit) => {
    const { exitCode, text } = endOfExit(exit)
    return exitCode === exitCodes.unexpected.code ? text : `ended with ${exitCode}`
  })
  const outcome = yield* Effect.raceFirst(
    Effect.map(conversation, (ended) => ended.map(wordsFor).join(", ")),
    life
  )

  const { faults, requests, scans, sessions } = yield* control.state()
  const delivered = (yield* control.sent()).filter((one) => one.delivered)
  const asked = Object.values(requests).reduce((sum, count) => sum + count, 0)
  const complaints = [
    ...(faults.every(({ hits }) => hits > 0) ? [] : ["not met"]),
    ...(new Set(delivered.map(({ text }) => text)).size < delivered.length ? ["said twice"] : []),
    ...(asked < FLOOD ? [] : [`${asked} requests`]),
    ...(oneLogin && scans.length + sessions.length > 2 ? ["asked for another log-in"] : [])
  ]
  const whole = [`${outcome}; ${delivered.length} replies`, ...complaints].join("; ")
  return whole === "sent, sent; 2 replies" ? "ok" : whole
})

/** A row for each endpoint, a column for each fault. */
const tableOf = (cells: ReadonlyArray<Cell>, outcomes: ReadonlyMap<string, string>) => {
  const faults = [...new Set(cells.map(({ fault }) => fault))]
  const row = (name: string, texts: ReadonlyArray<string>) =>
    name.padEnd(21) + texts.map((text) => text.slice(0, 12).padEnd(13)).join("")
  const met = endpoints.filter((name) => cells.some(({ endpoint }) => endpoint === name))
  const rows = met.map((endpoint) =>
    row(
      endpoint,
      faults.map((fault) => outcomes.get(nameOf({ endpoint, fault })) ?? "-")
    )
  )
  return [row("", faults), ...rows].join("\n")
}

/** What became of one cell, also of one that never ends, or dies. */
export const toldAnyway = <E, R>(played: Effect.Effect<string, E, R>) =>
  played.pipe(
    Effect.scoped,
    Effect.timeoutTo({
      duration: "30 seconds",
      onSuccess: (outcome) => outcome,
      onTimeout: () => "waited in vain"
    }),
    Effect.catchAllDefect((defect) => Effect.succeed(String(defect)))
  )

/** Plays all cells: the table of what became of them, and those that are not "ok". */
export const matrix = Effect.fnUntraced(function* (cells: ReadonlyArray<Cell>) {
  const outcomes = yield* Effect.forEach(
    cells,
    (cell) =>
      play(cell).pipe(
        toldAnyway,
        Effect.map((outcome) => [nameOf(cell), outcome] as const)
      ),
    { concurrency: 8 }
  )
  return {
    table: tableOf(cells, new Map(outcomes)),
    odd: Object.fromEntries(outcomes.filter(([, outcome]) => outcome !== "ok"))
  }
})
