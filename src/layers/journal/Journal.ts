import { Context, Data, type Effect, type Option } from "effect"
import { type Chat } from "../../domain/Chat.ts"
import { type Contact } from "../../domain/Contact.ts"
import { type Decision } from "../../domain/Decision.ts"
import { type Entry } from "../../domain/Entry.ts"
import { type Facts } from "../../domain/Facts.ts"
import { type Limits } from "../../domain/Limits.ts"
import { type UnsureSend } from "../../domain/OwnReply.ts"
import { type PhoneActivity } from "../../domain/PhoneActivity.ts"
import { type PreparedReply, type Progress } from "../../domain/Progress.ts"
import { type Cursor, type Session } from "../../domain/Session.ts"
import { type StoredCookie } from "../../domain/StoredCookie.ts"

/** What one fetch brought. All of it is written down, or nothing. */
export interface Batch {
  readonly entries: ReadonlyArray<Entry>
  /** Where the next fetch goes on. */
  readonly cursor: Cursor
  /** What is known of the owner's phone once these messages came. */
  readonly phone: PhoneActivity
  /** Messages that their senders took back; "0" means one's own last message in that chat. */
  readonly revoked: ReadonlyArray<{ readonly MsgId: string; readonly chat: string }>
}

/** A message that the last run of the program left on its way. */
export interface Unfinished {
  readonly entry: Entry
  readonly decided: { readonly decision: Decision; readonly facts: Facts } | undefined
  readonly answer: PreparedReply | undefined
}

/** What the robot did in a chat in the last ten minutes. */
export interface ChatHistory {
  /** But for what came back by its text. */
  readonly sent: ReadonlyArray<{ readonly text: string; readonly at: number }>
  /** When answers were decided that were sent or still may be. */
  readonly answers: ReadonlyArray<number>
}

/** A log-in as it is kept for the next start. */
export interface SavedSession {
  readonly session: Session
  readonly cookies: ReadonlyArray<StoredCookie>
  /** The code that WeChat ended it with, if it did. */
  readonly endedBy: number | undefined
}

/** Who is known of a session, and whether that was all of the address book. */
export interface KnownContacts {
  readonly contacts: ReadonlyArray<Contact>
  readonly complete: boolean
}

/** What the journal could not write, so that the robot cannot go on: it would forget what it did. */
export class JournalFailed extends Data.TaggedError("JournalFailed")<{
  readonly kind: "locked" | "disk-full" | "read-only" | "corrupt" | "newer-schema" | "unusable"
  /** What is the matter, with the path of the file. */
  readonly message: string
}> {}

/**
 * What the robot remembers: messages with all that became of them, the session, the phone, the limits. What is written
 * counts at once for who reads; on disk it is in the order of the calls, at the latest with the next one that waits.
 */
export class Journal extends Context.Tag("layers/Journal")<
  Journal,
  {
    /** Which of these MsgIds came before. */
    readonly known: (MsgIds: ReadonlyArray<string>) => Effect.Effect<ReadonlySet<string>>
    /**
     * Writes new messages down together with the cursor that covers them, and forgets what was taken back. On disk when
     * it is done.
     */
    readonly receive: (batch: Batch) => Effect.Effect<void>
    /** Notes how far a message has come. `sending` is on disk when it is done. */
    readonly note: (MsgId: string, progress: Progress) => Effect.Effect<void>
    /** What the last run left on its way, in the order it came. Told once. */
    readonly unfinished: Effect.Effect<ReadonlyArray<Unfinished>>
    readonly isRevoked: (MsgId: string) => Effect.Effect<boolean>

    /** Of a chat, by its UserName in the session of `me`, and of other sessions by the name that lasts. */
    readonly history: (chat: Pick<Chat, "userName" | "lastingName">, me: string) => Effect.Effect<ChatHistory>
    /** Whether this MsgId is one that WeChat gave for a send of the robot. */
    readonly isOwnSend: (MsgId: string) => Effect.Effect<boolean>
    /** The sends of a chat that are `uncertain` or still `sending`, of the last day, the first first. */
    readonly unsure: (chat: string) => Effect.Effect<ReadonlyArray<UnsureSend>>
    /** One of them came back under this MsgId: it is `sent`. On disk before the next batch is. */
    readonly echoed: (MsgId: string, echo: string) => Effect.Effect<void>
    /** The MsgId under which the answer to a message came back, if it did. */
    readonly echoOf: (MsgId: string) => Effect.Effect<Option.Option<string>>
    /** When the robot sent in the last minute. */
    readonly sentLately: Effect.Effect<ReadonlyArray<number>>

    readonly phone: Effect.Effect<PhoneActivity>
    readonly notePhone: (update: (activity: PhoneActivity) => PhoneActivity) => Effect.Effect<void>

    /** The last session; who is known of it is told by `contactsOf`. */
    readonly savedSession: Effect.Effect<Option.Option<SavedSession>>
    /** A log-in succeeded: the cursor and the contacts of the session before are void. On disk when it is done. */
    readonly beginSession: (session: Session, cookies: ReadonlyArray<StoredCookie>) => Effect.Effect<void>
    readonly keepCookies: (cookies: ReadonlyArray<StoredCookie>) => Effect.Effect<void>
    /** WeChat ended the session. */
    readonly endSession: (code: number) => Effect.Effect<void>
    /** Who is known in a session, by the owner's UserName in it. */
    readonly learn: (me: string, contacts: ReadonlyArray<Contact>) => Effect.Effect<void>
    readonly unlearn: (me: string, userNames: ReadonlyArray<string>) => Effect.Effect<void>
    /** All of the address book is learnt. */
    readonly learntAll: (me: string) => Effect.Effect<void>
    readonly contactsOf: (me: string) => Effect.Effect<KnownContacts>
    /** Another account logged in: what the one before left behind ends, and is not the new one's. */
    readonly changeAccount: Effect.Effect<void>

    readonly limits: Effect.Effect<Limits>
    readonly limit: (update: (limits: Limits) => Limits) => Effect.Effect<void>

    /** Fails when something can no longer be written; else it never ends. */
    readonly failure: Effect.Effect<never, JournalFailed>
  }
>() {}
