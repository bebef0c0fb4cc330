import { Clock, DateTime, Effect } from "effect"
import { calledAs, type Chat, keysOf } from "../../domain/Chat.ts"
import { type Contact, isGroup, kindOf, type Member } from "../../domain/Contact.ts"
import { type Names } from "../../domain/ContactNames.ts"
import { type Facts } from "../../domain/Facts.ts"
import * as Mention from "../../domain/Mention.ts"
import { type Message, textOf } from "../../domain/Message.ts"
import { decodeName } from "../../domain/MessageText.ts"
import { type PhoneActivity } from "../../domain/PhoneActivity.ts"
import { answersToCount } from "../../domain/QuietTimes.ts"
import { Messages } from "../../layers/journal/Messages.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { type AddressBook } from "../contacts/AddressBook.ts"
import { type OpenSession } from "../session/CurrentSession.ts"
import { type Received } from "../inbox/WriteDown.ts"
import { OwnersPhone } from "../inbox/OwnersPhone.ts"
import { Switches } from "../owner/Switches.ts"

/**
 * All that the policy wants to know of a message, as things stand now; and its chat as it is called now, for who was
 * not known when the message came was asked for.
 */
export const gatherFacts = Effect.fnUntraced(function* (
  { book, session: { me } }: OpenSession,
  received: Received,
  seen: Chat
) {
  const messages = yield* Messages
  const phone = yield* OwnersPhone
  const switches = yield* Switches
  const settings = yield* Settings
  const { message } = received
  const { contact, mention } = yield* chatAndMention(book, message, me.UserName)
  const chat = calledAs(seen, me.UserName, contact)
  const history = yield* messages.history(chat, me.UserName)
  const facts: Facts = {
    message,
    me: me.UserName,
    kind: kindOf(chat.userName, me.UserName, contact),
    ...(contact === undefined || !hasLists(settings) ? nameless : yield* book.namesOf(contact)),
    mention,
    ...(yield* time),
    createdAt: received.createdAt,
    seenBefore: received.seenBefore,
    ownReply: received.ownReply,
    revoked: yield* messages.isRevoked(message.MsgId),
    answersHere: answersToCount(history.answers, settings),
    phone: phoneIn(yield* phone.activity, chat),
    dice: received.dice,
    // last: whoever was not known had to be asked for, and the owner may have paused the robot meanwhile
    ...(yield* switches.silenced(chat, received))
  }
  return { facts, chat }
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

/** The chat of a message, and whom its text addresses. A group in which an `@` finds nobody is asked for once more. */
const chatAndMention = Effect.fnUntraced(function* (book: AddressBook, message: Message, me: string) {
  const contact = yield* book.find(message.chat, message.speaker)
  const text = textOf(message)
  if (!isGroup(message.from) || !text.includes("@")) return { contact, mention: Mention.None() }
  const nickName = yield* book.ownNickName
  const names = groupNames(me, nickName, contact)
  if (contact === undefined || !Mention.namesNobody(text, names))
    return { contact, mention: Mention.mentionOf(text, names) }
  const again = yield* book.findAgain(contact)
  return { contact: again, mention: Mention.mentionOf(text, groupNames(me, nickName, again)) }
})

/** In a group everybody goes by the display name there, and by the nick name. */
const groupNames = (me: string, nickName: string, group: Contact | undefined): Mention.GroupNames => {
  const members = group?.MemberList ?? []
  const namesOf = (some: ReadonlyArray<Member>) =>
    some.flatMap(({ DisplayName, NickName }) => [DisplayName, NickName]).map(decodeName)
  return {
    owner: [decodeName(nickName), ...namesOf(members.filter(({ UserName }) => UserName === me))],
    others: namesOf(members.filter(({ UserName }) => UserName !== me))
  }
}

const time = Effect.gen(function* () {
  const { timeZone } = yield* Settings
  const now = yield* Clock.currentTimeMillis
  return { now, minuteOfDay: minuteOfDay(now, timeZone) }
})

/** What a clock on the wall shows: minutes since midnight. */
export const minuteOfDay = (epochMillis: number, timeZone: DateTime.TimeZone): number => {
  const minute = Math.floor(epochMillis / MINUTE)
  const before = lastMinute.get(timeZone)
  if (before?.minute === minute) return before.ofDay
  const { hours, minutes } = DateTime.toParts(DateTime.unsafeMakeZoned(minute * MINUTE, { timeZone }))
  const ofDay = hours * 60 + minutes
  lastMinute.set(timeZone, { minute, ofDay })
  return ofDay
}

const MINUTE = 60_000

/** By zone, what was told last: working it out takes longer than all the rules, and many messages come in a minute. */
const lastMinute = new WeakMap<DateTime.TimeZone, { readonly minute: number; readonly ofDay: number }>()

const phoneIn = ({ lastUse, lastWrote }: PhoneActivity, chat: Chat) => {
  const times = keysOf(chat).flatMap((key) => lastWrote.get(key) ?? [])
  return { lastUse, lastWroteHere: times.length === 0 ? undefined : Math.max(...times) }
}

/** The same facts a moment later: what may have changed meanwhile is looked at anew, without asking anybody. */
export const refresh = Effect.fnUntraced(function* (facts: Facts, chat: Chat) {
  const messages = yield* Messages
  const phone = phoneIn(yield* (yield* OwnersPhone).activity, chat)
  const revoked = yield* messages.isRevoked(facts.message.MsgId)
  const silenced = yield* (yield* Switches).silenced(chat, undefined)
  return { ...facts, ...(yield* time), phone, revoked, ...silenced } satisfies Facts
})
