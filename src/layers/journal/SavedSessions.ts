import { Context, type Effect, type Option } from "effect"
import { type Cursor, type Session } from "../../domain/Session.ts"
import { type StoredCookie } from "../../domain/StoredCookie.ts"

/** A log-in as it is kept for the next start. */
export interface SavedSession {
  readonly session: Session
  readonly cookies: ReadonlyArray<StoredCookie>
  /** The code that WeChat ended it with, if it did. */
  readonly endedBy: number | undefined
}

/** The part of the journal that holds the last log-in, and up to where its messages were fetched. */
export class SavedSessions extends Context.Tag("layers/SavedSessions")<
  SavedSessions,
  {
    /** The last session; who is known of it is told by `SavedContacts`. */
    readonly last: Effect.Effect<Option.Option<SavedSession>>
    /** A log-in succeeded: the cursor of the session before is void. */
    readonly begin: (session: Session, cookies: ReadonlyArray<StoredCookie>) => Effect.Effect<void>
    /** Where the next fetch goes on. To be done together with what was fetched. */
    readonly moveTo: (cursor: Cursor) => Effect.Effect<void>
    readonly keepCookies: (cookies: ReadonlyArray<StoredCookie>) => Effect.Effect<void>
    /** WeChat ended the session. */
    readonly end: (code: number) => Effect.Effect<void>
    readonly forget: Effect.Effect<void>
  }
>() {}
