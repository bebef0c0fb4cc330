import { Effect, Stream } from "effect"
import { type Session } from "../../domain/Session.ts"
import { isSessionEnd } from "../../http/Errors.ts"
import { GetContact, pages, type SalvagedPage } from "../../http/wechat/GetContact.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { type AddressBook } from "./AddressBook.ts"
import { retryUnless } from "../connection/Backoff.ts"

/** How often a page that cannot be read is asked for; then the book goes on without the people on it. */
const TRIES = 5

const nothing: SalvagedPage = { contacts: [], seq: 0, whole: false }

/** Reads the address book of a session, for as long as that takes; what cannot be read is left out. */
export const loadContacts = Effect.fn("LoadContacts.loadContacts")(
  function* ({ credentials }: Session, book: AddressBook) {
    const getContact = yield* GetContact
    let isWhole = true

    const salvage = (seq: number) =>
      getContact.salvage(credentials, seq).pipe(
        Effect.catchTag("BadAnswer", () => Effect.succeed(nothing)),
        Effect.tap(({ whole }) => {
          if (whole) return Effect.void
          isWhole = false
          return Effect.annotateLogs(
            Effect.logWarning("a part of the address book cannot be read and is left out"),
            {
              seq,
              todo: "nothing, who is missing is learnt when they write. On ROBOT_ALLOW only remarks count until the next log-in"
            }
          )
        })
      )

    const patientPage = (seq: number) =>
      Effect.suspend(() => {
        let unreadable = 0
        return Effect.suspend(() =>
          unreadable < TRIES ? getContact.page(credentials, seq) : salvage(seq)
        ).pipe(
          Effect.tapErrorTag("BadAnswer", () => Effect.sync(() => unreadable++)),
          retryUnless(isSessionEnd, "the address book did not come, trying again")
        )
      })

    yield* Stream.runForEachChunk(pages(patientPage), (page) => book.enlist([...page]))
    if (!isWhole) return yield* book.incomplete
    yield* Effect.logInfo("address book loaded")
    yield* book.complete
    yield* checkLists(book)
  },
  // the sync loop meets the end of the session too, and reports it
  Effect.catchTag("Refused", () => Effect.void)
)

/** A name on the lists that is nobody's does not do what the owner meant. Names are people's, so they are not logged. */
const checkLists = Effect.fn("LoadContacts.checkLists")(function* (book: AddressBook) {
  const { allow, deny } = yield* Settings
  const listed = [
    ...allow.map(
      (name, index) => ({ name, sense: "ownNames", setting: "ROBOT_ALLOW", position: index + 1 }) as const
    ),
    ...deny.map(
      (name, index) => ({ name, sense: "names", setting: "ROBOT_DENY", position: index + 1 }) as const
    )
  ]
  for (const { name, position, sense, setting } of listed) {
    if ((yield* book.count(name, sense)) > 0) continue
    const shared = (yield* book.count(name, "names")) > 0
    const problem = shared
      ? "a listed name is that of several chats, so it allows none of them: give them remarks in WeChat"
      : "a listed name is not in the address book, which holds friends and the groups saved there"
    yield* Effect.annotateLogs(Effect.logWarning(problem), { setting, position })
  }
})
