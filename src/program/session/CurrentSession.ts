import { Deferred, Effect, Equal, Ref, type Scope } from "effect"
import { isSpecialAccount } from "../../domain/Contact.ts"
import { type Session } from "../../domain/Session.ts"
import { type AddressBook } from "../contacts/AddressBook.ts"

/** A session with those it knows: UserNames mean something in it only. */
export interface OpenSession {
  readonly session: Session
  readonly book: AddressBook
}

/** The session of now, for replies that may have been decided in an earlier one. */
export class CurrentSession extends Effect.Service<CurrentSession>()("program/CurrentSession", {
  effect: Effect.gen(function* () {
    const current = yield* Ref.make(yield* Deferred.make<OpenSession>())
    const end = Effect.flatMap(Deferred.make<OpenSession>(), (next) => Ref.set(current, next))
    return {
      /** This session is the one of now until the scope ends. */
      begin: (open: OpenSession): Effect.Effect<void, never, Scope.Scope> =>
        Effect.acquireRelease(
          Effect.flatMap(Ref.get(current), (waiting) => Deferred.succeed(waiting, open)),
          () => end
        ),
      /** Waits while the robot is logged out. */
      get: Effect.flatMap(Ref.get(current), (waiting) => Deferred.await(waiting)),
      /** None while the robot is logged out. */
      poll: Effect.flatMap(Ref.get(current), (waiting) =>
        Effect.flatMap(Deferred.poll(waiting), Effect.transposeOption)
      )
    } as const
  })
}) {}

/**
 * The UserName by which a chat of an earlier session goes now; undefined when nobody can tell. A new log-in gives new
 * names to all: only what people are called lasts, and only a name that one chat alone has tells which it is.
 */
export const addressOf = Effect.fnUntraced(function* (chat: string, earlier: OpenSession, now: OpenSession) {
  // another account knows other people, whatever they are called
  if (!Equal.equals(earlier.session.credentials.wxuin, now.session.credentials.wxuin)) return undefined
  const [was, is] = [earlier.session.me.UserName, now.session.me.UserName]
  if (was === is) return chat
  if (chat === was) return is
  if (isSpecialAccount(chat)) return chat
  const name = yield* earlier.book.ownLastingNameOf(chat)
  return name === undefined ? undefined : yield* now.book.called(name)
})
