import { type Contact, isNamedChat } from "../../domain/Contact.ts"
import { countNames, type NameCounts, recount } from "../../domain/ContactNames.ts"

/*
 * How many friends and groups go by each name. Counted over the whole address book when somebody first asks, which only
 * the owner's lists do; from then on only what changes is counted, however big the book is.
 */

export interface CountedNames {
  /** Of these people, who are always the same but for what `changed` was told. */
  readonly of: (people: Iterable<Contact>) => NameCounts
  /** Somebody is another than before, new or gone. */
  readonly changed: (was: Contact | undefined, is: Contact | undefined) => void
}

export const make = (me: string): CountedNames => {
  let counts: Map<string, number> | undefined
  const chat = (contact: Contact | undefined) =>
    contact !== undefined && isNamedChat(contact, me) ? contact : undefined
  return {
    of: (people) => (counts ??= countNames([...people].filter((contact) => isNamedChat(contact, me)))),
    changed: (was, is) => {
      if (counts !== undefined) recount(counts, chat(was), chat(is))
    }
  }
}
