import { Chunk, Clock, Data, Duration, Effect, Option, Random, Ref, Schema, Stream } from "effect"
import { type AddMsg } from "../../domain/AddMsg.ts"
import { keysOf } from "../../domain/Chat.ts"
import { type Entry } from "../../domain/Entry.ts"
import { fromWire, type Message } from "../../domain/Message.ts"
import * as PhoneActivity from "../../domain/PhoneActivity.ts"
import { isOwnReply, sendEchoedBy } from "../../domain/OwnReply.ts"
import { type Cursor, type Session } from "../../domain/Session.ts"
import { StoredCookie } from "../../domain/StoredCookie.ts"
import { next } from "../../domain/SyncKey.ts"
import { Timing } from "../../domain/Timing.ts"
import { CookieJar } from "../../http/wechat/CookieJar.ts"
import { reached } from "../../layers/Checkpoint.ts"
import { Journal } from "../../layers/journal/Journal.ts"
import { Messages } from "../../layers/journal/Messages.ts"
import { SavedSessions } from "../../layers/journal/SavedSessions.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { OwnersPhone } from "./OwnersPhone.ts"
import { type AddressBook } from "../contacts/AddressBook.ts"
import * as StuckCursor from "./StuckCursor.ts"
import { sureOfTime } from "../connection/SureOfTime.ts"

/** A message as it comes out of the inbox. */
export interface Received extends Entry {
  readonly seenBefore: boolean
}

/** WeChat ended the session, at this cursor: it has to be looked at, or a new log-in is needed. */
export class SessionEnded extends Data.TaggedError("SessionEnded")<{
  readonly code: number
  readonly message: string
  readonly cursor: Cursor
  /** A poll of this inbox was answered, and so was the fetch that it announced. */
  readonly lived: boolean
}> {}

/** Where the loop is: the cursor, and what the last turn was like. */
interface Turn extends Cursor {
  /** The last answer said that more is waiting: no need to poll first. */
  readonly more: boolean
  readonly selector: number
  /** How many polls in a row were answered at once and brought nothing. */
  readonly fruitless: number
  /** The last poll could not be read. */
  readonly deaf: boolean
  /** How many fetches in a row brought only what came before, and no new cursor. */
  readonly repeated: number
}

/** A selector may stick. After so many polls in vain the robot pauses before the next. */
const FRUITLESS_POLLS = 3

/** The selector that says "the phone is in use", when it turns up; it may stay for long. */
const PHONE_SELECTOR = 7

/** In milliseconds; more than WeChat's hosts differ by, and than an error in reading their clocks. */
const SURELY_AHEAD = 10_000

/**
 * The messages of a session as they come, for ever: long poll, fetch, write down. The cursor moves only when what it
 * covers is written down, and a turn that failed is tried again from the same cursor. Ends with SessionEnded only.
 */
export const inbox = (session: Session, book: AddressBook) =>
  Stream.unwrap(
    Effect.map(Ref.make(false), (lived) =>
      Stream.paginateChunkEffect(firstTurn(session), (last) =>
        turn(session, book, last).pipe(
          Effect.tap(Ref.set(lived, true)),
          Effect.catchAll(({ code, message }) =>
            Effect.flatMap(Ref.get(lived), (lived) => {
              const { SyncCheckKey, SyncKey } = last
              return new SessionEnded({ code, message, cursor: { SyncKey, SyncCheckKey }, lived })
            })
          ),
          Effect.map(({ messages, next }) => [Chunk.unsafeFromArray(messages), Option.some(next)] as const)
        )
      )
    )
  )

const firstTurn = ({ SyncCheckKey, SyncKey }: Session): Turn => ({
  SyncKey,
  SyncCheckKey,
  more: false,
  selector: 0,
  fruitless: 0,
  deaf: false,
  repeated: 0
})

