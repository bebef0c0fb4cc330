import { Array, Effect } from "effect"
import { chatOf } from "../../../src/demo/Names.ts"
import type { MessageInput } from "../../../src/simulator/control/ControlInput.ts"
import type { Control } from "../../../src/simulator/control/Control.ts"
import type { Sent } from "../../../src/simulator/world/Records.ts"
import { until } from "../end-to-end/inProcess.ts"
import { isThrough, type Row } from "./journal.ts"

/** A message that was said. Its number is in its text, and so in the reply: the simulated Tuling quotes it. */
export interface Said {
  readonly number: number
  readonly MsgId: string
  readonly chat: string
  /** Somebody whom the robot answers said it. */
  readonly wanted: boolean
}

/** An official account and a group in which nobody speaks to the owner are decided, and not answered. */
const isWanted = ({ from, group, mention }: MessageInput) =>
  from !== "daily" && (group === undefined || mention === true)

const textOf = (number: number) => `第${number}句`
const numberIn = (text: string) => Number(/第(\d+)句/.exec(text)?.[1])

/** Says messages in the same instant, in the order of `where`, numbered from `first` on. */
export const say = Effect.fnUntraced(function* (
  { messages }: Control,
  where: ReadonlyArray<MessageInput>,
  first: number
) {
  const MsgIds = yield* messages(where.map((input, index) => ({ ...input, text: textOf(first + index) })))
  return Array.zipWith(MsgIds, where, (MsgId, input) => ({
    MsgId,
    chat: chatOf(input),
    wanted: isWanted(input)
  })).map((one, index): Said => ({ ...one, number: first + index }))
})

/** Waits until the robot knows its friends and polls for messages. */
export const untilReady = (control: Control) =>
  until(control, ({ holding, requests }) => holding.synccheck > 0 && (requests["webwxgetcontact"] ?? 0) > 0)

/** Waits until all that was said has come to its end in the journal of the robot that lives. */
export const untilAllEnded = Effect.fnUntraced(function* (
  { requests }: Control,
  home: string,
  said: ReadonlyArray<Said>
) {
  const through = yield* isThrough(home, said.at(-1)?.MsgId ?? "")
  // messages come in order, and with whatever a robot does it meets the simulator sooner or later
  const look = (after: number): Effect.Effect<void> =>
    Effect.flatMap(through, (isSo) =>
      isSo
        ? Effect.void
        : Effect.flatMap(requests({ after, wait: 20_000 }), ({ length }) => look(after + length))
    )
  yield* look(0)
})

/** What must not have happened by the end, each in words; nothing when all is well. */
export const complaints = (
  said: ReadonlyArray<Said>,
  rows: ReadonlyArray<Row>,
  sends: ReadonlyArray<Sent>,
  /** The MsgIds of messages that were in `sending` when the robot was killed. */
  atDeath: ReadonlySet<string>
): ReadonlyArray<string> => {
  const stateOf = new Map(rows.map(({ MsgId, state }) => [MsgId, state]))
  const replies = Array.groupBy(
    sends.filter(({ delivered }) => delivered),
    ({ text }) => String(numberIn(text))
  )
  const repliesTo = ({ number }: Said) => replies[number] ?? []
  const those = (what: string, isSo: (one: Said, state: string, replies: number) => boolean) => {
    const numbers = said
      .filter((one) => isSo(one, stateOf.get(one.MsgId) ?? "lost", repliesTo(one).length))
      .map(({ number }) => number)
    return numbers.length === 0 ? [] : [`${what}: ${numbers.join(" ")}`]
  }
  return [
    ...those("lost", (_, state) => state === "lost"),
    ...those("undecided", (_, state) => ["received", "decided", "answered", "sending"].includes(state)),
    ...those("not answered", ({ wanted }, state) => wanted && state === "skipped"),
    ...those("failed", (_, state) => state === "failed"),
    ...those("said twice", (_, __, replies) => replies > 1),
    ...those("sent, but not delivered", (_, state, replies) => state === "sent" && replies === 0),
    ...those("answered", ({ wanted }, _, replies) => !wanted && replies > 0),
    ...those("in another chat", (one) => repliesTo(one).some(({ to }) => to !== one.chat)),
    ...those("uncertain without a cause", ({ MsgId }, state) => state === "uncertain" && !atDeath.has(MsgId)),
    ...those("out of order", (one) => {
      const later = said.filter(({ chat, number }) => chat === one.chat && number > one.number)
      const firstLater = Math.min(...later.flatMap(repliesTo).map(({ order }) => order))
      return repliesTo(one).some(({ order }) => order > firstLater)
    }),
    ...(sends.some(({ repeated }) => repeated) ? ["repeated"] : []),
    ...(replies["NaN"] === undefined ? [] : ["replies to nothing"])
  ]
}
