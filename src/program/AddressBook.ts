import { RequestResolver as Windowed } from "@effect/experimental"
import { Clock, Effect, Option, Ref, Request, RequestResolver } from "effect"
import { type Contact, displayNames, isGroup, kindOf, merge } from "../domain/Contact.ts"
import { decodeName } from "../domain/MessageText.ts"
import { Timing } from "../domain/Timing.ts"
import { BatchGetContact } from "../http/wechat/BatchGetContact.ts"
import { type Session } from "./Login.ts"

/** Who the account knows, under the UserNames of one log-in. */
export interface AddressBook {
  readonly learn: (contacts: ReadonlyArray<Contact>) => Effect.Effect<void>
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
  /** How many friends and groups go by a name, as far as they are known. */
  readonly countOf: (name: string) => Effect.Effect<number>
  /** The names by which the owner may call a contact: the remark, and the nick name if no other friend has it. */
  readonly namesOf: (contact: Contact) => Effect.Effect<ReadonlyArray<string>>
}

class WhoIs extends Request.TaggedClass("WhoIs")<void, never, { readonly userName: string }> {}

/** A question that brought nothing is not repeated for this long, however often the stranger speaks. */
const ASK_AGAIN = 600_000

export const make = Effect.fn("AddressBook.make")(function* ({ credentials, me: owner }: Session) {
  const { contactGathering, contactPatience } = yield* Timing
  const batchGetContact = yield* BatchGetContact
  const me = owner.UserName
  const nickName = yield* Ref.make(owner.NickName)
  const book = yield* Ref.make<ReadonlyMap<string, Contact>>(new Map())
  /** Who was asked for and when, so that WeChat is not asked over and over for one it does not tell. */
  const asked = yield* Ref.make<ReadonlyMap<string, number>>(new Map())

  const learn = (contacts: ReadonlyArray<Contact>) =>
    Ref.update(book, (known) => {
      const updated = new Map(known)
      for (const contact of contacts) {
        updated.set(contact.UserName, merge(known.get(contact.UserName), contact))
      }
      return updated
    })

  const forget = (userNames: ReadonlyArray<string>) =>
    Ref.update(book, (known) => new Map([...known].filter(([userName]) => !userNames.includes(userName))))

  const noteAsked = (userNames: ReadonlyArray<string>) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Ref.update(
        asked,
        (before) =>
          new Map([
            ...[...before].filter(([, at]) => now - at < ASK_AGAIN),
            ...userNames.map((userName) => [userName, now] as const)
          ])
      )
    )

  const fetch = Effect.fn("AddressBook.fetch")(
    function* (userNames: ReadonlyArray<string>) {
      yield* learn(yield* batchGetContact.get(credentials, userNames))
      yield* noteAsked(userNames)
    },
    Effect.catchAll((error) =>
      Effect.logWarning("strangers stay unknown for now").pipe(Effect.annotateLogs({ error: error.message }))
    )
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
        onNone: () => contact.MemberList.length > 0,
        onSome: (name) => contact.MemberList.some(({ UserName }) => UserName === name)
      }))

  const wasAskedLately = (userName: string) =>
    Effect.map(Effect.all([Ref.get(asked), Clock.currentTimeMillis]), ([before, now]) => {
      const at = before.get(userName)
      return at !== undefined && now - at < ASK_AGAIN
    })

  const find = Effect.fn("AddressBook.find")(function* (userName: string, speaker: Option.Option<string>) {
    const known = (yield* Ref.get(book)).get(userName)
    const kind = kindOf(userName, me, known)
    if (kind === "self" || kind === "special-account" || isKnown(known, speaker)) return known
    if (yield* wasAskedLately(userName)) return known
    yield* Effect.request(new WhoIs({ userName }), resolver).pipe(Effect.timeoutOption(contactPatience))
    return (yield* Ref.get(book)).get(userName)
  })

  const namesOf = (contact: Contact) =>
    Effect.map(Ref.get(book), (known) => {
      const kind = kindOf(contact.UserName, me, contact)
      const nickName = decodeName(contact.NickName)
      const others = [...known.values()].filter(
        (other) => other.UserName !== contact.UserName && kindOf(other.UserName, me, other) === kind
      )
      const shared = others.some((other) => displayNames(other).includes(nickName))
      return [decodeName(contact.RemarkName), shared ? "" : nickName].filter((name) => name !== "")
    })

  const countOf = (name: string) =>
    Effect.map(
      Ref.get(book),
      (known) =>
        [...known.values()].filter(
          (contact) =>
            ["friend", "group"].includes(kindOf(contact.UserName, me, contact)) &&
            displayNames(contact).includes(name)
        ).length
    )

  return {
    learn,
    forget,
    rename: (fresh) => Ref.set(nickName, fresh),
    ownNickName: Ref.get(nickName),
    find,
    countOf,
    namesOf
  } satisfies AddressBook
})
