import { Array as Arr, Equivalence, Option } from "effect"
import type { Sent } from "../simulator/world/Records.ts"
import { chatOf } from "./Names.ts"
import {
  callsOf,
  callTexts,
  orderOfReplies,
  type Performance,
  type Played,
  repliesOf,
  type Reply,
  type Said,
  toldOf
} from "./Performance.ts"
import type { Decided, MessageEvent } from "./RobotLog.ts"
import { Expected, linesOf, type Words } from "./Scene.ts"

/** A row of the final table. */
export interface Verdict {
  readonly title: string
  readonly expected: string
  /** The same words as expected when all is well; else what happened instead. */
  readonly got: string
  readonly ok: boolean
}

const expectedText = Expected.$match({
  Answer: ({ reason }) => `answer ${reason}`,
  Unsent: ({ reason, why }) => `answer ${reason}, skipped ${why}`,
  Skip: ({ reason }) => `skip ${reason}`
})

const counted = (count: number) => `${count === 0 ? "no" : count} ${count === 1 ? "reply" : "replies"}`

const isDecided = (event: MessageEvent): event is Decided => event.message === "decided"

/** Why no reply came, if the robot says so. */
const whyUnsent = (event: MessageEvent) =>
  event.message === "decided" || event.message === "sent"
    ? []
    : [`${event.message} ${event.reason}`.trimEnd()]

const sameTexts = Arr.getEquivalence(Equivalence.string)

/** What is wrong with the replies to a message that the robot decided to answer, if anything. */
const wrongInReplies = (
  { expected, message }: Said,
  sends: ReadonlyArray<Sent>,
  { asked, prompted }: Pick<Performance, "asked" | "prompted">
) => {
  if (expected._tag === "Unsent") return sends.map(() => "a reply")
  const { asked: question, exactly, reply = "", told }: Words = expected._tag === "Answer" ? expected : {}
  const fits = (text: string) => text.includes(reply) && (exactly === undefined || text === exactly)
  return [
    ...(sends.length === 1 ? [] : [counted(sends.length)]),
    ...(sends.every(({ to }) => to === chatOf(message)) ? [] : ["in another chat"]),
    ...(sends.every(({ text }) => fits(text)) ? [] : ["other words"]),
    ...(question === undefined || asked.some(({ text }) => text === question) ? [] : ["asked otherwise"]),
    ...(told === undefined || prompted.some((prompt) => sameTexts(toldOf(prompt), told))
      ? []
      : ["told otherwise"])
  ]
}

/** What happened to one message: what was decided, and all that does not fit the decision. */
const resultOf = (
  { asked, events, prompted }: Performance,
  { before }: Played,
  replies: ReadonlyArray<Reply>,
  said: Said
): string => {
  const own = events.filter(({ MsgId }) => MsgId === said.MsgId)
  const sends = replies.filter(({ to }) => to === said).map(({ send }) => send)
  // the first decision: the same message may come again, and is then rightly skipped as a duplicate
  const decided = own.find(isDecided)
  if (decided === undefined) return "no decision"
  const decision = decided.decision === "Skip" ? `skip ${decided.reason}` : `answer ${decided.reason}`
  const since = { asked: asked.slice(before.asked), prompted: prompted.slice(before.prompted) }
  const wrong =
    decided.decision === "Skip"
      ? sends.map(() => "a reply")
      : [...wrongInReplies(said, sends, since), ...own.flatMap(whyUnsent)]
  return [decision, ...wrong].join(", ")
}

/** Whether in each chat the messages were answered in the order they came. */
const inOrder = (performance: Performance, played: Played) =>
  orderOfReplies(performance, played).every(([, order]) =>
    order.every((number, index) => number >= (order[index - 1] ?? number))
  )

/** Each text once, with how often it occurs: `12 x answer R3`. */
const summed = (texts: ReadonlyArray<string>) =>
  Arr.dedupe(texts)
    .map((text) => ({ text, count: texts.filter((other) => other === text).length }))
    .map(({ count, text }) => (count === 1 ? text : `${count} x ${text}`))
    .join(", ")

/** Compares what happened in a scene with what the rules say. */
export const judge = (performance: Performance, played: Played): Verdict => {
  const { scene } = played
  const replies = repliesOf(performance, played)
  const untold = replies.filter(({ to }) => to === undefined).length
  const expected = [
    ...linesOf(scene).map((line) => expectedText(line.expected)),
    ...(scene.states ?? []),
    ...callTexts(scene.calls ?? {})
  ]
  const got = [
    ...played.said.map((said) => resultOf(performance, played, replies, said)),
    ...played.states,
    ...callTexts(callsOf(performance, played)),
    ...(untold === 0 ? [] : [`${counted(untold)} that the robot does not tell of`]),
    ...(inOrder(performance, played) ? [] : ["out of order"])
  ]
  return { title: scene.title, expected: summed(expected), got: summed(got), ok: sameTexts(expected, got) }
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
