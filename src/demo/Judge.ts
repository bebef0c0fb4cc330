import { Array as Arr, Option } from "effect"
import type { Asked, Sent } from "../simulator/Records.ts"
import { chatOf } from "./Names.ts"
import {
  orderOfReplies,
  type Performance,
  type Played,
  repliesOf,
  type Reply,
  type Said
} from "./Performance.ts"
import type { Decided, RobotEvent } from "./RobotLog.ts"
import type { Expected } from "./Scene.ts"

/** A row of the final table. */
export interface Verdict {
  readonly title: string
  readonly expected: string
  /** The same words as expected when all is well; else what happened instead. */
  readonly got: string
  readonly ok: boolean
}

const wanted = ({ _tag, reason }: Expected) => `${_tag === "Answer" ? "answer" : "skip"} ${reason}`

const counted = (count: number) => `${count === 0 ? "no" : count} ${count === 1 ? "reply" : "replies"}`

const isDecided = (event: RobotEvent): event is Decided => event.message === "decided"

/** Why no reply came, if the robot says so. */
const excuse = (event: RobotEvent) =>
  event.message === "decided" || event.message === "sent"
    ? []
    : [`${event.message} ${event.reason}`.trimEnd()]

/** What is wrong with the replies to a message that the robot decided to answer. */
const faults = ({ expected, message }: Said, sends: ReadonlyArray<Sent>, asked: ReadonlyArray<Asked>) => {
  const { asked: question, reply = "" }: Partial<Extract<Expected, { readonly _tag: "Answer" }>> =
    expected._tag === "Answer" ? expected : {}
  return [
    ...(sends.length === 1 ? [] : [counted(sends.length)]),
    ...(sends.every(({ to }) => to === chatOf(message)) ? [] : ["in another chat"]),
    ...(sends.every(({ text }) => text.includes(reply)) ? [] : ["other words"]),
    ...(question === undefined || asked.some(({ text }) => text === question) ? [] : ["asked otherwise"])
  ]
}

/** What became of one message: what was decided, and all that does not fit to that. */
const outcome = (
  { asked, events }: Performance,
  { before }: Played,
  replies: ReadonlyArray<Reply>,
  said: Said
): string => {
  const own = events.filter(({ MsgId }) => MsgId === said.MsgId)
  const sends = replies.filter(({ to }) => to === said).map(({ send }) => send)
  // the first one: the same message again is a duplicate, and rightly so
  const decided = own.find(isDecided)
  if (decided === undefined) return "no decision"
  const decision = decided.decision === "Skip" ? `skip ${decided.reason}` : `answer ${decided.reason}`
  const wrong =
    decided.decision === "Skip"
      ? sends.map(() => "a reply")
      : [...faults(said, sends, asked.slice(before.asked)), ...own.flatMap(excuse)]
  return [decision, ...wrong].join(", ")
}

/** In each chat the messages are answered in the order they came. */
const inOrder = (performance: Performance, played: Played) =>
  orderOfReplies(performance, played).every(([, order]) =>
    order.every((number, index) => number >= (order[index - 1] ?? number))
  )

/** Equal texts once, with their number: `12 x answer R3`. */
const summed = (texts: ReadonlyArray<string>) =>
  Arr.dedupe(texts)
    .map((text) => ({ text, count: texts.filter((other) => other === text).length }))
    .map(({ count, text }) => (count === 1 ? text : `${count} x ${text}`))
    .join(", ")

/** Holds what happened in a scene against what the rules say. */
export const judge = (performance: Performance, played: Played): Verdict => {
  const replies = repliesOf(performance, played)
  const untold = replies.filter(({ to }) => to === undefined).length
  const expected = played.said.map((said) => wanted(said.expected))
  const got = played.said.map((said) => outcome(performance, played, replies, said))
  const besides = [
    ...(untold === 0 ? [] : [`${counted(untold)} that the robot does not tell of`]),
    ...(inOrder(performance, played) ? [] : ["out of order"])
  ]
  return {
    title: played.scene.title,
    expected: summed(expected),
    got: [summed(got), ...besides].join(", "),
    ok: besides.length === 0 && got.every((text, index) => text === expected[index])
  }
}

const exitText = Option.match({
  onNone: () => "had to be killed",
  onSome: (code: number) => `exit code ${code}`
})

/** The robot was asked to stop; it has no exit code when it had to be killed. */
export const judgeStop = (title: string, exitCode: Option.Option<number>): Verdict => ({
  title,
  expected: exitText(Option.some(0)),
  got: exitText(exitCode),
  ok: Option.contains(exitCode, 0)
})
