import { type Contact, lastingName } from "./Contact.ts"

/** A friend or group in which messages come, as it is known in one session. */
export interface Chat {
  /** WeChat's name for it, which the next log-in replaces. */
  readonly userName: string
  /**
   * By what it is told from other chats for longer than a log-in: what it was called when the session first saw it, else
   * its UserName; `self` is the owner's own. What is of one key goes in order, so it never changes within a session,
   * whatever is learnt meanwhile. Two who are called the same share it.
   */
  readonly key: string
  /**
   * What it is called beyond this log-in, such as `friend:Li`, as far as was known when this value was made: who is not
   * known has to be asked for first. So it may come later than the key, and change. Others may be called the same.
   */
  readonly lastingName: string | undefined
}

const nameOf = (contact: Contact | undefined, me: string) =>
  contact === undefined ? undefined : lastingName(contact, me)

/** A chat as a session sees it first; `me` is the owner's UserName in it, `contact` what is known of the chat. */
export const firstSeen = (userName: string, me: string, contact: Contact | undefined): Chat => {
  const name = nameOf(contact, me)
  return { userName, key: userName === me ? "self" : (name ?? userName), lastingName: name }
}

/** The same chat, called as it is now. */
export const calledAs = (chat: Chat, me: string, contact: Contact | undefined): Chat => ({
  ...chat,
  lastingName: nameOf(contact, me)
})

/** What is remembered of a chat is noted and looked for under each: a restart may learn the name of one that had none. */
export const keysOf = ({ key, userName }: Chat): ReadonlyArray<string> => [userName, key]
