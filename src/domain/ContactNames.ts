import { type Contact, displayNames } from "./Contact.ts"
import { decodeName } from "./MessageText.ts"
import { canonical } from "./Name.ts"

/** What a friend or group is called, as people read it. */
export interface Names {
  /** All names it goes by. */
  readonly names: ReadonlyArray<string>
  /** Those that are nobody else's: the owner's remark, else the nick name if no other friend or group has it. */
  readonly ownNames: ReadonlyArray<string>
}

/** How many friends and groups have each name; keys are canonical names. */
export type NameCounts = ReadonlyMap<string, number>

/** Counts how many of these contacts have each name. */
export const countNames = (contacts: Iterable<Contact>): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const contact of contacts) recount(counts, undefined, contact)
  return counts
}

/** Counts one contact's names anew, in place: undefined is one who was not there, or is no longer. */
export const recount = (
  counts: Map<string, number>,
  was: Contact | undefined,
  is: Contact | undefined
): void => {
  for (const [contact, by] of [
    [was, -1],
    [is, 1]
  ] as const) {
    for (const name of new Set(contact === undefined ? [] : displayNames(contact).map(canonical))) {
      const count = (counts.get(name) ?? 0) + by
      if (count === 0) counts.delete(name)
      else counts.set(name, count)
    }
  }
}

/** The names of one contact. Without `counts` of the whole address book, only a remark is sure to be nobody else's. */
export const namesAmong = (counts: NameCounts | undefined, contact: Contact): Names => {
  const names = displayNames(contact)
  const [first = ""] = names
  const hasRemark = canonical(decodeName(contact.RemarkName)) !== ""
  const isOwn = hasRemark || (counts !== undefined && (counts.get(canonical(first)) ?? 0) <= 1)
  return { names, ownNames: isOwn ? names.slice(0, 1) : [] }
}
