import { RequestResolver as Windowed } from "@effect/experimental"
import { Clock, Deferred, Duration, Effect, Option, Ref, Request, RequestResolver, Schema } from "effect"
import {
  Contact,
  isGroup,
  isNamed,
  kindOf,
  lastingName,
  merge,
  replace,
  takesNameAway
} from "../../domain/Contact.ts"
import { countNames, type NameCounts, type Names, namesAmong } from "../../domain/ContactNames.ts"
import { isSameName } from "../../domain/Name.ts"
import { Timing } from "../../domain/Timing.ts"
import { BatchGetContact } from "../../http/wechat/BatchGetContact.ts"
import { type EndpointError } from "../../http/Errors.ts"
import { pauses } from "../connection/Backoff.ts"
import { Journal, type KnownContacts } from "../../layers/journal/Journal.ts"
import { type Session } from "../../domain/Session.ts"

/** Who the account knows, under the UserNames of one log-in. */
export interface AddressBook {
  /** From updates, which tell only what changed: what they leave empty stays as it was. */
  readonly learn: (contacts: ReadonlyArray<Contact>) => Effect.Effect<void>
  /**
   * From the address book, where groups are only if the owner saved them. Its records are full: they replace what was
   * known.
   */
  readonly enlist: (contacts: ReadonlyArray<Contact>) => Effect.Effect<void>
  readonly forget: (userNames: ReadonlyArray<string>) => Effect.Effect<void>
  /** The owner has a new nick name. */
  readonly rename: (NickName: string) => Effect.Effect<void>
  /** The owner's nick name, escaped as it came. */
  readonly ownNickName: Effect.Effect<string>
  /**
   * Who this is. Somebody not known yet, or a group whose speaker is not, is asked for at WeChat: gathered with
   * others, and waited for a few seconds only; undefined when it did not help.
   */
  readonly find: (userName: string, speaker: Option.Option<string>) => Effect.Effect<Contact | undefined>
  /**
   * A known group, asked for once more: a member may have changed a name without a word of WeChat's. At most once in ten
   * minutes; what is known else.
   */
  readonly findAgain: (group: Contact) => Effect.Effect<Contact>
  /** Everybody of the address book is here now. */
  readonly complete: Effect.Effect<void>
  /** Nobody else of the address book comes, though some are missing: nobody need wait for them. */
  readonly incomplete: Effect.Effect<void>
  /** The names a contact goes by. Waits a little for the address book, since only that tells which are nobody else's. */
  readonly namesOf: (contact: Contact) => Effect.Effect<Names>
  /** How many friends and groups go by a name, in either sense. */
  readonly count: (name: string, sense: keyof Names) => Effect.Effect<number>
  /**
   * By what a chat is told from others for longer than a log-in: what it is called, else its UserName. The same for the
   * whole session, whatever is learnt meanwhile; two who are called the same share it.
   */
  readonly keyOf: (userName: string) => Effect.Effect<string>
  /** What a friend or group is called; undefined when another one may be called the same. */
  readonly lastingNameOf: (userName: string) => Effect.Effect<string | undefined>
  /**
   * The UserName of the one chat that is called so. Waits some minutes for the address book, since only the whole of it
   * can tell.
   */
  readonly called: (lastingName: string) => Effect.Effect<string | undefined>
}

interface Counted {
  readonly known: ReadonlyMap<string, Contact>
  readonly counts: NameCounts
}

/** An address book comes whole at each start, and most of it is no news. */
const isSame = Schema.equivalence(Contact)

/** The Ret of a question with a name in it that WeChat does not know. */
const BAD_ARGUMENT = 1

/** Enough to find a few of fifty, and few where each answer is spoilt, whoever is asked for. */
const HALVINGS_AT_MOST = 20

/** One of those asked for spoils the question, or the answer. */
const isSpoilt = (error: EndpointError): boolean =>
  (error._tag === "BadAnswer" && error.foreign !== true) ||
  (error._tag === "Refused" && error.code === BAD_ARGUMENT)

class WhoIs extends Request.TaggedClass("WhoIs")<void, never, { readonly userName: string }> {}

