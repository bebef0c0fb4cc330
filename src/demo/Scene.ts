import { type Array as Arr, Data } from "effect"
import type { AnswerReason, SkipReason } from "../domain/Decision.ts"
import type { MessageInput } from "../simulator/ControlInput.ts"

/** What the rules say about a message. */
export type Expected = Data.TaggedEnum<{
  /** Exactly one reply, in the chat of the message. */
  Answer: {
    readonly reason: AnswerReason
    /** What Tuling must be asked, to the letter. */
    readonly asked?: string
    /** Words that the reply must hold. */
    readonly reply?: string
  }
  /** No reply. */
  Skip: { readonly reason: SkipReason }
}>
export const Expected = Data.taggedEnum<Expected>()

/** A message and what is to become of it. */
export interface Line {
  readonly message: MessageInput
  readonly expected: Expected
}

/** Messages that are said in the same instant; a scene is over when each has been decided and answered. */
export interface Scene {
  readonly title: string
  readonly lines: Arr.NonEmptyReadonlyArray<Line>
}

/** Scenes that one run of the robot plays, one after the other: its settings stay the same as long as it runs. */
export interface Act {
  readonly title: string
  /** Settings of the robot, by their names in its environment. */
  readonly settings: Readonly<Record<string, string>>
  readonly scenes: ReadonlyArray<Scene>
}