/** One poll and, when there is something, one fetch. */
const turn = Effect.fn("Inbox.turn")(function* (session: Session, book: AddressBook, last: Turn) {
  const { heldPoll } = yield* Timing
  yield* pauseAfter(last.fruitless)
  const polledAt = yield* Clock.currentTimeMillis
  const { deaf, selector } = last.more ? last : yield* StuckCursor.poll(session.credentials, last)
  if (selector !== 0 || last.more) yield* sureOfTime(session.credentials)
  // the selector stays until the next fetch and may come back at once: only its coming is a sign
  if (selector === PHONE_SELECTOR && last.selector !== PHONE_SELECTOR) yield* notePhoneUse
  const held = (yield* Clock.currentTimeMillis) - polledAt >= Duration.toMillis(heldPoll)
  if (selector === 0 && !last.more) {
    return { messages: [], next: { ...last, selector, deaf, fruitless: held ? 0 : last.fruitless + 1 } }
  }

  const changes = yield* StuckCursor.fetch(session.credentials, last)
  if (yield* isFromTheFuture(changes.messages)) yield* sureOfTime(session.credentials, true)
  if (changes.undecodable > 0) {
    yield* Effect.logWarning("messages that cannot be read").pipe(
      Effect.annotateLogs({ count: changes.undecodable })
    )
  }
  yield* book.learn(changes.modContacts)
  yield* Option.match(changes.nickName, { onNone: () => Effect.void, onSome: book.rename })
  yield* book.forget(changes.delContacts)
  const cursor = {
    SyncKey: next(last.SyncKey, changes.SyncKey),
    SyncCheckKey: next(last.SyncCheckKey, changes.SyncCheckKey ?? changes.SyncKey)
  }
  const messages = yield* writeDown(session, book, changes.messages, cursor)
  yield* keepCookies
  const isNew = messages.some(({ seenBefore }) => !seenBefore)
  const moved = StuckCursor.isElsewhere(cursor.SyncKey, last.SyncKey)
  const contacts = changes.modContacts.length + changes.delContacts.length
  const fruitful = isNew || (moved && contacts > 0)
  const repeated = !isNew && !moved && messages.length + changes.undecodable + contacts > 0
  return {
    messages,
    next: {
      ...cursor,
      more: changes.more,
      selector,
      deaf,
      fruitless: held || fruitful ? 0 : last.fruitless + 1,
      repeated: repeated ? last.repeated + 1 : 0
    }
  }
})

/** A message from the future means that this machine slept, and that its clock stood still meanwhile. */
const isFromTheFuture = (messages: ReadonlyArray<AddMsg>) =>
  Effect.map(Clock.currentTimeMillis, (now) =>
    messages.some(({ CreateTime }) => CreateTime * 1000 > now + SURELY_AHEAD)
  )

/** Polls that are answered at once for ever, and bring nothing, would make the robot flood WeChat. */
const pauseAfter = Effect.fnUntraced(function* (fruitless: number) {
  if (fruitless < FRUITLESS_POLLS) return
  const { backoffLimit, fruitless: first } = yield* Timing
  const pause = Duration.min(
    Duration.times(first, 2 ** Math.min(fruitless - FRUITLESS_POLLS, 20)),
    backoffLimit
  )
  yield* Effect.sleep(pause)
})

const notePhoneUse = Effect.gen(function* () {
  const phone = yield* OwnersPhone
  const now = yield* Clock.currentTimeMillis
  yield* phone.note((activity) => PhoneActivity.used(activity, now))
})

/** Cookies may be renewed by any answer; without the newest the next start would need a new log-in. */
const keepCookies = Effect.gen(function* () {
  const sessions = yield* SavedSessions
  const cookies = yield* (yield* CookieJar).export
  const saved = yield* sessions.last
  if (Option.exists(saved, (before) => !sameCookies(before.cookies, cookies))) {
    yield* sessions.keepCookies(cookies)
  }
})

const sameCookies = Schema.equivalence(Schema.Array(StoredCookie))

