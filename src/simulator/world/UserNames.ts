import { createHash } from "node:crypto"
import { type Contact, ME } from "./People.ts"

/**
 * The `UserName`s of one log-in: a function of a salt and the contact's name, so that they change with the salt and
 * need no table. Groups are `@@` and 64 hex digits; people `@` and 64, or 32 for an owner who can write to themselves;
 * those of WeChat Work have `@openim` at the end.
 */
export class UserNames {
  readonly #known = new Map<string, string>()
  readonly #hex = new Map<string, string>()
  readonly #salt: string
  readonly #selfChat: boolean

  constructor(salt: string, selfChat: boolean) {
    this.#salt = salt
    this.#selfChat = selfChat
  }

  /** The same `UserName`s, none of them made yet. */
  again(): UserNames {
    return new UserNames(this.#salt, this.#selfChat)
  }

  /** The `UserName` of a contact in this log-in. */
  of(contact: Contact): string {
    const userName = this.#make(contact)
    this.#known.set(userName, contact.name)
    return userName
  }

  /** The name of the contact with this `UserName`; undefined for one that `of` has not made yet. */
  whose(userName: string): string | undefined {
    return this.#known.get(userName)
  }

  #make(contact: Contact): string {
    if (contact._tag === "Person" && contact.fixedUserName !== null) return contact.fixedUserName
    const hex = this.#hexOf(contact.name)
    if (contact._tag === "Group") return `@@${hex}`
    if (contact.openim) return `@${hex}@openim`
    return contact.name === ME && this.#selfChat ? `@${hex.slice(0, 32)}` : `@${hex}`
  }

  #hexOf(name: string): string {
    const known = this.#hex.get(name)
    if (known !== undefined) return known
    const hex = createHash("sha256").update(`${this.#salt}/${name}`).digest("hex")
    this.#hex.set(name, hex)
    return hex
  }
}
