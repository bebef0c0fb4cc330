import { Context, type Effect, type Option } from "effect"
import { type Chat } from "../../domain/Chat.ts"
import { type Decision } from "../../domain/Decision.ts"
import { type Entry } from "../../domain/Entry.ts"
import { type Facts } from "../../domain/Facts.ts"
import { type UnsureSend } from "../../domain/OwnReply.ts"
import { type PreparedReply, type Progress } from "../../domain/Progress.ts"
import { type StoredMessage } from "./StoredMessage.ts"

/** A message that its sender took back; the MsgId "0" means one's own last message in that chat. */
export interface TakenBack {
  readonly MsgId: string
  /** The chat's UserName. */
  readonly chat: string
}

/** A message that the last run of the program left on its way. */
export interface Unfinished {
  readonly entry: Entry
  readonly decided: { readonly decision: Decision; readonly facts: Facts } | undefined
  readonly answer: PreparedReply | undefined
}

/** Which answered messages of a chat are asked for. */
export interface TurnsOf {
  /** In the session of `me`. */
  readonly userName: string
  readonly me: string
  /** What the chat, and no other one, is called beyond a log-in: those of earlier sessions are found by it. */
  readonly lastingName: string | undefined
  /** That came since then, in epoch milliseconds. */
  readonly since: number
  readonly atMost: number
}

/** A message that a chatbot answered. */
export interface StoredTurn {
  /** The chat's UserName in the session that brought it, and in a group who spoke. */
  readonly chat: string
  readonly speaker: string | null
  /** What the chatbot was asked. */
  readonly question: string | null
  readonly answer: string
}

/** What the robot did in a chat in the last ten minutes. */
export interface ChatHistory {
  /** But for what came back by its text. */
  readonly sent: ReadonlyArray<{ readonly text: string; readonly at: number }>
  /** When answers were decided that were sent or still may be. */
  readonly answers: ReadonlyArray<number>
}

/** The part of the journal that holds messages with all that became of them. */
export class Messages extends Context.Tag("layers/Messages")<
  Messages,
  {
    /** Which of these MsgIds came before. */
    readonly known: (MsgIds: ReadonlyArray<string>) => Effect.Effect<ReadonlySet<string>>
    /** Writes new messages down. To be done together with the cursor that covers them. */
    readonly receive: (entries: ReadonlyArray<Entry>) => Effect.Effect<void>
    /** Forgets what was said in a message, and all that quotes it. */
    readonly revoke: (message: TakenBack) => Effect.Effect<void>
    /** Notes how far a message has come. `sending` is on disk when it is done. */
    readonly note: (MsgId: string, progress: Progress) => Effect.Effect<void>
    /** What the last run left on its way, in the order it came. Told once. */
    readonly unfinished: Effect.Effect<ReadonlyArray<Unfinished>>
    /** The MsgIds of those whose send was under way when the last run ended: `uncertain` by now. */
    readonly givenUp: ReadonlyArray<string>
    readonly isRevoked: (MsgId: string) => Effect.Effect<boolean>

    /** Of a chat by its UserName in the session of `me`, and of earlier sessions by the name that lasts. */
    readonly history: (chat: Pick<Chat, "userName" | "lastingName">, me: string) => Effect.Effect<ChatHistory>
    /** What chatbots answered in a chat, and was sent, the oldest first. A file is asked; without one there is nothing. */
    readonly turns: (of: TurnsOf) => Effect.Effect<ReadonlyArray<StoredTurn>>
    /** Whether this MsgId is one that WeChat gave for a send of the robot. */
    readonly isOwnSend: (MsgId: string) => Effect.Effect<boolean>
    /** The newest message that others wrote, in one chat or in any, if it is among the last few thousand. */
    readonly latestOf: (
      chat: Pick<Chat, "userName" | "lastingName"> | undefined
    ) => Effect.Effect<Option.Option<StoredMessage>>
    /** The sends of a chat that are `uncertain` or still `sending`, of the last day, the first first. */
    readonly unsure: (chat: string) => Effect.Effect<ReadonlyArray<UnsureSend>>
    /** One of them came back under this MsgId: it is `sent`. On disk before the next batch is. */
    readonly echoed: (MsgId: string, echo: string) => Effect.Effect<void>
    /** The MsgId under which the answer to a message came back, if it did. */
    readonly echoOf: (MsgId: string) => Effect.Effect<Option.Option<string>>
    /** When the robot sent in the last minute. */
    readonly sentLately: Effect.Effect<ReadonlyArray<number>>
    /** Another log-in than that of before: what is on its way ends, and no history is that of the new one. */
    readonly endAll: Effect.Effect<void>
  }
>() {}
