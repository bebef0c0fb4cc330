import { type Contact, displayNames, isNamedChat, lastingName } from "../../domain/Contact.ts"
import { type NameCounts, type Names, namesAmong } from "../../domain/ContactNames.ts"
import { canonical, isSameName } from "../../domain/Name.ts"
import { type People } from "./KnownPeople.ts"
import { type CalledSo } from "./LastingNames.ts"

/** The friends and groups among all people. */
export const namedChats = (people: People, me: string): ReadonlyArray<Contact> =>
  [...people.values()].filter((contact) => isNamedChat(contact, me))

/** How many of them go by a name, in either sense. */
export const howManyCalled = (
  chats: ReadonlyArray<Contact>,
  counts: NameCounts,
  name: string,
  sense: keyof Names
): number =>
  chats.filter((contact) => namesAmong(counts, contact)[sense].some((one) => isSameName(one, name))).length

/** The UserName of the one chat that is called so beyond its log-in; undefined when nobody is, or several are. */
export const onlyOneCalled = (called: CalledSo, name: string): string | undefined => {
  const [first, ...others] = called.get(name) ?? []
  return others.length === 0 ? first : undefined
}

/** Those whom the owner may mean by a name. */
export interface Meant {
  /** Who is called so: by the name the owner sees if there are any, else by another one of theirs. */
  readonly called: ReadonlyArray<Contact>
  /** Whose names hold it; empty where somebody is called so. */
  readonly similar: ReadonlyArray<Contact>
}

export const meantBy = (people: People, me: string, name: string): Meant => {
  const chats = namedChats(people, me).map((contact) => ({ contact, names: displayNames(contact) }))
  const wanted = canonical(name)
  const those = (is: (names: ReadonlyArray<string>) => boolean) =>
    chats.flatMap(({ contact, names }) => (is(names) ? [contact] : []))
  const bySight = those(([first = ""]) => isSameName(first, name))
  const called = bySight.length > 0 ? bySight : those((names) => names.some((one) => isSameName(one, name)))
  return {
    called,
    similar:
      called.length > 0 || wanted === ""
        ? []
        : those((names) => names.some((one) => canonical(one).includes(wanted)))
  }
}

/** What a chat is called beyond its log-in, if it is the only one of that name. */
export const ownLastingName = (
  called: CalledSo,
  contact: Contact | undefined,
  me: string
): string | undefined => {
  const name = contact === undefined ? undefined : lastingName(contact, me)
  return name !== undefined && onlyOneCalled(called, name) === contact?.UserName ? name : undefined
}
