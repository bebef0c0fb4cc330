import { Array as Arr } from "effect"
import type { Asked, Prompted, Requested, Sent } from "../simulator/world/Records.ts"
import { chatOf } from "./Names.ts"
import type { MessageEvent } from "./RobotLog.ts"
import type { Line, Scene } from "./Scene.ts"

/** A line that was said, under this MsgId. */
export interface Said extends Line {
  readonly MsgId: string
}

/** A scene that was played. */
export interface Played {
  readonly scene: Scene
  readonly said: ReadonlyArray<Said>
  /** The states of the robot's connection meanwhile, as it logs them. */
  readonly states: ReadonlyArray<string>
  /** How many sends, questions, prompts and requests the simulator had noted before. */
  readonly before: {
    readonly sent: number
    readonly asked: number
    readonly prompted: number
    readonly requested: number
  }
}

/** All that happened in an act. Complete only once the robot has stopped. */
export interface Performance {
  readonly played: ReadonlyArray<Played>
  /** What the robot logged. */
  readonly events: ReadonlyArray<MessageEvent>
  /** What the simulator got: every text that it accepted, every question to Tuling, every prompt to the model, and every request. */
  readonly sent: ReadonlyArray<Sent>
  readonly asked: ReadonlyArray<Asked>
  readonly prompted: ReadonlyArray<Prompted>
  readonly requested: ReadonlyArray<Requested>
}

/** A text that reached a chat, and the message of the scene that it answers; none when the robot logged none. */
export interface Reply {
  readonly send: Sent
  readonly to: Said | undefined
}

/** What the model was told of a chat: what was said and answered before, in turn, and the question. */
export const toldOf = ({ messages }: Prompted): ReadonlyArray<string> =>
  messages.filter(({ role }) => role !== "system").map(({ content }) => content)

const isIn = (chat: string, { said }: Played) => said.some(({ message }) => chatOf(message) === chat)

/** What reached the chats because of a scene, in the order it was sent; also what the robot did not log. */
export const repliesOf = (
  { events, played: scenes, sent }: Performance,
  played: Played
): ReadonlyArray<Reply> =>
  sent
    .filter(({ delivered }) => delivered)
    .flatMap((send) => {
      const told = events.find((event) => event.message === "sent" && event.MsgID === send.MsgId)?.MsgId
      const scene = scenes.find(({ said }) => said.some(({ MsgId }) => MsgId === told))
      // else it counts for the last scene before it, one in that chat if there is any
      const earlier = scenes.filter(({ before }) => before.sent < send.order)
      const blamed = scene ?? earlier.findLast((other) => isIn(send.to, other)) ?? earlier.at(-1)
      return blamed === played ? [{ send, to: played.said.find(({ MsgId }) => MsgId === told) }] : []
    })

/** Of each chat with replies: which of its messages they answer, one after the other, the first being 1. */
export const orderOfReplies = (
  performance: Performance,
  played: Played
): ReadonlyArray<readonly [chat: string, answered: ReadonlyArray<number>]> => {
  const replies = repliesOf(performance, played)
  const chats = Arr.dedupe(replies.map(({ send }) => send.to))
  return chats.map((chat) => {
    const said = played.said.filter(({ message }) => chatOf(message) === chat)
    return [
      chat,
      replies
        .filter(({ send }) => send.to === chat)
        .flatMap(({ to }) => (to === undefined ? [] : [said.indexOf(to) + 1]))
    ]
  })
}

/** How often the endpoints that a scene is about were called, until the next scene began. */
export const callsOf = (
  { played: scenes, requested }: Performance,
  played: Played
): Readonly<Record<string, number>> => {
  const next = scenes[scenes.indexOf(played) + 1]
  const own = requested.slice(played.before.requested, next?.before.requested)
  return Object.fromEntries(
    Object.keys(played.scene.calls ?? {}).map((name) => [
      name,
      own.filter(({ endpoint }) => endpoint === name).length
    ])
  )
}

/** Calls in words: `1 webwxsendmsg`, `no jslogin`. */
export const callTexts = (calls: Readonly<Record<string, number>>): ReadonlyArray<string> =>
  Object.entries(calls).map(([endpoint, count]) => `${count === 0 ? "no" : count} ${endpoint}`)
