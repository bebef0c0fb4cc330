import { type Array as Arr, Data, type Effect } from "effect"
import type { ConnectionStateName } from "../domain/ConnectionState.ts"
import type { AnswerReason, SkipReason } from "../domain/Decision.ts"
import type { CommandName } from "../domain/OwnerCommand.ts"
import type { Control } from "../simulator/control/Control.ts"
import type { NothingThere } from "../simulator/control/ControlApi.ts"
import type { MessageInput } from "../simulator/control/ControlInput.ts"

/** What the question and the reply must hold, where the scene is about that. */
export interface Words {
  /** What Tuling must be asked, to the letter. */
  readonly asked?: string
  /** What the model must be told, to the letter: what was said before in the chat, in turn, and the question. */
  readonly told?: ReadonlyArray<string>
  /** Words that the reply must hold. */
  readonly reply?: string
  /** The whole reply, to the letter. */
  readonly exactly?: string
}

/** What the rules say about a message. */
export type Expected = Data.TaggedEnum<{
  /** Exactly one reply, in the chat of the message. */
  Answer: Words & { readonly reason: AnswerReason | CommandName }
  /** The rules want an answer, but it is not sent, for the reason `why` as the robot's log has it. */
  Unsent: { readonly reason: AnswerReason; readonly why: string }
  /** No reply. */
  Skip: { readonly reason: SkipReason }
}>
export const Expected = Data.taggedEnum<Expected>()

/** A message, and what the rules say about it. */
export interface Line {
  readonly message: MessageInput
  readonly expected: Expected
}

/** What can be done to the world around the robot besides saying something. */
export type Trouble = Pick<Control, "faults" | "clearFaults" | "session" | "tuling" | "openai">

/** A message that is answered, by this rule, or a command that is carried out. */
export const answered = (
  message: MessageInput,
  reason: AnswerReason | CommandName,
  words: Words = {}
): Line => ({
  message,
  expected: Expected.Answer({ reason, ...words })
})

/** A message whose answer is not sent, for the reason `why`. */
export const unsent = (message: MessageInput, reason: AnswerReason, why: string): Line => ({
  message,
  expected: Expected.Unsent({ reason, why })
})

/** A message that the rules do not answer. */
export const skipped = (message: MessageInput, reason: SkipReason): Line => ({
  message,
  expected: Expected.Skip({ reason })
})

/** A step of a scene; the next one is taken at once. */
export type Step = Data.TaggedEnum<{
  /** Messages are said in the same instant, once nothing more will happen to those before. */
  Say: { readonly lines: Arr.NonEmptyReadonlyArray<Line> }
  /** Something goes wrong, or is right again. Faults of calls end with the scene. */
  Incident: {
    readonly where: string
    readonly what: string
    readonly cause: (control: Trouble) => Effect.Effect<unknown, NothingThere>
  }
  /** Waits until the robot logs that its connection is in this state. */
  Wait: { readonly state: ConnectionStateName }
  /** The robot is killed as soon as this many of the scene's messages are answered. */
  Kill: { readonly answered: number }
  /** The robot that was killed is started again. */
  Start: {}
}>
export const Step = Data.taggedEnum<Step>()

/** Messages that are said in the same instant. */
export const say = (...lines: Arr.NonEmptyReadonlyArray<Line>): Step => Step.Say({ lines })

/** A scene: its steps, and what must come of them. It is over when nothing more will happen to its messages. */
export interface Scene {
  readonly title: string
  readonly steps: Arr.NonEmptyReadonlyArray<Step>
  /** The states that the robot's connection must go through, one after the other; none when missing. */
  readonly states?: ReadonlyArray<ConnectionStateName>
  /** How often these endpoints must be called, until the next scene begins. */
  readonly calls?: Readonly<Record<string, number>>
}

/** All messages of a scene, in the order they are said. */
export const linesOf = ({ steps }: Scene): ReadonlyArray<Line> =>
  steps.flatMap((step) => (step._tag === "Say" ? step.lines : []))

/** Scenes that one run of the robot plays, one after the other: its settings stay the same as long as it runs. */
export interface Act {
  readonly title: string
  /** Settings of the robot, by their names in its environment. */
  readonly settings: Readonly<Record<string, string>>
  readonly scenes: ReadonlyArray<Scene>
}
