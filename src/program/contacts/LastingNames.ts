import { type Contact, lastingName } from "../../domain/Contact.ts"

/*
 * Which friends and groups are called how beyond their log-in. Looked up over the whole address book when it is first asked
 * for; from then on only what changes, because a chatbot that is told of a chat asks with each message.
 */

/** Their UserNames, by their lasting name. */
export type CalledSo = ReadonlyMap<string, ReadonlySet<string>>

export interface LastingNames {
  /** Of these people, who are always the same but for what `changed` was told. */
  readonly of: (people: Iterable<Contact>) => CalledSo
  /** Somebody is another than before, new or gone. */
  readonly changed: (was: Contact | undefined, is: Contact | undefined) => void
}

export const make = (me: string): LastingNames => {
  let called: Map<string, Set<string>> | undefined

  const add = (into: Map<string, Set<string>>, contact: Contact) => {
    const name = lastingName(contact, me)
    if (name === undefined) return
    const those = into.get(name)
    if (those === undefined) into.set(name, new Set([contact.UserName]))
    else those.add(contact.UserName)
  }

  const remove = (from: Map<string, Set<string>>, contact: Contact) => {
    const name = lastingName(contact, me)
    const those = name === undefined ? undefined : from.get(name)
    if (name === undefined || those === undefined) return
    those.delete(contact.UserName)
    if (those.size === 0) from.delete(name)
  }

  return {
    of: (people) => {
      if (called !== undefined) return called
      const all = new Map<string, Set<string>>()
      for (const contact of people) add(all, contact)
      return (called = all)
    },
    changed: (was, is) => {
      if (called === undefined) return
      if (was !== undefined) remove(called, was)
      if (is !== undefined) add(called, is)
    }
  }
}