/** An address book of a session, of whom some may be known from before; the journal keeps what it learns. */
export const make = Effect.fn("AddressBook.make")(function* (
  { credentials, me: owner }: Session,
  before: KnownContacts = { contacts: [], complete: false },
  /** The keys of chats in this session so far; a book that is made anew for it goes on with them. */
  keys: Map<string, string> = new Map()
) {
  const journal = yield* Journal
  const { chatPatience, contactAgain, contactGathering, contactPatience, contactRetry } = yield* Timing
  const batchGetContact = yield* BatchGetContact
  const schedule = yield* pauses
  const me = owner.UserName
  const nickName = yield* Ref.make(owner.NickName)
  const book = yield* Ref.make<ReadonlyMap<string, Contact>>(
    new Map(before.contacts.map((contact) => [contact.UserName, contact]))
  )
  /** Until when somebody is not asked for again, or WeChat would be asked over and over for one it does not tell. */
  const notBefore = yield* Ref.make<ReadonlyMap<string, number>>(new Map())
  /** Whether all of the address book came, once no more comes. */
  const loaded = yield* Deferred.make<boolean>()
  const isLoaded = Effect.flatMap(
    Deferred.poll(loaded),
    Option.getOrElse(() => Effect.succeed(false))
  )
  /** Whether all who could be called the same are known: from before, or by now. */
  const isWhole = Effect.map(isLoaded, (isLoaded) => isLoaded || before.complete)
  const listed = new Set<string>()
  const counted = yield* Ref.make<Counted>({ known: new Map(), counts: new Map() })
  /** An update would have taken a name of theirs away: when they speak, they are asked for. */
  const doubted = new Set<string>()
  /** When a group was asked for once more, in epoch milliseconds. */
  const lookedAgain = new Map<string, number>()
  /** When somebody was last told by WeChat. */
  const toldAt = new Map<string, number>()

  const learnBy = Effect.fnUntraced(function* (how: typeof merge, contacts: ReadonlyArray<Contact>) {
    if (contacts.length === 0) return
    const news = yield* Ref.modify(book, (known) => {
      const updated = new Map(known)
      for (const contact of contacts) {
        updated.set(contact.UserName, how(updated.get(contact.UserName), contact))
      }
      const changed = [...new Set(contacts.map(({ UserName }) => UserName))].flatMap((userName) => {
        const [was, is] = [known.get(userName), updated.get(userName)]
        return is === undefined || (was !== undefined && isSame(was, is)) ? [] : [is]
      })
      return [changed, updated]
    })
    yield* journal.learn(me, news)
  })

  const learn = Effect.fn("AddressBook.learn")(function* (contacts: ReadonlyArray<Contact>) {
    const known = yield* Ref.get(book)
    const doubtful = contacts.filter((contact) => takesNameAway(known.get(contact.UserName), contact))
    for (const { UserName } of doubtful) doubted.add(UserName)
    if (doubtful.length > 0) yield* askSoon(doubtful.map(({ UserName }) => UserName))
    yield* learnBy(merge, contacts)
  })

  const replaceBy = Effect.fn("AddressBook.replaceBy")(function* (records: ReadonlyArray<Contact>) {
    for (const { UserName } of records) doubted.delete(UserName)
    yield* learnBy(replace, records)
  })

  const enlist = (contacts: ReadonlyArray<Contact>) =>
    Effect.suspend(() => {
      for (const { UserName } of contacts) listed.add(UserName)
      return replaceBy(contacts)
    })

  const forget = Effect.fn("AddressBook.forget")(function* (userNames: ReadonlyArray<string>) {
    if (userNames.length === 0) return
    yield* Ref.update(
      book,
      (known) => new Map([...known].filter(([userName]) => !userNames.includes(userName)))
    )
    yield* journal.unlearn(me, userNames)
  })

  const leaveAlone = (userNames: ReadonlyArray<string>, time: Duration.Duration) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Ref.update(
        notBefore,
        (before) =>
          new Map([
            ...[...before].filter(([, until]) => now < until),
            ...userNames.map((userName) => [userName, now + Duration.toMillis(time)] as const)
          ])
      )
    )

  const noteTold = (userNames: ReadonlyArray<string>) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      for (const userName of userNames) toldAt.set(userName, now)
    })

  /** There is news of them: they need not be left alone. */
  const askSoon = (userNames: ReadonlyArray<string>) =>
    Ref.update(
      notBefore,
      (before) => new Map([...before].filter(([userName]) => !userNames.includes(userName)))
    )

  /** Asks for all at once; when one name spoils the question, for each half of them, down to the one. */
  const fetch = (
    userNames: ReadonlyArray<string>,
    left = { halvings: HALVINGS_AT_MOST }
  ): Effect.Effect<void> =>
    batchGetContact.get(credentials, userNames).pipe(
      // a message of theirs waits, though not for long; what stays spoilt is halved, and not asked for so often again
      Effect.retry({
        schedule,
        times: 2,
        while: ({ _tag }) =>
          _tag === "Unreachable" || (_tag === "BadAnswer" && left.halvings === HALVINGS_AT_MOST)
      }),
      Effect.flatMap(replaceBy),
      Effect.zipRight(leaveAlone(userNames, contactAgain)),
      Effect.zipRight(noteTold(userNames)),
      Effect.catchAll((error) => {
        if (isSpoilt(error) && userNames.length > 1 && left.halvings-- > 0) {
          const half = Math.ceil(userNames.length / 2)
          return Effect.zipRight(fetch(userNames.slice(0, half), left), fetch(userNames.slice(half), left))
        }
        return Effect.logWarning("strangers stay unknown for now").pipe(
          Effect.annotateLogs({ error: error.message }),
          Effect.zipRight(leaveAlone(userNames, contactRetry))
        )
      })
    )

  const fetchTogether = RequestResolver.makeBatched((requests: ReadonlyArray<WhoIs>) =>
    Effect.zipRight(
      fetch(requests.map(({ userName }) => userName)),
      Effect.forEach(requests, (request) => Request.succeed(request, undefined), { discard: true })
    )
  )
  const resolver = yield* Windowed.dataLoader(fetchTogether, { window: contactGathering, maxBatchSize: 50 })

  const isKnown = (contact: Contact | undefined, speaker: Option.Option<string>) =>
    contact !== undefined &&
    (!isGroup(contact.UserName) ||
      Option.match(speaker, {
        onNone: () => contact.MemberList.some(isNamed),
        onSome: (name) => contact.MemberList.some((member) => member.UserName === name && isNamed(member))
      }))

  const isLeftAlone = (userName: string) =>
    Effect.map(Effect.all([Ref.get(notBefore), Clock.currentTimeMillis]), ([before, now]) => {
      const until = before.get(userName)
      return until !== undefined && now < until
    })

  const find = Effect.fn("AddressBook.find")(function* (userName: string, speaker: Option.Option<string>) {
    const known = (yield* Ref.get(book)).get(userName)
    const kind = kindOf(userName, me, known)
    if (kind === "self" || kind === "special-account") return known
    const isSure = isKnown(known, speaker) && !doubted.has(userName)
    if (isSure || (yield* isLeftAlone(userName))) return known
    return yield* ask(userName)
  })

  const ask = Effect.fnUntraced(function* (userName: string) {
    yield* Effect.request(new WhoIs({ userName }), resolver).pipe(Effect.timeoutOption(contactPatience))
    return (yield* Ref.get(book)).get(userName)
  })

  const findAgain = Effect.fn("AddressBook.findAgain")(function* (group: Contact) {
    const { UserName } = group
    const now = yield* Clock.currentTimeMillis
    const again = Math.max(
      (lookedAgain.get(UserName) ?? -Infinity) + Duration.toMillis(contactAgain),
      // it was told just now, for this very message
      (toldAt.get(UserName) ?? -Infinity) + Duration.toMillis(contactPatience)
    )
    if (now < again) return group
    lookedAgain.set(UserName, now)
    return (yield* ask(UserName)) ?? group
  })

  /** By how many friends and groups each name is used; counted once for each state of the book. */
  const counts = Effect.flatMap(Ref.get(book), (known) =>
    Ref.modify(counted, (last) => {
      if (last.known === known) return [last.counts, last]
      const counts = countNames([...known.values()].filter(isListable))
      return [counts, { known, counts }]
    })
  )

  const isListable = (contact: Contact) => ["friend", "group"].includes(kindOf(contact.UserName, me, contact))

  const namesOf = Effect.fn("AddressBook.namesOf")(function* (contact: Contact) {
    yield* Deferred.await(loaded).pipe(Effect.timeoutOption(contactPatience))
    // somebody who is not known yet may be called the same
    return namesAmong((yield* isWhole) ? yield* counts : undefined, contact)
  })

  const count = Effect.fn("AddressBook.count")(function* (name: string, sense: keyof Names) {
    const among = yield* counts
    const everybody = [...(yield* Ref.get(book)).values()].filter(isListable)
    return everybody.filter((contact) =>
      namesAmong(among, contact)[sense].some((one) => isSameName(one, name))
    ).length
  })

  /** Nobody knows all groups: one that is not in the address book may have a namesake that nobody heard of yet. */
  const isListed = (userName: string) => !isGroup(userName) || listed.has(userName)

  const calledNow = Effect.fnUntraced(function* (name: string) {
    const known = [...(yield* Ref.get(book)).values()]
    const [first, ...others] = known.filter((contact) => lastingName(contact, me) === name)
    return others.length === 0 ? first?.UserName : undefined
  })

  const lastingNameOf = Effect.fn("AddressBook.lastingNameOf")(function* (userName: string) {
    const contact = (yield* Ref.get(book)).get(userName)
    const name = contact === undefined ? undefined : lastingName(contact, me)
    if (name === undefined || !(yield* isWhole)) return undefined
    return isListed(userName) && (yield* calledNow(name)) === userName ? name : undefined
  })

  const called = Effect.fn("AddressBook.called")(function* (name: string) {
    yield* Deferred.await(loaded).pipe(Effect.timeoutOption(chatPatience))
    const userName = (yield* isLoaded) ? yield* calledNow(name) : undefined
    return userName !== undefined && isListed(userName) ? userName : undefined
  })

  const keyOf = Effect.fn("AddressBook.keyOf")(function* (userName: string) {
    const before = keys.get(userName)
    if (before !== undefined) return before
    const contact = (yield* Ref.get(book)).get(userName)
    const name = contact === undefined ? undefined : lastingName(contact, me)
    const key = userName === me ? "self" : (name ?? userName)
    keys.set(userName, key)
    return key
  })

  return {
    learn,
    enlist,
    forget,
    rename: (fresh) => Ref.set(nickName, fresh),
    ownNickName: Ref.get(nickName),
    find,
    findAgain,
    complete: Effect.zipRight(Deferred.succeed(loaded, true), journal.learntAll(me)),
    incomplete: Deferred.succeed(loaded, false),
    namesOf,
    count,
    keyOf,
    lastingNameOf,
    called
  } satisfies AddressBook
})
