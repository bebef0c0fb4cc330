import { Context, Effect, Ref } from "effect"
import { type Session } from "../../domain/Session.ts"
import { BatchGetContact } from "../../http/wechat/BatchGetContact.ts"
import { SavedContacts } from "../../layers/journal/SavedContacts.ts"
import * as AddressBook from "./AddressBook.ts"
import * as ChatKeys from "./ChatKeys.ts"

/** Makes the address book of a session, with those the journal knows of it. */
export class AddressBooks extends Effect.Service<AddressBooks>()("program/AddressBooks", {
  effect: Effect.gen(function* () {
    const saved = yield* SavedContacts
    const last = yield* Ref.make({ me: "", keys: ChatKeys.make() })

    /** The keys of chats stay while the owner's UserName does: what waits in a lane goes on there. */
    const keysOf = (me: string) =>
      Ref.modify(last, (before) => {
        const now = before.me === me ? before : { me, keys: ChatKeys.make() }
        return [now.keys, now]
      })

    // only these two: the whole context holds this service's Scope, and each book would live as long as that
    const surroundings = Context.make(SavedContacts, saved).pipe(
      Context.add(BatchGetContact, yield* BatchGetContact)
    )
    const bookOf = Effect.fnUntraced(function* (session: Session, keys: ChatKeys.ChatKeys) {
      const known = yield* saved.knownIn(session.me.UserName)
      return yield* Effect.provide(AddressBook.make(session, known, keys), surroundings)
    })

    return {
      /** For the session of now, which may be the last one resumed. */
      of: (session: Session) => Effect.flatMap(keysOf(session.me.UserName), (keys) => bookOf(session, keys)),
      /** For one before, of which something is still on its way. */
      ofEarlier: (session: Session) => bookOf(session, ChatKeys.make())
    } as const
  })
}) {}
