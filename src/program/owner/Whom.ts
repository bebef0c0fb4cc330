import { Effect, Either } from "effect"
import { type Contact, lastingName } from "../../domain/Contact.ts"
import { type MutedChat } from "../../domain/Switches.ts"
import { type OpenSession } from "../session/CurrentSession.ts"
import { nameOf, type Words } from "./Words.ts"

/** A chat that the owner named. */
export interface Named {
  readonly chat: MutedChat
  readonly name: string
}

const namedBy = (contact: Contact, me: string): Named => ({
  chat: { userName: contact.UserName, lastingName: lastingName(contact, me) },
  name: nameOf(contact)
})

/** A name may stand in quotes, for one that ends like a time. */
export const withoutQuotes = (words: string): string =>
  /^(?:"[^"]+"|“[^”]+”)$/.test(words) ? words.slice(1, -1).trim() : words

/** The one chat that is called so; else whom it could mean, in words. */
export const whom = Effect.fnUntraced(function* (
  words: string,
  { book, session: { me } }: OpenSession,
  say: Words
) {
  const name = withoutQuotes(words)
  const { called, similar } = yield* book.meantBy(name)
  const [first, ...others] = called
  if (first !== undefined && others.length === 0) return Either.right(namedBy(first, me.UserName))
  return Either.left(
    called.length > 0 ? say.several(name, called.map(nameOf)) : say.nobody(name, similar.map(nameOf))
  )
})
