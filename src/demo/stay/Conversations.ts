import { Array as Arr, Clock, Effect, Ref } from "effect"
import { type Control } from "../../simulator/control/Control.ts"
import { type BadInput, NothingThere, type UnknownName } from "../../simulator/control/ControlApi.ts"
import { type MessageInput } from "../../simulator/control/ControlInput.ts"
import { type Sent } from "../../simulator/world/Records.ts"
import { ME } from "../../simulator/world/People.ts"
import { chatOf, contentOf, nameOf, type People } from "../Names.ts"
import { type ChatLine, type SayInput } from "./DemoView.ts"

/** More than a page shows well. */
const LINES_AT_MOST = 300

/** What the simulator does not tell: its list of sends has what the robot said only. */
interface Notes {
  readonly said: ReadonlyArray<ChatLine>
  /** By the MsgId of a reply that of the message it answers. */
  readonly answers: ReadonlyMap<string, string>
  /** MsgIds of replies that were taken back. */
  readonly revoked: ReadonlySet<string>
}

/** Where a line is said, for the control API. */
const placeOf = (people: People, speaker: string, chat: string): MessageInput => {
  if (people.groups.some(({ name }) => name === chat)) return { from: speaker, group: chat }
  return speaker === ME ? { from: ME, to: chat } : { from: speaker }
}

const revokedLine = (people: People, speaker: string) =>
  speaker === ME ? "你撤回了一条消息" : `"${nameOf(people, speaker)}" 撤回了一条消息`

/** A text that WeChat took from the robot. */
const replyOf = ({ answers, revoked }: Notes, { at, MsgId, text, to }: Sent): ChatLine => ({
  msgId: MsgId,
  at,
  chat: to,
  speaker: ME,
  kind: "text",
  text,
  quote: null,
  byRobot: true,
  answers: answers.get(MsgId) ?? null,
  revoked: revoked.has(MsgId)
})

/** The message that somebody says, for the control API. */
const messageOf = (people: People, said: SayInput, quoted: ChatLine | undefined): MessageInput => ({
  ...placeOf(people, said.as, said.chat),
  kind: said.kind,
  text: said.text,
  ...(quoted === undefined ? {} : { quote: { name: nameOf(people, quoted.speaker), text: quoted.text } }),
  ...(said.mention ? { mention: true } : {})
})

/** The same as phones show it. */
const lineOf = (people: People, { as: speaker }: SayInput, message: MessageInput) => ({
  chat: chatOf(message),
  speaker,
  kind: message.kind === "picture" ? ("picture" as const) : ("text" as const),
  text: message.kind === "picture" ? "" : contentOf(people, message),
  quote: message.quote ?? null,
  byRobot: false,
  answers: null,
  revoked: false
})

const latest = <A>(items: ReadonlyArray<A>) => Arr.takeRight(items, LINES_AT_MOST)

/** What is said in the chats of the simulated WeChat from now on. */
export const make = Effect.fn("Conversations.make")(function* (control: Control) {
  const sentBefore = (yield* control.sent()).length
  const notes = yield* Ref.make<Notes>({ said: [], answers: new Map(), revoked: new Set() })
  const note = (change: (notes: Notes) => Partial<Notes>) =>
    Ref.update(notes, (before) => ({ ...before, ...change(before) }))

  /** Of all chats, the first first. */
  const lines = Effect.zipWith(notes, control.sent({ after: sentBefore }), (notes, sent) => {
    const replies = sent.filter(({ delivered }) => delivered).map((one) => replyOf(notes, one))
    return latest([...notes.said, ...replies].toSorted((one, other) => one.at - other.at))
  })

  const say = Effect.fnUntraced(function* (
    input: SayInput
  ): Effect.fn.Return<string, BadInput | UnknownName> {
    const people = yield* control.state()
    const quoted = (yield* lines).find(({ msgId }) => msgId === input.quotes)
    const message = messageOf(people, input, quoted)
    const [msgId = ""] = yield* control.messages([message])
    const line = { msgId, at: yield* Clock.currentTimeMillis, ...lineOf(people, input, message) }
    yield* note(({ said }) => ({ said: latest([...said, line]) }))
    return msgId
  })

  const takeBack = Effect.fnUntraced(function* (msgId: string): Effect.fn.Return<void, NothingThere> {
    const line = (yield* lines).find((line) => line.msgId === msgId && !line.revoked)
    if (line === undefined) return yield* new NothingThere({ missing: "that message" })
    const { chat, speaker } = line
    const people = yield* control.state()
    const text = revokedLine(people, speaker)
    // who said it is known, and where
    yield* Effect.orDie(
      control.messages([{ ...placeOf(people, speaker, chat), kind: "revoke", of: msgId, text }])
    )
    yield* note(({ revoked, said }) => ({
      said: said.map((one) => (one.msgId === msgId ? { ...one, revoked: true } : one)),
      revoked: line.byRobot ? new Set([...revoked, msgId]) : revoked
    }))
  })

  return {
    lines,
    say,
    takeBack,
    /** WeChat took this reply to that message. */
    answered: (msgId: string, reply: string) =>
      note(({ answers }) => ({ answers: new Map(latest([...answers, [reply, msgId] as const])) }))
  }
})

export type Conversations = Effect.Effect.Success<ReturnType<typeof make>>
