import { FastCheck as fc } from "effect"
import { type Contact } from "../../../src/domain/Contact.ts"
import { contact, me } from "./wire.ts"

const name = fc.constantFrom("", "Li", "Wang", "Li\u200B")

const someone = fc
  .record({
    UserName: fc.constantFrom("@a", "@b", "@@c", "@d", "filehelper", me),
    NickName: name,
    RemarkName: name,
    VerifyFlag: fc.constantFrom(0, 8)
  })
  .map(({ UserName, ...rest }) => contact(UserName, rest))

/** People, and who changes or goes then. */
export const changingPeople = {
  first: fc.array(someone),
  changes: fc.array(fc.oneof(someone, fc.constantFrom("@a", "@b", "@@c")), { maxLength: 30 })
}

/** Something that was made of people, and is told of changes. */
interface Kept {
  readonly of: (people: Iterable<Contact>) => unknown
  readonly changed: (was: Contact | undefined, is: Contact | undefined) => void
}

/** Tells it of the people and of all changes; gives the people in the end. */
export const tellOf = (
  kept: Kept,
  {
    changes,
    first
  }: { readonly first: ReadonlyArray<Contact>; readonly changes: ReadonlyArray<Contact | string> }
): Iterable<Contact> => {
  const people = new Map<string, Contact>(first.map((one) => [one.UserName, one]))
  kept.of(people.values())
  for (const change of changes) {
    const userName = typeof change === "string" ? change : change.UserName
    const was = people.get(userName)
    if (typeof change === "string") people.delete(userName)
    else people.set(userName, change)
    kept.changed(was, people.get(userName))
  }
  return [...people.values()]
}
