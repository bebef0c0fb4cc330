import { Deferred, type Duration, Effect, Option, Ref, Schema } from "effect"
import { Contact, isGroup, merge, replace, takesNameAway } from "../../domain/Contact.ts"
import { type KnownContacts, SavedContacts } from "../../layers/journal/SavedContacts.ts"

/** By UserName. */
export type People = ReadonlyMap<string, Contact>

/** Whom the account knows under the UserNames of one log-in, and whether that is everybody of the address book. */
export type KnownPeople = Effect.Effect.Success<ReturnType<typeof make>>

/** The people of the session of `me`, some of whom may be known from before. What is learnt goes to the journal too. */
export const make = Effect.fnUntraced(function* (me: string, before: KnownContacts) {
  const saved = yield* SavedContacts
  const people = yield* Ref.make<People>(
    new Map(before.contacts.map((contact) => [contact.UserName, contact]))
  )
  const { awaitLoaded, isLoaded, loaded } = yield* loading
  /** UserNames that are in the address book. */
  const listed = new Set<string>()
  /** Those whose last update came without a name we know: only a full record tells whether it is gone. */
  const doubted = new Set<string>()

  const take = (how: typeof merge, contacts: ReadonlyArray<Contact>) =>
    contacts.length === 0
      ? Effect.void
      : Effect.flatMap(
          Ref.modify(people, (known) => taken(known, how, contacts)),
          (news) => saved.learn(me, news)
        )
  const replaceBy = (records: ReadonlyArray<Contact>) =>
    Effect.suspend(() => {
      for (const { UserName } of records) doubted.delete(UserName)
      return take(replace, records)
    })

  return {
    all: Ref.get(people),
    /** Takes an update. Gives the UserNames of those whom it would have taken a name away: they are doubted now. */
    update: Effect.fnUntraced(function* (updates: ReadonlyArray<Contact>) {
      const known = yield* Ref.get(people)
      const losing = updates.filter((update) => takesNameAway(known.get(update.UserName), update))
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
      const gone = new Set(userNames)
      yield* Ref.update(people, (known) => new Map([...known].filter(([userName]) => !gone.has(userName))))
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

/** Those of whom these contacts tell news, and all people after that. */
const taken = (
  known: People,
  how: typeof merge,
  contacts: ReadonlyArray<Contact>
): [news: ReadonlyArray<Contact>, after: People] => {
  const after = new Map(known)
  for (const contact of contacts) after.set(contact.UserName, how(after.get(contact.UserName), contact))
  const news = [...new Set(contacts.map(({ UserName }) => UserName))].flatMap((userName) => {
    const [was, is] = [known.get(userName), after.get(userName)]
    return is === undefined || (was !== undefined && isSame(was, is)) ? [] : [is]
  })
  return [news, after]
}
