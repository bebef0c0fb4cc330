import { Context, type Effect, type Option, type Stream } from "effect"
import { type JournalFailed } from "./Journal.ts"
import { type KnownContacts } from "./SavedContacts.ts"
import { type StoredMessage } from "./StoredMessage.ts"

export { type StoredMessage }

/** Who is known of the last session, with the owner's UserName in it. */
export interface LastContacts extends KnownContacts {
  readonly me: string
}

/** Looks into the journal's file, whether a robot uses it at the time or not; it changes nothing. */
export class JournalReader extends Context.Tag("layers/JournalReader")<
  JournalReader,
  {
    readonly find: (MsgId: string) => Effect.Effect<Option.Option<StoredMessage>, JournalFailed>
    /**
     * Messages whose text holds this piece (A to Z in any case), the newest first, at most `limit`. Where none does, those
     * whose text or chat's name holds it in another spelling.
     */
    readonly search: (
      piece: string,
      limit: number
    ) => Effect.Effect<ReadonlyArray<StoredMessage>, JournalFailed>
    /** The newest messages, the newest first. */
    readonly last: (count: number) => Effect.Effect<ReadonlyArray<StoredMessage>, JournalFailed>
    /** Every message, in the order they came, read page by page. */
    readonly all: Stream.Stream<StoredMessage, JournalFailed>
    /** None before the first log-in. */
    readonly contacts: Effect.Effect<Option.Option<LastContacts>, JournalFailed>
  }
>() {}
