import { DateTime, Effect } from "effect"
import { type Contact, isGroup, kindOf } from "../domain/Contact.ts"
import { type Facts } from "../domain/Facts.ts"
import { Mention, mentionOf } from "../domain/Mention.ts"
import { type Message, textOf } from "../domain/Message.ts"
import { decodeName } from "../domain/MessageText.ts"
import { Journal } from "../layers/Journal.ts"
import { Settings } from "../layers/Settings.ts"
import { type AddressBook } from "./AddressBook.ts"
import { type Received } from "./Inbox.ts"
import { type Session } from "./Login.ts"

/** All that the policy wants to know of a message, as things stand now. */
export const gatherFacts = Effect.fn("GatherFacts.gatherFacts")(function* (
  { me }: Session,
  book: AddressBook,
  received: Received
) {
  const journal = yield* Journal
  const settings = yield* Settings
  const { message } = received
  const contact = yield* book.find(message.chat, message.speaker)
  const history = yield* journal.history(message.chat)
  const phone = yield* journal.phone
  const now = yield* DateTime.now
  return {
    message,
    me: me.UserName,
    kind: kindOf(message.chat, me.UserName, contact),
    names: contact === undefined || !hasLists(settings) ? [] : yield* book.namesOf(contact),
    mention: mentionIn(message, me.UserName, yield* book.ownNickName, contact),
    now: now.epochMillis,
    minuteOfDay: minuteOfDay(DateTime.setZone(now, settings.timeZone)),
    createdAt: received.createdAt,
    seenBefore: received.seenBefore,
    ownReply: received.ownReply,
    answersHere: history.answers,
    phone: { lastUse: phone.lastUse, lastWroteHere: phone.lastWrote.get(message.chat) },
    // the commands that pause and mute come with the loopback API
    paused: false,
    muted: false,
    dice: received.dice
  } satisfies Facts
})

/** Whose names matter: comparing every name of the address book is worth it for the lists only. */
const hasLists = ({
  allow,
  deny
}: {
  readonly allow: ReadonlyArray<string>
  readonly deny: ReadonlyArray<string>
}) => allow.length + deny.length > 0

/** In a group the owner goes by the display name there, and by the nick name. */
const mentionIn = (message: Message, me: string, nickName: string, group: Contact | undefined): Mention => {
  if (!isGroup(message.from)) return Mention.None()
  const member = group?.MemberList.find(({ UserName }) => UserName === me)
  return mentionOf(textOf(message), [member?.DisplayName ?? "", nickName].map(decodeName))
}

const minuteOfDay = (time: DateTime.Zoned) => {
  const { hours, minutes } = DateTime.toParts(time)
  return hours * 60 + minutes
}
