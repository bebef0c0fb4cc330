import { Context, type Effect, type Option } from "effect"
import { type MessageState } from "../../../domain/Progress.ts"
import { type JournalFailed } from "../Journal.ts"
import { type StoredMessage } from "../StoredMessage.ts"

/** Which messages: those for which all of it holds. */
export interface MessageFilter {
  /** Its UserName, or a piece of what it is called. */
  readonly chat?: string | undefined
  readonly decision?: string | undefined
  readonly reason?: string | undefined
  readonly state?: MessageState | undefined
  /** A piece of the text; A to Z in any case. */
  readonly text?: string | undefined
  /** What it must not hold, such as StatusNotify. */
  readonly without?: string | undefined
}

/** Of the messages of some piece of time, how many came to this. */
export interface Count {
  /** When that piece begins, in epoch milliseconds. */
  readonly from: number
  readonly state: MessageState
  readonly reason: string | null
  /** Where the words of their answers are from. */
  readonly source: string | null
  readonly count: number
}

/**
 * Looks into the journal of the running robot piece by piece, so that nothing else waits for long, however many messages
 * there are.
 */
export class MessagePages extends Context.Tag("layers/MessagePages")<
  MessagePages,
  {
    readonly find: (MsgId: string) => Effect.Effect<Option.Option<StoredMessage>, JournalFailed>
    /**
     * At most `limit` messages older than `before`, the newest first, and where the next page goes on. A page for which
     * many messages were looked through ends early.
     */
    readonly page: (
      filter: MessageFilter,
      before: number | undefined,
      limit: number
    ) => Effect.Effect<
      { readonly messages: ReadonlyArray<StoredMessage>; readonly next: number | undefined },
      JournalFailed
    >
    /**
     * Of what was received from `from` on and before `to`, in pieces of `each` milliseconds. Several counts may be of the
     * same; pieces without a message have none.
     */
    readonly counts: (
      from: number,
      to: number,
      each: number
    ) => Effect.Effect<ReadonlyArray<Count>, JournalFailed>
  }
>() {}
