import { Clock, Duration, Effect, Option, Ref } from "effect"
import { type Chat, firstSeen } from "../../domain/Chat.ts"
import { type Contact, isGroup, isNamed, kindOf } from "../../domain/Contact.ts"
import { type Names, namesAmong } from "../../domain/ContactNames.ts"
import { type Session } from "../../domain/Session.ts"
import { Timing } from "../../domain/Timing.ts"
import { type KnownContacts } from "../../layers/journal/SavedContacts.ts"
import * as ChatKeys from "./ChatKeys.ts"
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
  /** All friends and groups that are known. */
  readonly chats: Effect.Effect<ReadonlyArray<Contact>>
  /** How many friends and groups go by a name, in either sense. */
  readonly count: (name: string, sense: keyof Names) => Effect.Effect<number>
  /** Those whom the owner may mean by a name. Waits a little for the address book. */
  readonly meantBy: (name: string) => Effect.Effect<ChatNames.Meant>
  /** A chat by what is known of it now, without asking anybody; its key is that of when it was first seen. */
  readonly chatOf: (userName: string) => Effect.Effect<Chat>
  /** What a friend or group is called beyond this log-in; undefined when another one may be called the same. */
  readonly ownLastingNameOf: (userName: string) => Effect.Effect<string | undefined>
  /**
   * The UserName of the one chat that is called so. Waits some minutes for the address book, since only the whole of it
   * can tell.
   */
  readonly called: (lastingName: string) => Effect.Effect<string | undefined>
}

const nobody: KnownContacts = { contacts: [], complete: false }

/**
 * An address book of a session, of whom some may be known from before; the journal keeps what it learns. A book that is
 * made anew for a session goes on with the keys that chats have in it.
 */
export const make = Effect.fn("AddressBook.make")(function* (
  { credentials, me: owner }: Session,
  before = nobody,
  keys = ChatKeys.make()
) {
  const me = owner.UserName
  const nickName = yield* Ref.make(owner.NickName)
  const people = yield* KnownPeople.make(me, before)
  const whoIs = yield* WhoIs.make(credentials, people.replace)

  return {
    learn: (contacts) => Effect.flatMap(people.update(contacts), whoIs.askSoon),
    enlist: people.enlist,
    forget: people.forget,
    rename: (fresh) => Ref.set(nickName, fresh),
    ownNickName: Ref.get(nickName),
    complete: people.loaded(true),
    incomplete: people.loaded(false),
    chatOf: (userName) =>
      Effect.flatMap(people.all, (all) => keys.keep(firstSeen(userName, me, all.get(userName)))),
    ...(yield* finding(me, people, whoIs)),
    ...(yield* naming(me, people))
  } satisfies AddressBook
})

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

  const find = Effect.fnUntraced(function* (userName: string, speaker: Option.Option<string>) {
    const known = (yield* people.all).get(userName)
    const kind = kindOf(userName, me, known)
    if (kind === "self" || kind === "special-account") return known
    const isSure = isKnown(known, speaker) && !people.isDoubted(userName)
    if (isSure || (yield* whoIs.isLeftAlone(userName))) return known
    return yield* ask(userName)
  })

  const findAgain = Effect.fnUntraced(function* (group: Contact) {
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

/** Tells what people are called, and waits for the address book where only that can tell. */
const naming = Effect.fnUntraced(function* (me: string, people: KnownPeople.KnownPeople) {
  const { chatPatience, contactPatience } = yield* Timing

  return {
    namesOf: Effect.fnUntraced(function* (contact: Contact) {
      yield* people.awaitLoaded(contactPatience)
      // somebody who is not known yet may be called the same
      return namesAmong((yield* people.isWhole) ? yield* people.nameCounts : undefined, contact)
    }),
    chats: Effect.map(people.all, (all) => ChatNames.namedChats(all, me)),
    count: Effect.fn("AddressBook.count")(function* (name: string, sense: keyof Names) {
      const chats = ChatNames.namedChats(yield* people.all, me)
      return ChatNames.howManyCalled(chats, yield* people.nameCounts, name, sense)
    }),
    meantBy: Effect.fn("AddressBook.meantBy")(function* (name: string) {
      yield* people.awaitLoaded(contactPatience)
      return ChatNames.meantBy(yield* people.all, me, name)
    }),
    ownLastingNameOf: Effect.fnUntraced(function* (userName: string) {
      if (!people.isListed(userName) || !(yield* people.isWhole)) return undefined
      return ChatNames.ownLastingName(yield* people.calledSo, (yield* people.all).get(userName), me)
    }),
    called: Effect.fn("AddressBook.called")(function* (lastingName: string) {
      yield* people.awaitLoaded(chatPatience)
      if (!(yield* people.isLoaded)) return undefined
      const userName = ChatNames.onlyOneCalled(yield* people.calledSo, lastingName)
      return userName !== undefined && people.isListed(userName) ? userName : undefined
    })
  }
})
