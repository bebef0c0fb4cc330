import { Context, type Effect } from "effect"
import { type Contact } from "../../domain/Contact.ts"

/** Who is known of a session, and whether that was all of the address book. */
export interface KnownContacts {
  readonly contacts: ReadonlyArray<Contact>
  readonly complete: boolean
}

/** The part of the journal that holds who is known in a session, by the owner's UserName in it. */
export class SavedContacts extends Context.Tag("layers/SavedContacts")<
  SavedContacts,
  {
    readonly knownIn: (me: string) => Effect.Effect<KnownContacts>
    readonly learn: (me: string, contacts: ReadonlyArray<Contact>) => Effect.Effect<void>
    readonly unlearn: (me: string, userNames: ReadonlyArray<string>) => Effect.Effect<void>
    /** All of the address book is learnt. */
    readonly learntAll: (me: string) => Effect.Effect<void>
    /** Forgets those of other sessions, but where messages of them are still on their way. */
    readonly forgetOthers: (me: string) => Effect.Effect<void>
    readonly forgetAll: Effect.Effect<void>
  }
>() {}
