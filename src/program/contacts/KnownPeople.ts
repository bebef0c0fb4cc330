import { Deferred, type Duration, Effect, Option, Schema } from "effect"
import { Contact, isGroup, merge, replace, takesNameAway } from "../../domain/Contact.ts"
import { type KnownContacts, SavedContacts } from "../../layers/journal/SavedContacts.ts"
import * as CountedNames from "./CountedNames.ts"
import * as LastingNames from "./LastingNames.ts"

/** By UserName. What is learnt shows in it: copying it at each news would walk the whole address book. */
export type People = ReadonlyMap<string, Contact>

/** Whom the account knows under the UserNames of one log-in, and whether that is everybody of the address book. */
export type KnownPeople = Effect.Effect.Success<ReturnType<typeof make>>

/** The people of the session of `me`, some of whom may be known from before. What is learnt goes to the journal too. */
export const make = Effect.fnUntraced(function* (me: string, before: KnownContacts) {
  const saved = yield* SavedContacts
  const { become, calledSo, leave, nameCounts, people } = held(me, before.contacts)
  const { awaitLoaded, isLoaded, loaded } = yield* loading
  /** UserNames that are in the address book. */
  const listed = new Set<string>()
  /** Those whose last update came without a name we know: only a full record tells whether it is gone. */
  const doubted = new Set<string>()

  const take = (how: typeof merge, contacts: ReadonlyArray<Contact>) =>
    Effect.suspend(() => {
      const news = new Set<string>()
      for (const contact of contacts) {
        if (become(how(people.get(contact.UserName), contact))) news.add(contact.UserName)
      }
      return contacts.length === 0 ? Effect.void : saved.learn(me, latest(people, news))
    })
  const replaceBy = (records: ReadonlyArray<Contact>) =>
    Effect.suspend(() => {
      for (const { UserName } of records) doubted.delete(UserName)
      return take(replace, records)
    })

  return {
    all: Effect.succeed<People>(people),
    /** How many friends and groups go by each name. */
    nameCounts,
    /** Who is called how beyond this log-in. */
    calledSo,
    /** Takes an update. Gives the UserNames of those whom it would have taken a name away: they are doubted now. */
    update: Effect.fnUntraced(function* (updates: ReadonlyArray<Contact>) {
      const losing = updates.filter((update) => takesNameAway(people.get(update.UserName), update))
      for (const { UserName } of losing) doubted.add(UserName)
      yield* take(merge, updates)
      return losing.map(({ UserName }) => UserName)
    }),
    /** Takes full records, of who was asked for. */
    replace: replaceBy,
    /** Takes full records of the address book. */
    enlist: (records: ReadonlyArray<Contact>) =>
      Effect.suspend(() => {
        for (const { UserName } of records) listed.add(UserName)
        return replaceBy(records)
      }),
    forget: Effect.fnUntraced(function* (userNames: ReadonlyArray<string>) {
      if (userNames.length === 0) return
      userNames.forEach(leave)
      yield* saved.unlearn(me, userNames)
    }),
    isDoubted: (userName: string) => doubted.has(userName),
    /** Nobody knows all groups: one that is not in the address book may have a namesake that nobody heard of yet. */
    isListed: (userName: string) => !isGroup(userName) || listed.has(userName),
    /** No more of the address book comes: all of it is here, or some are missing. */
    loaded: (whole: boolean) => Effect.zipRight(loaded(whole), whole ? saved.learntAll(me) : Effect.void),
    awaitLoaded,
    isLoaded,
    /** Whether all who could be called the same are known: from before, or by now. */
    isWhole: Effect.map(isLoaded, (isLoaded) => isLoaded || before.complete)
  }
})

/** People with their names looked up. */
const held = (me: string, first: ReadonlyArray<Contact>) => {
  const people = new Map(first.map((contact) => [contact.UserName, contact]))
  const names = CountedNames.make(me)
  const lasting = LastingNames.make(me)
  const changed = (was: Contact | undefined, is: Contact | undefined) => {
    names.changed(was, is)
    lasting.changed(was, is)
  }
  return {
    people,
    nameCounts: Effect.sync(() => names.of(people.values())),
    calledSo: Effect.sync(() => lasting.of(people.values())),
    /** Somebody is known so now. Tells whether that is news. */
    become: (is: Contact) => {
      const was = people.get(is.UserName)
      if (was !== undefined && isSame(was, is)) return false
      people.set(is.UserName, is)
      changed(was, is)
      return true
    },
    leave: (userName: string) => {
      changed(people.get(userName), undefined)
      people.delete(userName)
    }
  }
}

/** How far the address book has come. */
const loading = Effect.map(Deferred.make<boolean>(), (end) => ({
  /** No more comes; whether all came. */
  loaded: (whole: boolean) => Deferred.succeed(end, whole),
  /** Waits for the end, but no longer than this. */
  awaitLoaded: (patience: Duration.Duration) => Effect.timeoutOption(Deferred.await(end), patience),
  /** Whether all came by now. */
  isLoaded: Effect.flatMap(
    Deferred.poll(end),
    Option.getOrElse(() => Effect.succeed(false))
  )
}))

/** An address book comes whole at each start, and most of it is no news. */
const isSame = Schema.equivalence(Contact)

/** What is known of some of them. */
const latest = (people: People, userNames: Iterable<string>) =>
  Array.from(userNames).flatMap((userName) => people.get(userName) ?? [])
