import { Effect, Layer } from "effect"
import { lastingName } from "../../domain/Contact.ts"
import { SavedContacts } from "../../layers/journal/SavedContacts.ts"
import { Switches } from "./Switches.ts"

/**
 * Contacts as they are, with the mute of a chat going along to each name that is learnt: no message need come from there
 * between two names, or between a log-in and the next name.
 */
export const layer = Layer.effect(
  SavedContacts,
  Effect.gen(function* () {
    const saved = yield* SavedContacts
    const { seen } = yield* Switches
    return SavedContacts.of({
      ...saved,
      learn: (me, contacts) => {
        const chats = contacts.map((contact) => ({
          userName: contact.UserName,
          lastingName: lastingName(contact, me)
        }))
        // in this order: after a crash in between the name is learnt again
        return Effect.zipRight(seen(chats), saved.learn(me, contacts))
      }
    })
  })
)
