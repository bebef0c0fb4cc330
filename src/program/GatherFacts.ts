import { Clock, DateTime, Effect } from "effect"
import { type Contact, isGroup, kindOf, lastingName } from "../domain/Contact.ts"
import { type Facts } from "../domain/Facts.ts"
import { Mention, mentionOf } from "../domain/Mention.ts"
import { type Message, textOf } from "../domain/Message.ts"
import { decodeName } from "../domain/MessageText.ts"
import { type PhoneActivity } from "../domain/PhoneActivity.ts"
import { Journal } from "../layers/Journal.ts"
import { Settings } from "../layers/Settings.ts"
import { type Names } from "./AddressBook.ts"
import { type Live } from "./CurrentSession.ts"
import { type Received } from "./Inbox.ts"

/** All that the policy wants to know of a message, as things stand now; and what its chat is called beyond this log-in. */
export const gatherFacts = Effect.fn("GatherFacts.gatherFacts")(function* (
  { book, session: { me } }: Live,
  received: Received
) {
  const journal = yield* Journal
  const settings = yield* Settings
  const { message } = received
  const contact = yield* book.find(message.chat, message.speaker)
  const name = contact === undefined ? undefined : lastingName(contact, me.UserName)
  const history = yield* journal.history(message.chat, me.UserName, name)
  const facts: Facts = {
    message,
    me: me.UserName,
    kind: kindOf(message.chat, me.UserName, contact),
    ...(contact === undefined || !hasLists(settings) ? nameless : yield* book.namesOf(contact)),
    mention: mentionIn(message, me.UserName, yield* book.ownNickName, contact),
    ...(yield* time),
    createdAt: received.createdAt,
    seenBefore: received.seenBefore,
    ownReply: received.ownReply,
    revoked: yield* journal.isRevoked(message.MsgId),
    answersHere: history.answers,
    phone: phoneIn(yield* journal.phone, [message.chat, yield* book.keyOf(message.chat)]),
    // the commands that pause and mute come with the loopback API
    paused: false,
    muted: false,
    dice: received.dice
  }
  return { facts, lastingName: name }
})

const nameless: Names = { names: [], ownNames: [] }

/** Names are for the lists only: comparing those of the whole address book takes its time. */
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

const time = Effect.gen(function* () {
  const { timeZone } = yield* Settings
  const now = yield* Clock.currentTimeMillis
  return { now, minuteOfDay: minuteOfDay(now, timeZone) }
})

/** What a clock on the wall shows: minutes since midnight. */
export const minuteOfDay = (epochMillis: number, timeZone: DateTime.TimeZone): number => {
  const { hours, minutes } = DateTime.toParts(DateTime.unsafeMakeZoned(epochMillis, { timeZone }))
  return hours * 60 + minutes
}

const phoneIn = ({ lastUse, lastWrote }: PhoneActivity, keys: ReadonlyArray<string>) => {
  const times = keys.flatMap((key) => lastWrote.get(key) ?? [])
  return { lastUse, lastWroteHere: times.length === 0 ? undefined : Math.max(...times) }
}

/** The same facts a moment later: what may have changed meanwhile is looked at anew, without asking anybody. */
export const refresh = Effect.fn("GatherFacts.refresh")(function* (facts: Facts, key: string) {
  const journal = yield* Journal
  const phone = phoneIn(yield* journal.phone, [facts.message.chat, key])
  const revoked = yield* journal.isRevoked(facts.message.MsgId)
  return { ...facts, ...(yield* time), phone, revoked } satisfies Facts
})
