import { Context, Effect, Layer, LogLevel } from "effect"
import { type AskedChatbot } from "../../../src/domain/AskedChatbot.ts"
import { Chatbots } from "../../../src/layers/chatbots/Chatbots.ts"
import * as Logging from "../../../src/layers/logs/Logging.ts"
import { robot } from "../../../src/program/Robot.ts"
import type { Control } from "../../../src/simulator/control/Control.ts"
import type { FaultInput, OpenaiInput, TulingInput } from "../../../src/simulator/control/ControlInput.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import { recording } from "../layers/output.ts"
import { Endings, hasty, modelAt, robotAt, untilSyncing } from "./inProcess.ts"
import { playsAll } from "../playsAll.ts"
import { toldAnyway } from "./matrix.ts"

/** In what a service says to its operator, in what a model thinks, in questions and in keys: never in a chat or a log. */
export const SECRET = "between-us"

/** The chatbots, and who stands behind each when two are set up. */
const others = { openai: "tuling", tuling: "openai" } as const
type Name = keyof typeof others

/** What a chatbot does to the first question. Calls that it breaks are counted: they break after it did its work. */
export interface Trouble {
  readonly faults?: ReadonlyArray<FaultInput>
  readonly openai?: NonNullable<OpenaiInput["answers"]>
  readonly tuling?: NonNullable<TulingInput["answers"]>
}

/** A chatbot in trouble, and what is right then. */
export interface Row {
  readonly chatbot: Name
  readonly name: string
  readonly trouble: Trouble
  /**
   * What came of it and how often it was asked, how long it rests, and what the chat got; then the same of the next
   * message. With another chatbot behind it, the other's words take the place of the fallback line and of silence.
   */
  readonly right: string
}

/** A chatbot alone, or with the other behind it. */
type Column = "alone" | "then another"
const columns: ReadonlyArray<Column> = ["alone", "then another"]

interface Cell extends Row {
  readonly column: Column
}

const rightFor = ({ column, right }: Cell) =>
  column === "alone" ? right : right.replace(/fallback|nothing/g, "the other's words")

const questionsTo: Readonly<Record<Name, (control: Control) => Effect.Effect<number>>> = {
  openai: ({ prompted }) => Effect.map(prompted(), ({ length }) => length),
  tuling: ({ asked }) => Effect.map(asked(), ({ length }) => length)
}

/** How long a chatbot rests, to the minute. */
const restOf = (until: number | null, now: number, nextDay: number): string => {
  if (until === null) return ", rests for good"
  return until === nextDay
    ? ", rests until its next day"
    : `, rests ${Math.round((until - now) / 60_000)} min`
}

const came = ({ came, code }: AskedChatbot) => (code === undefined ? came : `${came} ${code}`)

const settingsFor = ({ chatbot, column }: Cell, origin: string) => ({
  ROBOT_QUIET_PERIOD: "0",
  ROBOT_FALLBACK_REPLY: "fallback",
  ROBOT_CHATBOTS: column === "alone" ? chatbot : `${chatbot},${others[chatbot]}`,
  ROBOT_CHATBOT_TIMEOUT: "2 seconds",
  TULING_API_KEY: `tuling-${SECRET}`,
  ...modelAt(origin),
  OPENAI_API_KEY: `sk-${SECRET}`
})

/** Plays a chatbot's trouble and two messages of one chat, the first of which meets it: what became of both. */
const play = Effect.fnUntraced(function* (cell: Cell) {
  const { chatbot, trouble } = cell
  const { control, origin } = yield* start({ pollHold: "1 second" })
  const output = recording()
  const logging = Logging.layer({ level: LogLevel.All, format: "json", output, environment: {} })
  const context = yield* Layer.build(Layer.merge(robotAt(origin, settingsFor(cell, origin), hasty), logging))
  const endings = Context.get(context, Endings)
  const { nextDay, troubles } = Context.get(context, Chatbots)

  /** Says something to the robot: what came of the chatbots, and what the chat got. */
  const say = Effect.fnUntraced(function* (text: string) {
    const before = { questions: yield* questionsTo[chatbot](control), sent: (yield* control.sent()).length }
    const [MsgId = ""] = yield* control.messages([{ from: "lili", text: `${text} ${SECRET}` }])
    yield* endings.of(MsgId)
    const [first, second] = endings.askedFor(MsgId)
    const times = (yield* questionsTo[chatbot](control)) - before.questions
    const replies = (yield* control.sent({ after: before.sent })).map(({ text }) => text)
    const words = second?.came === "words" ? "the other's words" : "words"
    const got = replies.map((text) => (text === "fallback" ? "fallback" : words)).join(" and ")
    const asked = first === undefined ? "not asked" : came(first)
    return `${asked}${times > 1 ? ` x${times}` : ""}: ${got === "" ? "nothing" : got}`
  })

  const conversation = Effect.gen(function* () {
    yield* untilSyncing(control)
    yield* control.faults(trouble.faults ?? [])
    yield* control.openai({ answers: trouble.openai ?? [] })
    yield* control.tuling({ answers: trouble.tuling ?? [] })
    const first = yield* say("你好")
    const now = yield* Effect.clockWith(({ currentTimeMillis }) => currentTimeMillis)
    const rests = (yield* troubles).map(({ until }) => restOf(until, now, nextDay(now)))
    return `${first}${rests.join("")}; ${yield* say("再见")}`
  })
  const outcome = yield* Effect.raceFirst(
    conversation,
    Effect.as(Effect.exit(Effect.provide(robot, context)), "the robot ended")
  )
  const delivered = yield* control.sent()
  const leaks = [
    ...(delivered.some(({ text }) => text.includes(SECRET)) ? ["said in a chat"] : []),
    ...(output.text().includes(SECRET) ? ["in the log"] : [])
  ]
  return [outcome, ...leaks].join("; ")
})

/** In its short form half of the cells: of each row one, now this column, now that. */
const cellsOf = (rows: ReadonlyArray<Row>): ReadonlyArray<Cell> =>
  rows.flatMap((row, at) =>
    columns.flatMap((column, side) => (playsAll || (at + side) % 2 === 0 ? [{ ...row, column }] : []))
  )

/** Plays all: a table of what became of them, and those that are not right. */
export const matrix = Effect.fnUntraced(function* (rows: ReadonlyArray<Row>) {
  const played = yield* Effect.forEach(
    cellsOf(rows),
    (cell) =>
      play(cell).pipe(
        toldAnyway,
        Effect.map((outcome) => ({ outcome, ...cell }))
      ),
    { concurrency: 8 }
  )
  const lines = played.map(({ chatbot, column, name, outcome }) =>
    [chatbot.padEnd(7), name.padEnd(28), column.padEnd(13), outcome].join(" ")
  )
  return {
    table: lines.join("\n"),
    odd: played.flatMap((cell) => {
      const { chatbot, column, name, outcome } = cell
      const right = rightFor(cell)
      return outcome === right ? [] : [{ cell: `${chatbot} ${column}: ${name}`, outcome, right }]
    })
  }
})