/** Reads the messages of one answer and writes them down, with the cursor and what they say of the owner's phone. */
const writeDown = Effect.fn("Inbox.writeDown")(function* (
  session: Session,
  book: AddressBook,
  wire: ReadonlyArray<AddMsg>,
  cursor: Cursor
) {
  const messages = yield* Messages
  const me = session.me.UserName
  const receivedAt = yield* Clock.currentTimeMillis
  const seen = new Set(yield* messages.known(wire.map(({ MsgId }) => MsgId)))
  const received = yield* Effect.forEach(wire, (one) =>
    Effect.gen(function* () {
      const message = fromWire(one, me)
      const seenBefore = seen.has(message.MsgId)
      seen.add(message.MsgId)
      const createdAt = writtenAt(message, receivedAt)
      const came = { message, me, seenBefore, createdAt, receivedAt }
      return { ...came, ownReply: yield* isEcho(came), dice: yield* roll } satisfies Received
    })
  )
  const fresh = received.filter(({ seenBefore }) => !seenBefore)
  const activity = yield* phoneAfter(fresh, book)
  const revoked = fresh.flatMap(({ message: { body, chat } }) =>
    body._tag === "Revoke" ? [{ MsgId: body.MsgId, chat }] : []
  )
  yield* reached("fetched")
  yield* (yield* Journal).together(
    Effect.gen(function* () {
      yield* messages.receive(fresh)
      yield* Effect.forEach(revoked, messages.revoke, { discard: true })
      yield* (yield* OwnersPhone).note(() => activity)
      yield* (yield* SavedSessions).moveTo(cursor)
    })
  )
  yield* reached("received")
  return received
})

const roll = Effect.all({ group: Random.next, media: Random.next, line: Random.next })

/** Never in the future, and now when the server did not say. */
const writtenAt = ({ CreateTime }: Message, now: number) =>
  CreateTime === 0 ? now : Math.min(now, CreateTime * 1000)

/** Whether it is an echo of the robot's own words; that of a send nobody knew to have arrived says so. */
const isEcho = Effect.fn("Inbox.isEcho")(function* (came: Omit<Received, "ownReply" | "dice">) {
  const { createdAt, me, message, receivedAt, seenBefore } = came
  const messages = yield* Messages
  const { replyPrefix } = yield* Settings
  const byMsgId = yield* messages.isOwnSend(message.MsgId)
  const unsure = byMsgId || seenBefore || message.from !== me ? [] : yield* messages.unsure(message.chat)
  const send = sendEchoedBy(message, me, createdAt, unsure)
  if (send !== undefined) {
    yield* messages.echoed(send.MsgId, message.MsgId)
    yield* Effect.annotateLogs(Effect.logInfo("a send came back: it arrived"), {
      MsgId: send.MsgId,
      echo: message.MsgId
    })
    return true
  }
  // an echo comes in the session of its send: what the chat was called in others does not matter
  const { sent } = yield* messages.history({ userName: message.chat, lastingName: undefined }, me)
  return isOwnReply(message, me, receivedAt, { byMsgId, sentHere: sent, replyPrefix })
})

/** What is known of the owner's phone once these came. */
const phoneAfter = Effect.fn("Inbox.phoneAfter")(function* (
  fresh: ReadonlyArray<Received>,
  book: AddressBook
) {
  const { takeoverPeriod } = yield* Settings
  let activity = yield* (yield* OwnersPhone).activity
  for (const { createdAt, me, message, ownReply } of fresh) {
    const sign = ownReply ? "none" : PhoneActivity.signOf(message, me)
    if (sign === "used") activity = PhoneActivity.used(activity, createdAt)
    if (sign === "wrote") {
      for (const key of keysOf(yield* book.chatOf(message.chat))) {
        activity = PhoneActivity.wrote(activity, key, createdAt, Duration.toMillis(takeoverPeriod))
      }
    }
  }
  return activity
})
