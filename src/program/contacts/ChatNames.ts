import { Effect, Ref } from "effect"
import { type Contact, kindOf, lastingName } from "../../domain/Contact.ts"
import { countNames, type NameCounts, type Names, namesAmong } from "../../domain/ContactNames.ts"
import { isSameName } from "../../domain/Name.ts"
import { Timing } from "../../domain/Timing.ts"
import { type KnownPeople, type People } from "./KnownPeople.ts"

interface Counted {
  readonly people: People
  readonly counts: NameCounts
}

/** What the chats of a session are called, and which of them a name means. */
export const make = Effect.fnUntraced(function* (me: string, people: KnownPeople) {
  const { chatPatience, contactPatience } = yield* Timing
  const counted = yield* Ref.make<Counted>({ people: new Map(), counts: new Map() })

  const isListable = (contact: Contact) => ["friend", "group"].includes(kindOf(contact.UserName, me, contact))
  const listable = Effect.map(people.all, (all) => [...all.values()].filter(isListable))

  /** By how many friends and groups each name is used; counted once for each state of the book. */
  const counts = Effect.flatMap(people.all, (all) =>
    Ref.modify(counted, (last) => {
      if (last.people === all) return [last.counts, last]
      const counts = countNames([...all.values()].filter(isListable))
      return [counts, { people: all, counts }]
    })
  )

  /** The one chat that is called so, of those known by now. */
  const calledNow = Effect.fnUntraced(function* (name: string) {
    const those = [...(yield* people.all).values()].filter((contact) => lastingName(contact, me) === name)
    const [first, ...others] = those
    return others.length === 0 ? first?.UserName : undefined
  })

  return {
    namesOf: Effect.fn("AddressBook.namesOf")(function* (contact: Contact) {
      yield* people.awaitLoaded(contactPatience)
      // somebody who is not known yet may be called the same
      return namesAmong((yield* people.isWhole) ? yield* counts : undefined, contact)
    }),
    count: Effect.fn("AddressBook.count")(function* (name: string, sense: keyof Names) {
      const among = yield* counts
      return (yield* listable).filter((contact) =>
        namesAmong(among, contact)[sense].some((one) => isSameName(one, name))
      ).length
    }),
    lastingNameOf: Effect.fn("AddressBook.lastingNameOf")(function* (userName: string) {
      const contact = (yield* people.all).get(userName)
      const name = contact === undefined ? undefined : lastingName(contact, me)
      if (name === undefined || !(yield* people.isWhole)) return undefined
      return people.isListed(userName) && (yield* calledNow(name)) === userName ? name : undefined
    }),
    called: Effect.fn("AddressBook.called")(function* (name: string) {
      yield* people.awaitLoaded(chatPatience)
      const userName = (yield* people.isLoaded) ? yield* calledNow(name) : undefined
      return userName !== undefined && people.isListed(userName) ? userName : undefined
    })
  }
})
