import { Clock, Duration, Effect, Option, Ref } from "effect"
import { type Contact, isGroup, isNamed, kindOf, lastingName } from "../../domain/Contact.ts"
import { type Names } from "../../domain/ContactNames.ts"
import { type Session } from "../../domain/Session.ts"
import { Timing } from "../../domain/Timing.ts"
import { type KnownContacts } from "../../layers/journal/Journal.ts"
import * as ChatNames from "./ChatNames.ts"
import * as KnownPeople from "./KnownPeople.ts"
import * as WhoIs from "./WhoIs.ts"

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
   * A known group, asked for once more: a member may have changed a name without a word of WeChat's. Asked at most once in
   * ten minutes; in between, gives what is known.
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

const nobody: KnownContacts = { contacts: [], complete: false }

/** The keys of chats by their UserNames; a book that is made anew for a session goes on with those there are. */
export type ChatKeys = Map<string, string>

/** An address book of a session, of whom some may be known from before; the journal keeps what it learns. */
export const make = Effect.fn("AddressBook.make")(function* (
  { credentials, me: owner }: Session,
  before = nobody,
  keys: ChatKeys = new Map()
) {
  const me = owner.UserName
  const nickName = yield* Ref.make(owner.NickName)
  const people = yield* KnownPeople.make(me, before)
  const whoIs = yield* WhoIs.make(credentials, people.replace)
  const names = yield* ChatNames.make(me, people)
  const { find, findAgain } = yield* finding(me, people, whoIs)

  return {
    learn: (contacts) => Effect.flatMap(people.update(contacts), whoIs.askSoon),
    enlist: people.enlist,
    forget: people.forget,
    rename: (fresh) => Ref.set(nickName, fresh),
    ownNickName: Ref.get(nickName),
    find,
    findAgain,
    complete: people.loaded(true),
    incomplete: people.loaded(false),
    keyOf: Effect.fn("AddressBook.keyOf")(function* (userName: string) {
      const key = keys.get(userName) ?? keyFor(me, userName, (yield* people.all).get(userName))
      keys.set(userName, key)
      return key
    }),
    ...names
  } satisfies AddressBook
})

const keyFor = (me: string, userName: string, contact: Contact | undefined) => {
  const name = contact === undefined ? undefined : lastingName(contact, me)
  return userName === me ? "self" : (name ?? userName)
}

/** Looks people up, and asks for those that are not known well enough. */
const finding = Effect.fnUntraced(function* (
  me: string,
  people: KnownPeople.KnownPeople,
  whoIs: WhoIs.WhoIs
) {
  const { contactAgain, contactPatience } = yield* Timing
  /** When a group was asked for once more, in epoch milliseconds. */
  const lookedAgain = new Map<string, number>()

  const ask = (userName: string) =>
    Effect.zipRight(
      whoIs.ask(userName),
      Effect.map(people.all, (all) => all.get(userName))
    )

  const find = Effect.fn("AddressBook.find")(function* (userName: string, speaker: Option.Option<string>) {
    const known = (yield* people.all).get(userName)
    const kind = kindOf(userName, me, known)
    if (kind === "self" || kind === "special-account") return known
    const isSure = isKnown(known, speaker) && !people.isDoubted(userName)
    if (isSure || (yield* whoIs.isLeftAlone(userName))) return known
    return yield* ask(userName)
  })

  const findAgain = Effect.fn("AddressBook.findAgain")(function* (group: Contact) {
    const { UserName } = group
    const now = yield* Clock.currentTimeMillis
    const again = Math.max(
      (lookedAgain.get(UserName) ?? -Infinity) + Duration.toMillis(contactAgain),
      // it was told just now, for this very message
      (whoIs.toldAt(UserName) ?? -Infinity) + Duration.toMillis(contactPatience)
    )
    if (now < again) return group
    lookedAgain.set(UserName, now)
    return (yield* ask(UserName)) ?? group
  })

  return { find, findAgain }
})

/** Whether enough is known to decide: of a group, the speaker's names, or anybody's when there is no speaker. */
const isKnown = (contact: Contact | undefined, speaker: Option.Option<string>) =>
  contact !== undefined &&
  (!isGroup(contact.UserName) ||
    Option.match(speaker, {
      onNone: () => contact.MemberList.some(isNamed),
      onSome: (name) => contact.MemberList.some((member) => member.UserName === name && isNamed(member))
    }))
