import { Context, type Effect } from "effect"
import { type Decision } from "../domain/Decision.ts"
import { type PhoneActivity } from "../domain/PhoneActivity.ts"
import { type Dice } from "../domain/Facts.ts"

/** A message as it is first written down. Times are epoch milliseconds. */
export interface Entry {
  readonly MsgId: string
  readonly chat: string
  readonly receivedAt: number
  readonly dice: Dice
}

/**
 * How far a message has come: `received → decided → answered → sending → sent`, or `would-send` in a dry run.
 * It ends early as `skipped` (a rule or the last look), `failed` (no words, or WeChat refused them) or `uncertain`
 * (sent, but nobody knows whether it arrived).
 */
export type Progress =
  | { readonly _tag: "decided"; readonly decision: Decision }
  /** `source` tells where the words are from: a chatbot's name, canned, fallback or away. */
  | { readonly _tag: "answered"; readonly text: string; readonly source: string }
  | { readonly _tag: "sending"; readonly ClientMsgId: string }
  | { readonly _tag: "sent"; readonly MsgID: string }
  | { readonly _tag: "would-send" }
  | { readonly _tag: "skipped"; readonly reason: string }
  | { readonly _tag: "failed"; readonly reason: string }
  | { readonly _tag: "uncertain" }

/** What the robot did in a chat in the last ten minutes. */
export interface ChatHistory {
  readonly sent: ReadonlyArray<{ readonly text: string; readonly at: number }>
  /** When answers were decided that were sent or still may be. */
  readonly answers: ReadonlyArray<number>
}

/** What the robot remembers of messages, its own sends and the phone. */
export class Journal extends Context.Tag("layers/Journal")<
  Journal,
  {
    /** Writes new messages down and gives the MsgIds that were not known before. */
    readonly receive: (entries: ReadonlyArray<Entry>) => Effect.Effect<ReadonlySet<string>>
    /** Notes how far a message has come. */
    readonly note: (MsgId: string, progress: Progress) => Effect.Effect<void>
    readonly history: (chat: string) => Effect.Effect<ChatHistory>
    /** Whether this MsgId is one that WeChat gave for a send of the robot. */
    readonly isOwnSend: (MsgId: string) => Effect.Effect<boolean>
    readonly phone: Effect.Effect<PhoneActivity>
    readonly notePhone: (update: (activity: PhoneActivity) => PhoneActivity) => Effect.Effect<void>
  }
>() {}
